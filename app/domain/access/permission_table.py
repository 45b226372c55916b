"""docs/permissions.md, printed from the table in rules.py."""

from collections.abc import Collection

from app.domain.access.rules import (
    APPOINTS,
    FROM_KNOWN_ADDRESSES,
    NEEDS_SECOND_FACTOR,
    ROLE_PERMISSIONS,
    Permission,
    Role,
)

_HEAD = """# Who may do what

Printed from `app/domain/access/rules.py` by `flask docs permissions`; a test compares the two.
Every permission holds within the subtree of the place one serves. Outside it, things are not found.
"""
_FACTOR_HEAD = """
## Second factor

Refused to a sign-in by password alone (两步验证):
"""
_ADDRESSES_HEAD = """
## Known networks

Refused from elsewhere, where the centre has named networks (网络范围):
"""
_LEVELS = {"station": "a station", "office": "an office", "centre": "the centre"}


def as_markdown() -> str:
    """The whole page: permissions by role, and who appoints whom."""
    tables = f"\n## Permissions\n\n{_permissions()}\n## Appointments\n\n{_appointments()}"
    return _HEAD + tables + _factor()


def _permissions() -> str:
    head = ["Permission", "中文", *(f"{role.title}<br>`{role}`" for role in Role)]
    rows = [
        [f"`{one}`", one.title, *("✓" if one in ROLE_PERMISSIONS[role] else "" for role in Role)]
        for one in Permission
    ]
    return _table(head, rows)


def _appointments() -> str:
    rows = [
        [
            f"{role.title} `{role}`",
            _LEVELS[role.level],
            "、".join(below.title for below in Role if below in APPOINTS[role]) or "nobody",
            "、".join(above.title for above in Role if role in APPOINTS[above])
            or "`flask staff first-administrator`, on the server",
        ]
        for role in Role
    ]
    return _table(["Role", "Serves", "Appoints", "Is appointed by"], rows)


def _factor() -> str:
    needing = _listed(NEEDS_SECOND_FACTOR)
    return f"{_FACTOR_HEAD}\n{needing}{_ADDRESSES_HEAD}\n{_listed(FROM_KNOWN_ADDRESSES)}"


def _listed(permissions: Collection[Permission]) -> str:
    return "".join(f"- `{one}` {one.title}\n" for one in Permission if one in permissions)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
