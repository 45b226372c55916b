"""Hold records and back-fills against the risk rules, and write down what has to be looked at.

Done by the worker once a session is over, when an approver opens her list, and once more before an
approval: nothing slips through between two ticks. A check-out itself weighs nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update

from app.domain.activities.engagements import sessions_ending_between
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.hours import record_log, risk_facts
from app.domain.hours.models import HourRecord, RiskFlag
from app.domain.hours.risk_facts import Weighed
from app.domain.hours.risk_rules import Flag, flags_of_record
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

AT_ONCE = 1000
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def weigh_due(*, now: datetime) -> int:
    """Weigh what is new of sessions that are over; how many records. For the worker's clock.

    A session's other records are weighed with it: who came later may throw a light on who came
    first.
    """
    over = HourRecord.session_id.in_(sessions_ending_between(LONG_AGO, now))
    return _weigh_new(select(HourRecord.id).where(HourRecord.to_weigh, over), now=now)


def weigh_waiting(within: Scope, *, now: datetime) -> int:
    """Weigh what is new and waits in a subtree, so that a list shows what it has to show."""
    mine = HourRecord.place_path.startswith(within.path, autoescape=True)
    waits = HourRecord.state == "pending"
    return _weigh_new(select(HourRecord.id).where(HourRecord.to_weigh, waits, mine), now=now)


def _weigh_new(query: Select[UUID], *, now: datetime) -> int:
    if not session.scalars(query.limit(1)).first():
        return 0
    with transaction():
        new = set(session.scalars(query.order_by(HourRecord.id).limit(AT_ONCE)))
        its_session = select(HourRecord.session_id).where(HourRecord.id.in_(new))
        weigh(_weighable(HourRecord.session_id.in_(its_session)), now=now)
        session.execute(
            update(HourRecord)
            .where(HourRecord.id.in_(new))
            .values(to_weigh=False)
            .execution_options(synchronize_session=False)
        )
        return len(new)


def weigh_before_approval(records: Collection[HourRecord], *, now: datetime) -> bool:
    """Weigh those of some locked records that are new; whether a flag was raised.

    They stay new, so that the worker weighs their sessions as a whole.
    """
    new = [one.id for one in records if one.to_weigh and one.state == "pending"]
    return weigh(_weighable(HourRecord.id.in_(new)), now=now) > 0 if new else False


def _weighable(which: ColumnElement[bool]) -> list[Weighed]:
    """Those whose minutes count or may count, after locking all of them in id order."""
    rows = session.execute(
        select(
            HourRecord.id,
            HourRecord.place_id,
            HourRecord.attendance_id,
            HourRecord.session_id,
            HourRecord.volunteer_id,
            HourRecord.service_date,
            HourRecord.back_fill_id,
            HourRecord.state,
            HourRecord.minutes,
        )
        .where(which)
        .order_by(HourRecord.id)
        .with_for_update(key_share=True)
    )
    return [
        Weighed(
            id=row.id,
            place_id=row.place_id,
            attendance_id=row.attendance_id,
            session_id=row.session_id,
            volunteer_id=row.volunteer_id,
            service_date=row.service_date,
            back_filled=row.back_fill_id is not None,
        )
        for row in rows
        if row.state in ("pending", "approved") and row.minutes
    ]


def weigh(records: Sequence[Weighed], *, now: datetime) -> int:
    """Raise what the rules say about locked records; how many flags are new."""
    around = risk_facts.of_records(records)
    places = {one.id: one.place_id for one in records}
    found = {
        one.id: flags
        for one in records
        if (flags := flags_of_record(around[one.id], back_filled=one.back_filled))
    }
    return raise_flags(found, places, now=now)


def raise_flags(
    found: Mapping[UUID, Sequence[Flag]], places: Mapping[UUID, UUID], *, now: datetime
) -> int:
    """Write flags of locked records, each kind once for good; how many are new."""
    if not found:
        return 0
    there = {
        (record_id, code)
        for record_id, code in session.execute(
            select(RiskFlag.record_id, RiskFlag.code).where(RiskFlag.record_id.in_(found))
        )
    }
    new = {
        record_id: fresh
        for record_id, flags in found.items()
        if (fresh := [one for one in flags if (record_id, one.code) not in there])
    }
    for record_id, flags in new.items():
        session.add_all(
            RiskFlag(
                id=new_id(),
                record_id=record_id,
                place_id=places[record_id],
                code=one.code,
                facts=one.facts,
                raised_at=now,
            )
            for one in flags
        )
        tell("hour_record", record_id, flags, place_id=places[record_id], now=now)
    session.flush()
    count_open(list(new))
    return sum(len(flags) for flags in new.values())


def flag_by_call_back(record_id: UUID, said: str, *, now: datetime) -> None:
    """Somebody was called and says otherwise: those above look at the approval once more."""
    with transaction():
        record = record_log.locked([record_id])[record_id]
        if record.state == "approved":
            flag = Flag("call_back", {"said": said})
            raise_flags({record.id: [flag]}, {record.id: record.place_id}, now=now)


def tell(
    kind: str, subject_id: UUID, flags: Sequence[Flag], *, place_id: UUID, now: datetime
) -> None:
    """Add to the trail what was raised."""
    flagged = "、".join(one.title for one in flags)
    trail.record(SYSTEM, "hours.flag", kind, subject_id, now=now, place_id=place_id, flags=flagged)


def count_open(record_ids: Collection[UUID]) -> None:
    """Write beside some locked records how many of their flags nobody has settled."""
    if not record_ids:
        return
    still_open = (
        select(func.count(RiskFlag.id))
        .where(RiskFlag.record_id == HourRecord.id, RiskFlag.settled_at.is_(None))
        .scalar_subquery()
    )
    session.execute(
        update(HourRecord)
        .where(HourRecord.id.in_(record_ids))
        .values(open_flags=still_open)
        .execution_options(synchronize_session=False)
    )
