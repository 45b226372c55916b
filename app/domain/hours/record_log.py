"""Rows of this room as rules and events see them, and the decisions written beside them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.domain.access.queries import Staff
from app.domain.access.same_person import accounts_of
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.hours import proving
from app.domain.hours.events import HourFacts
from app.domain.hours.models import STANDS, HourDecision, HourRecord
from app.domain.hours.rules import (
    HOLDING_STATES,
    Credit,
    Decider,
    HeldMinutes,
    RecordFacts,
    Stretch,
    credit,
)
from app.kernel.calendar import local_date
from app.kernel.database import session

A_DAY = timedelta(days=1)  # a record of the evening before may reach into the day


def locked(record_ids: Collection[UUID]) -> dict[UUID, HourRecord]:
    """Lock these records in id order, in one statement."""
    rows = session.scalars(
        select(HourRecord)
        .where(HourRecord.id.in_(record_ids))
        .order_by(HourRecord.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def of_stays(attendance_ids: Collection[UUID]) -> dict[UUID, HourRecord]:
    """The locked records that stand of several stays, those that have one, by the stay."""
    rows = session.scalars(
        select(HourRecord)
        .where(HourRecord.attendance_id.in_(attendance_ids), STANDS)
        .order_by(HourRecord.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.attendance_id: row for row in rows}


def of_stay(attendance_id: UUID) -> HourRecord | None:
    """The locked record of a stay, if it has one."""
    return of_stays([attendance_id]).get(attendance_id)


def undecided_of(session_id: UUID) -> list[HourRecord]:
    """The locked records of a session that nobody has mended or decided; some came to nothing."""
    return list(
        session.scalars(
            select(HourRecord)
            .where(
                HourRecord.session_id == session_id,
                HourRecord.state.in_(("pending", "returned")),
                HourRecord.mended_by_id.is_(None),
                HourRecord.decided_by_id.is_(None),
            )
            .order_by(HourRecord.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def facts(record: HourRecord, *, picked_by: frozenset[UUID] = frozenset()) -> RecordFacts:
    """A row as the rules see it."""
    return RecordFacts(
        state=record.state,
        minutes=record.minutes,
        volunteer_id=record.volunteer_id,
        place_path=record.place_path,
        needs_second_look=record.needs_second_look,
        mended_by_id=record.mended_by_id,
        decided_by_id=record.decided_by_id,
        appealed=record.appealed_at is not None,
        open_flags=record.open_flags,
        picked_by=picked_by,
    )


def decider(staff: Staff) -> Decider:
    """A member of staff as the rules see her."""
    return Decider(
        staff.id,
        staff.volunteer_id,
        staff.scope,
        staff.place.level == "centre",
        accounts=accounts_of(staff),
    )


def told(
    records: Iterable[HourRecord], titles: dict[UUID, str], *, reason: str | None = None
) -> tuple[HourFacts, ...]:
    """Rows as the events carry them, with the rows' own reasons unless another is said."""
    return tuple(
        HourFacts(
            record_id=record.id,
            volunteer_id=record.volunteer_id,
            activity_id=record.activity_id,
            session_id=record.session_id,
            place_path=record.place_path,
            title=titles[record.activity_id],
            service_date=record.service_date,
            minutes=record.minutes,
            reason=reason or record.reason,
            evidence="back_fill" if record.back_fill_id else "attendance",
        )
        for record in records
    )


def credit_of(volunteer_id: UUID, stretch: Stretch, *, except_for: UUID | None = None) -> Credit:
    """Credit a stretch beside the person's other records; her row must be held."""
    return credits_of({volunteer_id: stretch}, except_for=except_for)[volunteer_id]


def credits_of(
    stretches: Mapping[UUID, Stretch], *, except_for: UUID | None = None
) -> dict[UUID, Credit]:
    """The same for one stretch each of several people, in one statement; their rows are held."""
    begins = min(one.begins for one in stretches.values())
    ends = max(one.ends for one in stretches.values())
    overlaps = and_(HourRecord.counted_from < ends, HourRecord.counted_until > begins)
    rows = session.scalars(
        select(HourRecord)
        .where(
            HourRecord.volunteer_id.in_(stretches),
            HourRecord.state.in_(HOLDING_STATES),
            or_(
                HourRecord.service_date.between(local_date(begins) - A_DAY, local_date(ends)),
                overlaps,
            ),
        )
        .execution_options(populate_existing=True)
    )
    held: dict[UUID, list[HeldMinutes]] = {one: [] for one in stretches}
    for row in rows:
        if row.id != except_for:
            held[row.volunteer_id].append(_held(row))
    return {one: credit(stretch, held[one]) for one, stretch in stretches.items()}


def take_credit(record: HourRecord, credit: Credit) -> None:
    """Write what a record counts now."""
    record.counted_from = credit.stretch.begins
    record.counted_until = credit.stretch.ends
    record.service_date = local_date(credit.stretch.begins)
    record.minutes = credit.minutes
    record.needs_second_look = credit.needs_second_look
    record.to_weigh = True


def _held(record: HourRecord) -> HeldMinutes:
    return HeldMinutes(Stretch(record.counted_from, record.counted_until), record.minutes)


def write_decision(
    record: HourRecord, decision: str, by: Actor, *, reason: str | None, now: datetime
) -> None:
    """Add one decision to the record's history and to the trail, as the record stands now."""
    entry_id = trail.prove(
        by,
        f"hours.{decision}",
        "hour_record",
        record.id,
        now=now,
        place_id=record.place_id,
        person_id=record.volunteer_id,
        facts=proving.facts(record, decision),
        detail={"minutes": record.minutes, "reason": reason},
    )
    session.add(
        HourDecision(
            id=entry_id,
            record_id=record.id,
            at=now,
            decision=decision,
            staff_id=by.id if by.kind == "staff" else None,
            minutes=record.minutes,
        )
    )


def note(record: HourRecord, word: str, by: Actor, *, reason: str, now: datetime) -> None:
    """Add a decision that never goes without its reason."""
    write_decision(record, word, by, reason=reason, now=now)
