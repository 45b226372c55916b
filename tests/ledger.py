"""A sealed ledger for tests, and what somebody could do to it who has the whole database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.domain.audit import leaves, sealing
from app.domain.audit.actors import SYSTEM
from app.domain.audit.models import AuditEntry, AuditWords, LedgerLeaf, LedgerSeal
from app.domain.audit.sealing import SEALED_EVERY, SETTLES_AFTER
from app.domain.hours import record_log
from app.domain.hours.approval import approve_batch
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.recognition.models import PointAccount, PointEntry
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON
from tests.guards import behind_the_guards

SEALED_AT = (NOON + SETTLES_AFTER, NOON + SETTLES_AFTER + SEALED_EVERY)


def drawn_up(at: world.Place) -> HourRecord:
    """A record with its first entry, as a check-out leaves it."""
    record = world.a_pending_record(world.a_volunteer(at), at)
    with transaction():
        row = session.get_one(HourRecord, record.id)
        record_log.write_decision(row, "drawn_up", SYSTEM, reason=None, now=row.created_at)
    return record


def a_sealed_ledger() -> list[UUID]:
    """Three records, drawn up and approved, in two seals; their ids."""
    station = world.a_station()
    records = [drawn_up(station).id for _ in range(3)]
    sealing.seal_due(now=SEALED_AT[0])
    approve(station, records, now=NOON + SEALED_EVERY)
    sealing.seal_due(now=SEALED_AT[1])
    session.expire_all()
    return records


def approve(station: world.Place, records: list[UUID], *, now: datetime) -> None:
    approve_batch(world.staff(at=station), records, now=now)


def entry_of(record_id: UUID, action: str = "hours.approve") -> AuditEntry:
    query = select(AuditEntry).where(AuditEntry.object_id == record_id, AuditEntry.action == action)
    return session.scalars(query).one()


def sealed_entry(number: int, position: int) -> AuditEntry:
    return session.scalars(
        select(AuditEntry)
        .join(LedgerLeaf, LedgerLeaf.entry_id == AuditEntry.id)
        .where(LedgerLeaf.seal_number == number, LedgerLeaf.position == position)
    ).one()


def columns_of(row: Any, **changed: object) -> dict[str, Any]:
    names = (column.key for column in row.__mapper__.column_attrs)
    return {name: getattr(row, name) for name in names} | changed


def entry_updated(ids: list[UUID]) -> str:
    entry = entry_of(ids[0])
    more = entry.facts | {"minutes": 600}
    behind_the_guards(update(AuditEntry).where(AuditEntry.id == entry.id).values(facts=more))
    return f"entry {entry.id}"


def entry_given_to_another(ids: list[UUID]) -> str:
    entry = entry_of(ids[0])
    other = entry_of(ids[1]).person_id
    behind_the_guards(update(AuditEntry).where(AuditEntry.id == entry.id).values(person_id=other))
    return f"entry {entry.id}"


def entry_deleted(ids: list[UUID]) -> str:
    entry = sealed_entry(1, 1)
    behind_the_guards(
        delete(AuditWords).where(AuditWords.entry_id == entry.id),
        delete(LedgerLeaf).where(LedgerLeaf.entry_id == entry.id),
        delete(AuditEntry).where(AuditEntry.id == entry.id),
    )
    return "position 1"


def entry_inserted(ids: list[UUID]) -> str:
    made = new_id()
    behind_the_guards(insert(AuditEntry).values(columns_of(entry_of(ids[0]), id=made)))
    return str(made)


def entry_inserted_into_a_seal(ids: list[UUID]) -> str:
    copied = sealed_entry(2, 0)
    made = AuditEntry(**columns_of(copied, id=new_id()))
    leaf = {"entry_id": made.id, "seal_number": 2, "hash": leaves.leaf_of(made).hex()}
    session.rollback()
    last = session.scalar(select(LedgerSeal.count).where(LedgerSeal.number == 2))
    behind_the_guards(
        insert(AuditEntry).values(columns_of(made)),
        insert(LedgerLeaf).values({**leaf, "position": last}),
    )
    return f"entry {made.id}"


def entries_swapped(ids: list[UUID]) -> str:
    """What one entry says goes to the other, and back."""
    one, other = entry_of(ids[0]), entry_of(ids[1])
    behind_the_guards(
        update(AuditEntry).where(AuditEntry.id == one.id).values(object_id=other.object_id),
        update(AuditEntry).where(AuditEntry.id == other.id).values(object_id=ids[0]),
    )
    return f"entry {one.id}"


def entries_reordered(ids: list[UUID]) -> str:
    first, second = sealed_entry(1, 0).id, sealed_entry(1, 1).id

    def moved(entry_id: UUID, position: int) -> Any:
        return update(LedgerLeaf).where(LedgerLeaf.entry_id == entry_id).values(position=position)

    behind_the_guards(moved(first, 99), moved(second, 0), moved(first, 1))
    return f"entry {first}"


def entry_and_leaf_altered(ids: list[UUID]) -> str:
    entry = entry_of(ids[0])
    values = columns_of(entry, facts=entry.facts | {"minutes": 600})
    leaf = leaves.leaf_of(AuditEntry(**values)).hex()
    session.rollback()
    behind_the_guards(
        update(AuditEntry).where(AuditEntry.id == values["id"]).values(facts=values["facts"]),
        update(LedgerLeaf).where(LedgerLeaf.entry_id == values["id"]).values(hash=leaf),
    )
    return "seal 2"


def seal_altered(ids: list[UUID]) -> str:
    behind_the_guards(update(LedgerSeal).where(LedgerSeal.number == 1).values(root="0" * 64))
    return "seal 1"


def seal_deleted(ids: list[UUID]) -> str:
    behind_the_guards(
        delete(LedgerLeaf).where(LedgerLeaf.seal_number == 1),
        delete(LedgerSeal).where(LedgerSeal.number == 1),
    )
    return "seal 1"


def points_of(record_id: UUID) -> PointEntry:
    return session.scalars(select(PointEntry).where(PointEntry.record_id == record_id)).one()


def points_altered(ids: list[UUID]) -> str:
    row = points_of(ids[0]).id
    behind_the_guards(update(PointEntry).where(PointEntry.id == row).values(points=500))
    return f"point_entry {row} was altered: points"


def points_and_balance_altered(ids: list[UUID]) -> str:
    """Row and balance agree with each other, and not with the ledger."""
    row = points_of(ids[0])
    named, person = f"point_entry {row.id} was altered", row.volunteer_id
    behind_the_guards(
        update(PointEntry).where(PointEntry.id == row.id).values(points=500),
        update(PointAccount).where(PointAccount.volunteer_id == person).values(balance=500),
    )
    return named


def points_given_to_another(ids: list[UUID]) -> str:
    row, other = points_of(ids[0]).id, points_of(ids[1]).volunteer_id
    behind_the_guards(update(PointEntry).where(PointEntry.id == row).values(volunteer_id=other))
    return f"point_entry {row} was altered: volunteer_id"


def points_inserted(ids: list[UUID]) -> str:
    made = columns_of(points_of(ids[0]), id=new_id(), record_id=None, points=500)
    behind_the_guards(insert(PointEntry).values(made))
    return f"point_entry {made['id']} was inserted"


def points_deleted(ids: list[UUID]) -> str:
    row = points_of(ids[0]).id
    behind_the_guards(delete(PointEntry).where(PointEntry.id == row))
    return f"point_entry {row} was removed"


def balance_altered(ids: list[UUID]) -> str:
    person = points_of(ids[0]).volunteer_id
    change = update(PointAccount).where(PointAccount.volunteer_id == person)
    behind_the_guards(change.values(balance=500))
    return f"point_account of {person} was altered"


Attack = Callable[[list[UUID]], str]
ON_THE_LEDGER: tuple[Attack, ...] = (
    *(entry_updated, entry_deleted, entry_inserted_into_a_seal, entries_swapped),
    *(entries_reordered, entry_and_leaf_altered, seal_altered, seal_deleted),
)


def words_altered(ids: list[UUID]) -> str:
    entry = entry_of(ids[0])
    told = update(AuditWords).where(AuditWords.entry_id == entry.id)
    behind_the_guards(told.values(actor_name="李四"))
    return f"entry {entry.id}"


def words_deleted(ids: list[UUID]) -> str:
    gone = delete(AuditWords).where(AuditWords.entry_id == entry_of(ids[0]).id)
    behind_the_guards(gone)
    return "1 entries have no names"


def record_updated(ids: list[UUID]) -> str:
    behind_the_guards(update(HourRecord).where(HourRecord.id == ids[0]).values(minutes=600))
    return f"hour_record {ids[0]} was altered: minutes"


def record_given_to_another(ids: list[UUID]) -> str:
    other = session.get_one(HourRecord, ids[1]).volunteer_id
    change = update(HourRecord).where(HourRecord.id == ids[0])
    behind_the_guards(change.values(volunteer_id=other))
    return f"hour_record {ids[0]} was altered: volunteer_id"


def records_swapped(ids: list[UUID]) -> str:
    one, other = (session.get_one(HourRecord, record).volunteer_id for record in ids[:2])
    behind_the_guards(
        update(HourRecord).where(HourRecord.id == ids[0]).values(volunteer_id=other),
        update(HourRecord).where(HourRecord.id == ids[1]).values(volunteer_id=one),
    )
    return f"hour_record {ids[1]} was altered: volunteer_id"


def record_deleted(ids: list[UUID]) -> str:
    behind_the_guards(
        "DELETE FROM point_entry",
        delete(HourDecision).where(HourDecision.record_id == ids[0]),
        delete(HourRecord).where(HourRecord.id == ids[0]),
    )
    return f"hour_record {ids[0]} was removed"


def record_inserted(ids: list[UUID]) -> str:
    station = world.a_station()
    made = world.an_approved_record(world.a_volunteer(station), station)
    return f"hour_record {made.id} was inserted"


def decision_altered(ids: list[UUID]) -> str:
    decision = entry_of(ids[0]).id
    change = update(HourDecision).where(HourDecision.id == decision)
    behind_the_guards(change.values(staff_id=None))
    return f"hour_decision {decision} was altered"


def decision_inserted(ids: list[UUID]) -> str:
    made = new_id()
    copied = session.get_one(HourDecision, entry_of(ids[0]).id)
    behind_the_guards(insert(HourDecision).values(columns_of(copied, id=made)))
    return f"hour_decision {made} was inserted"


def decision_deleted(ids: list[UUID]) -> str:
    decision = entry_of(ids[0]).id
    behind_the_guards(delete(HourDecision).where(HourDecision.id == decision))
    return f"hour_decision {decision} was removed"


def hours_in_the_ledger_and_the_table(ids: list[UUID]) -> str:
    """The row and the entry agree with each other, and not with what was sealed."""
    entry_updated(ids)
    record_updated(ids)
    return f"entry {entry_of(ids[0]).id}"


ON_THE_TABLES: tuple[Attack, ...] = (
    *(entry_given_to_another, entry_inserted, words_altered, words_deleted),
    *(record_updated, record_given_to_another, records_swapped, record_deleted, record_inserted),
    *(decision_altered, decision_inserted, decision_deleted, hours_in_the_ledger_and_the_table),
    *(points_altered, points_and_balance_altered, points_given_to_another, points_inserted),
    *(points_deleted, balance_altered),
)
