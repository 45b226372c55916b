"""Whether records of hours and the decisions on them follow from the ledger, row by row.

A record that was updated, given to somebody else, inserted or removed in the database is named.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import against_table
from app.domain.audit import queries as audit
from app.domain.audit.against_table import BATCH, Proven, in_batches, there
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.domain.hours import proving
from app.domain.hours.models import BackFillConfirmation, HourDecision, HourRecord


def findings() -> Iterator[Finding]:
    """Everything that does not follow."""
    yield from _records()
    yield from _decisions()
    yield from _gone()
    yield from against_table.findings(_CONFIRMATIONS)


def _records() -> Iterator[Finding]:
    for records in in_batches(select(HourRecord), HourRecord.id):
        entries = audit.stories_of("hour_record", [record.id for record in records])
        for record in records:
            yield from _record(record, entries.get(record.id, []))


def _record(record: HourRecord, entries: Sequence[EntryView]) -> Iterator[Finding]:
    states = [entry for entry in entries if "state" in entry.facts]
    if not states:
        yield Finding("table", f"hour_record {record.id} was inserted: no entry tells of it")
        return
    # Two decisions may fall into one moment; the record stands as one of them says.
    latest = [entry for entry in states if entry.at == states[-1].at]
    unlike = [_unlike(record, entry) for entry in latest]
    if all(unlike):
        fewest = min(unlike, key=len)
        yield Finding("table", f"hour_record {record.id} was altered: {', '.join(fewest)}")


def _unlike(record: HourRecord, entry: EntryView) -> list[str]:
    """The names of what the entry says otherwise."""
    names = [
        name
        for name, value in proving.standing(record).items()
        if name in entry.facts and entry.facts[name] != value  # older entries told less
    ]
    if entry.person_id != record.volunteer_id:
        names.append("volunteer_id")
    if entry.place_id != record.place_id:
        names.append("place_id")
    return names


def _decisions() -> Iterator[Finding]:
    for decisions in in_batches(select(HourDecision), HourDecision.id):
        entries = audit.entries_by_id([decision.id for decision in decisions])
        for decision in decisions:
            entry = entries.get(decision.id)
            if entry is None:
                yield Finding(
                    "table", f"hour_decision {decision.id} was inserted: no entry tells of it"
                )
            elif _told(decision) != _tells(entry):
                yield Finding("table", f"hour_decision {decision.id} was altered")


def _told(decision: HourDecision) -> tuple[object, ...]:
    return (
        decision.record_id,
        decision.at,
        decision.decision,
        decision.staff_id,
        decision.minutes,
    )


def _tells(entry: EntryView) -> tuple[object, ...]:
    return (
        entry.object_id,
        entry.at,
        entry.facts.get("decision"),
        entry.actor_id if entry.actor_kind == "staff" else None,
        entry.facts.get("minutes"),
    )


def _gone() -> Iterator[Finding]:
    """Entries whose record or decision is not there any more."""
    told: set[UUID] = set()
    for batch in audit.decided_in_batches("hour_record", size=BATCH):
        records = there(HourRecord.id, {record_id for _, record_id in batch})
        decisions = there(HourDecision.id, {entry_id for entry_id, _ in batch})
        for entry_id, record_id in batch:
            if record_id not in records and record_id not in told:
                told.add(record_id)
                yield Finding("table", f"hour_record {record_id} was removed")
            if entry_id not in decisions:
                yield Finding("table", f"hour_decision {entry_id} was removed")


def _confirmed_otherwise(row: BackFillConfirmation, entry: EntryView) -> list[str]:
    said = {
        "back_fill_id": (row.back_fill_id, entry.object_id),
        "staff_id": (row.staff_id, entry.actor_id),
        "at": (row.at, entry.at),
    }
    return [name for name, (one, other) in said.items() if one != other]


_CONFIRMATIONS = Proven(
    BackFillConfirmation,
    ("hours.confirm_back_fill", "hours.confirmation_taken_over"),
    _confirmed_otherwise,
)
