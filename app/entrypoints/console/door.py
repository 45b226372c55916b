"""The staff's door: its blueprint, and what every page of it knows."""

from flask import Blueprint, url_for
from werkzeug.local import LocalProxy

from app.domain.access.rules import Permission
from app.entrypoints.console.navigation import links
from app.entrypoints.guard import current_staff_or_none, settings

door = Blueprint("console", __name__, url_prefix="/console")


@door.context_processor
def _frame() -> dict[str, object]:
    """Sidebar, top bar and account menu.

    The proxies are read only by pages that show them: an error page asks the database nothing.
    """
    return {
        "navigation": LocalProxy(_navigation),
        "current": LocalProxy(_current),
        "search_url": LocalProxy(_search_url),
        "search_label": "找志愿者：姓名、拼音、编号、手机号",
        "unit_name": settings().unit_name,
        "home_url": url_for("console.home"),
        "help_url": url_for("console.help_pages"),
        "sessions_url": url_for("console.sessions"),
        "sign_out_url": url_for("console.sign_out"),
        "may": _may,
        "Permission": Permission,
    }


def _navigation() -> list[dict[str, object]]:
    staff = current_staff_or_none()
    return links(staff) if staff and not staff.must_change_password else []


def _current() -> dict[str, str] | None:
    staff = current_staff_or_none()
    if staff is None:
        return None
    return {"name": staff.name, "role": staff.role.title, "place": staff.place.short_name}


def _search_url() -> str:
    return url_for("console.people") if _may(Permission.PEOPLE_READ) else ""


def _may(permission: Permission) -> bool:
    """Whether she who looks has a permission; pages leave out what would be refused."""
    staff = current_staff_or_none()
    return staff is not None and not staff.must_change_password and staff.may(permission)
