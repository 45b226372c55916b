"""Points, stars and confirmations of back-fills are only added to; what is there enters the trail."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kernel.append_only import giving_up, guarding
from app.kernel.canonical import commitment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("point_entry", "star_award", "back_fill_confirmation")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BATCH = 1000
ENTRY = sa.table(
    "audit_entry",
    *(sa.column(name, sa.Uuid()) for name in ("id", "actor_id", "object_id", "place_id")),
    sa.column("person_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("actor_kind", "action", "object_kind")),
    *(sa.column(name, sa.String()) for name in ("salt", "persons", "words")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("facts", JSON),
)
WORDS = sa.table(
    "audit_words",
    sa.column("entry_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("salt", "actor_name")),
    sa.column("detail", JSON),
)
POINT_IDS = ("id", "volunteer_id", "record_id", "activity_id", "rule_id", "redemption_id")
POINT = sa.table(
    "point_entry",
    *(sa.column(name, sa.Uuid()) for name in POINT_IDS),
    *(sa.column(name, sa.Integer()) for name in ("points", "owed", "minutes")),
    *(sa.column(name, sa.Date()) for name in ("service_date", "expires_on")),
    sa.column("kind", sa.String()),
    sa.column("capped", sa.Boolean()),
    sa.column("at", sa.DateTime(timezone=True)),
)
STAR = sa.table(
    "star_award",
    *(sa.column(name, sa.Uuid()) for name in ("id", "volunteer_id", "batch_id")),
    *(sa.column(name, sa.Integer()) for name in ("level", "minutes")),
    sa.column("given_at", sa.DateTime(timezone=True)),
)
CONFIRMATION = sa.table(
    "back_fill_confirmation",
    *(sa.column(name, sa.Uuid()) for name in ("id", "back_fill_id", "staff_id")),
    sa.column("at", sa.DateTime(timezone=True)),
)
STAFF = sa.table("staff_member", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))
POINT_FACTS = (
    *("kind", "points", "owed", "record_id", "activity_id", "service_date", "minutes"),
    *("capped", "rule_id", "redemption_id", "expires_on"),
)


def upgrade() -> None:
    for row in _without_entry(POINT):
        facts = {name: _plain(getattr(row, name)) for name in POINT_FACTS}
        _enter(row, "points.taken_over", "point_entry", row.at, facts=facts)
    for row in _without_entry(STAR):
        facts = {name: _plain(getattr(row, name)) for name in ("batch_id", "level", "minutes")}
        _enter(row, "stars.taken_over", "star_award", row.given_at, facts=facts)
    names = {row.id: row.name for row in op.get_bind().execute(sa.select(STAFF))}
    for row in _without_entry(CONFIRMATION):
        _enter_confirmation(row, names[row.staff_id])
    dialect = op.get_bind().dialect.name
    _never_changed_is_given_up(dialect)
    for table in TABLES:
        for statement in guarding(dialect, table):
            op.execute(statement)


def downgrade() -> None:
    """What has entered the trail stays there; a second upgrade finds it."""
    dialect = op.get_bind().dialect.name
    for table in TABLES:
        for statement in giving_up(dialect, table):
            op.execute(statement)
    if dialect == "sqlite":
        op.execute(
            "CREATE TRIGGER point_entry_is_never_changed BEFORE UPDATE ON point_entry "
            "BEGIN SELECT RAISE(ABORT, 'point_entry is only added to'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION point_entry_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'point_entry is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER point_entry_is_never_changed BEFORE UPDATE ON point_entry "
        "FOR EACH ROW EXECUTE FUNCTION point_entry_is_never_changed()"
    )


def _never_changed_is_given_up(dialect: str) -> None:
    """The guard against updates alone, which the guards of append-only tables replace."""
    if dialect == "sqlite":
        op.execute("DROP TRIGGER point_entry_is_never_changed")
        return
    op.execute("DROP TRIGGER point_entry_is_never_changed ON point_entry")
    op.execute("DROP FUNCTION point_entry_is_never_changed()")


def _enter(row: Any, action: str, kind: str, at: Any, *, facts: dict[str, Any]) -> None:
    _write(
        {
            "id": row.id,
            "at": at,
            "actor_kind": "system",
            "actor_id": None,
            "action": action,
            "object_kind": kind,
            "object_id": None,
            "person_id": row.volunteer_id,
            "place_id": None,
            "facts": facts,
        },
        actor_name="系统",
    )


def _enter_confirmation(row: Any, name: str) -> None:
    _write(
        {
            "id": row.id,
            "at": row.at,
            "actor_kind": "staff",
            "actor_id": row.staff_id,
            "action": "hours.confirmation_taken_over",
            "object_kind": "back_fill",
            "object_id": row.back_fill_id,
            "person_id": None,
            "place_id": None,
            "facts": {},
        },
        actor_name=name,
    )


def _write(entry: dict[str, Any], *, actor_name: str) -> None:
    salts = secrets.token_hex(16), secrets.token_hex(16)
    person = entry["person_id"]
    persons = {"actor": None, "object": None, "person": None if person is None else str(person)}
    told = {"actor_name": actor_name, "detail": {}}
    entry["salt"], entry["persons"] = salts[0], commitment(salts[0], persons)
    entry["words"] = commitment(salts[1], told)
    op.get_bind().execute(ENTRY.insert(), entry)
    op.get_bind().execute(WORDS.insert(), {"entry_id": entry["id"], "salt": salts[1], **told})


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _without_entry(table: Any) -> Iterator[Any]:
    """Rows that no entry of the trail tells of, so many at a time."""
    there = sa.select(ENTRY.c.id).where(ENTRY.c.id == table.c.id).exists()
    query = sa.select(table).where(~there).order_by(table.c.id).limit(BATCH)
    rows: Sequence[Any] = op.get_bind().execute(query).all()
    while rows:
        yield from rows
        rows = op.get_bind().execute(query.where(table.c.id > rows[-1].id)).all()
