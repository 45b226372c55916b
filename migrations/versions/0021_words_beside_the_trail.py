"""Names and reasons stand beside the trail, committed to by salted hashes; decisions on hours join it."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kernel.canonical import as_stored, commitment, moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BATCH = 1000
LATER = ("point_entry", "star_award")
COMMITMENTS = (("salt", 32), ("persons", 64), ("words", 64))
ENTRY = sa.table(
    "audit_entry",
    *(sa.column(name, sa.Uuid()) for name in ("id", "actor_id", "object_id", "place_id")),
    sa.column("person_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("actor_kind", "actor_name", "action")),
    *(sa.column(name, sa.String()) for name in ("object_kind", "salt", "persons", "words")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("detail", JSON),
    sa.column("facts", JSON),
)
WORDS = sa.table(
    "audit_words",
    sa.column("entry_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("salt", "actor_name")),
    sa.column("detail", JSON),
)
DECISION = sa.table(
    "hour_decision",
    *(sa.column(name, sa.Uuid()) for name in ("id", "record_id", "staff_id")),
    *(sa.column(name, sa.String()) for name in ("decision", "actor_name", "reason")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("minutes", sa.Integer()),
)
RECORD = sa.table(
    "hour_record",
    *(sa.column(name, sa.Uuid()) for name in ("id", "volunteer_id", "place_id", "attendance_id")),
    *(sa.column(name, sa.Uuid()) for name in ("session_id", "activity_id", "mended_by_id")),
    *(sa.column(name, sa.Uuid()) for name in ("decided_by_id", "back_fill_id")),
    sa.column("state", sa.String()),
    sa.column("minutes", sa.Integer()),
    sa.column("service_date", sa.Date()),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("counted_from", "counted_until")),
)


def upgrade() -> None:
    op.create_table(
        "audit_words",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("actor_name", sa.String(50), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_words_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_words")),
    )
    op.add_column("audit_entry", sa.Column("person_id", sa.Uuid(), nullable=True))
    # The defaults are for rows that are there; SQLite keeps them, and needs no new table so.
    op.add_column("audit_entry", sa.Column("facts", JSON, nullable=False, server_default="{}"))
    for name, length in COMMITMENTS:
        op.add_column(
            "audit_entry", sa.Column(name, sa.String(length), nullable=False, server_default="")
        )
    _move_words()
    _take_decisions_over()
    if op.get_bind().dialect.name == "postgresql":
        for name in ("facts", *(name for name, _ in COMMITMENTS)):
            op.alter_column("audit_entry", name, server_default=None)
    op.drop_column("audit_entry", "actor_name")
    op.drop_column("audit_entry", "detail")
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"])
    op.create_index(op.f("ix_audit_entry_person_id"), "audit_entry", ["person_id"])
    op.drop_column("hour_decision", "actor_name")
    op.drop_column("hour_decision", "reason")


def downgrade() -> None:
    op.add_column(
        "hour_decision",
        sa.Column("actor_name", sa.String(50), nullable=False, server_default=""),
    )
    op.add_column("hour_decision", sa.Column("reason", sa.String(200), nullable=True))
    op.drop_index(op.f("ix_audit_entry_person_id"), "audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor_id"), "audit_entry")
    op.add_column("audit_entry", sa.Column("actor_name", sa.String(50), nullable=False, server_default=""))
    op.add_column("audit_entry", sa.Column("detail", JSON, nullable=False, server_default="{}"))
    for gone in ("person_id", "facts", *(name for name, _ in COMMITMENTS)):
        op.drop_column("audit_entry", gone)
    _bring_words_back()
    op.drop_table("audit_words")


def _move_words() -> None:
    """Every entry so far gets its commitments; its words move over."""
    for rows in _in_batches(sa.select(ENTRY).order_by(ENTRY.c.id), ENTRY.c.id):
        entries, words = [], []
        for row in rows:
            person = row.object_id if row.object_kind == "volunteer" else None
            told = {"actor_name": row.actor_name, "detail": as_stored(row.detail)}
            salts = secrets.token_hex(16), secrets.token_hex(16)
            entries.append(
                {
                    "row": row.id,
                    "new_person": person,
                    "new_facts": {},
                    "new_salt": salts[0],
                    "new_persons": commitment(salts[0], _persons(row._mapping, person)),
                    "new_words": commitment(salts[1], told),
                }
            )
            words.append({"entry_id": row.id, "salt": salts[1], **told})
        op.get_bind().execute(
            ENTRY.update()
            .where(ENTRY.c.id == sa.bindparam("row"))
            .values(
                person_id=sa.bindparam("new_person"),
                facts=sa.bindparam("new_facts", type_=JSON),
                salt=sa.bindparam("new_salt"),
                persons=sa.bindparam("new_persons"),
                words=sa.bindparam("new_words"),
            ),
            entries,
        )
        op.get_bind().execute(WORDS.insert(), words)


def _take_decisions_over() -> None:
    """Decisions on hours that stood beside the trail enter it, under their own ids."""
    query = sa.select(DECISION).order_by(DECISION.c.record_id, DECISION.c.at, DECISION.c.id)
    bind = op.get_bind()
    latest = {row.record_id: row.id for row in bind.execute(query)}
    for rows in _in_batches(sa.select(DECISION).order_by(DECISION.c.id), DECISION.c.id):
        ids = {row.record_id for row in rows}
        records = {
            row.id: row
            for row in bind.execute(sa.select(RECORD).where(RECORD.c.id.in_(ids)))
        }
        made = [
            _taken_over(row, records[row.record_id], last=latest[row.record_id] == row.id)
            for row in rows
        ]
        there = set(bind.scalars(sa.select(ENTRY.c.id).where(ENTRY.c.id.in_([r.id for r in rows]))))
        new = [(entry, words) for entry, words in made if entry["id"] not in there]
        if new:
            bind.execute(ENTRY.insert(), [entry for entry, _ in new])
            bind.execute(WORDS.insert(), [words for _, words in new])
        # Only after a downgrade: decisions that had entered the trail before.
        for entry, _ in made:
            if entry["id"] in there:
                _state_facts(entry)


def _state_facts(entry: dict[str, Any]) -> None:
    row = op.get_bind().execute(sa.select(ENTRY).where(ENTRY.c.id == entry["id"])).one()
    persons = commitment(row.salt, _persons(row._mapping, entry["person_id"]))
    op.get_bind().execute(
        ENTRY.update()
        .where(ENTRY.c.id == entry["id"])
        .values(facts=entry["facts"], person_id=entry["person_id"], persons=persons)
    )


def _taken_over(decision: Any, record: Any, *, last: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    by_staff = decision.staff_id is not None
    salts = secrets.token_hex(16), secrets.token_hex(16)
    told = {
        "actor_name": decision.actor_name,
        "detail": {"minutes": decision.minutes, "reason": decision.reason},
    }
    entry = {
        "id": decision.id,
        "at": decision.at,
        "actor_kind": "staff" if by_staff else "system",
        "actor_id": decision.staff_id,
        "actor_name": "",
        "action": "hours.taken_over",
        "object_kind": "hour_record",
        "object_id": decision.record_id,
        "person_id": record.volunteer_id,
        "place_id": record.place_id,
        "detail": {},
        "facts": {"decision": decision.decision, "minutes": decision.minutes}
        | (_standing(record) if last else {}),
        "salt": salts[0],
    }
    entry["persons"] = commitment(salts[0], _persons(entry, record.volunteer_id))
    entry["words"] = commitment(salts[1], told)
    return entry, {"entry_id": decision.id, "salt": salts[1], **told}


def _standing(record: Any) -> dict[str, Any]:
    return {
        "evidence": "back_fill" if record.back_fill_id else "attendance",
        "state": record.state,
        "minutes": record.minutes,
        "service_date": record.service_date.isoformat(),
        "counted_from": moment(_utc(record.counted_from)),
        "counted_until": moment(_utc(record.counted_until)),
        "back_fill": None if record.back_fill_id is None else str(record.back_fill_id),
        "attendance": str(record.attendance_id),
        "session": str(record.session_id),
        "activity": str(record.activity_id),
        "mended_by": None if record.mended_by_id is None else str(record.mended_by_id),
        "decided_by": None if record.decided_by_id is None else str(record.decided_by_id),
    }


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _persons(row: Any, person: Any) -> dict[str, str | None]:
    actor = row["actor_id"] if row["actor_kind"] == "volunteer" else None
    thing = row["object_id"] if row["object_kind"] == "volunteer" else None
    return {
        "actor": None if actor is None else str(actor),
        "object": None if thing is None else str(thing),
        "person": None if person is None else str(person),
    }


def _bring_words_back() -> None:
    """What was taken over leaves the trail again; the rest gets its words."""
    bind = op.get_bind()
    # What later revisions take over goes, too: without facts it would prove nothing.
    gone = (ENTRY.c.action == "hours.taken_over") | ENTRY.c.object_kind.in_(LATER)
    taken = sa.select(ENTRY.c.id).where(gone)
    for rows in _in_batches(sa.select(WORDS).order_by(WORDS.c.entry_id), WORDS.c.entry_id):
        told = [
            {"row": row.entry_id, "name": row.actor_name, "why": row.detail.get("reason")}
            for row in rows
        ]
        bind.execute(
            DECISION.update()
            .where(DECISION.c.id == sa.bindparam("row"))
            .values(actor_name=sa.bindparam("name"), reason=sa.bindparam("why")),
            told,
        )
        bind.execute(
            ENTRY.update()
            .where(ENTRY.c.id == sa.bindparam("row"))
            .values(
                actor_name=sa.bindparam("name"), detail=sa.bindparam("all", type_=JSON)
            ),
            [{"row": row.entry_id, "name": row.actor_name, "all": row.detail} for row in rows],
        )
    bind.execute(WORDS.delete().where(WORDS.c.entry_id.in_(taken)))
    bind.execute(ENTRY.delete().where(gone))


def _in_batches(query: Any, key: Any) -> Iterator[Sequence[Any]]:
    """All rows of a query ordered by its key, so many at a time."""
    rows = op.get_bind().execute(query.limit(BATCH)).all()
    while rows:
        yield rows
        after = rows[-1]._mapping[key.name]
        rows = op.get_bind().execute(query.where(key > after).limit(BATCH)).all()
