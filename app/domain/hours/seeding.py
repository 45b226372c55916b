"""Draw up made-up records by the hundred: for the demo and benchmarks, never for real people.

What each is worth is asked of the same rules as ever; only the rows are written together.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.domain.attendance.events import Stay
from app.domain.attendance.rules import closes_for_check_out
from app.domain.hours.drawing_up import record_of, write
from app.domain.hours.models import HourRecord
from app.domain.hours.rules import (
    CHECK_OUT_MISSED,
    NOT_PRESENT,
    Credit,
    HeldMinutes,
    Stretch,
    credit,
    credited_stretch,
)
from app.domain.hours.weighing import weigh_due
from app.kernel.database import session
from app.kernel.transaction import transaction

# What a person already holds.
Held = dict[UUID, list[HeldMinutes]]


def draw_up_all(stays: Sequence[Stay]) -> dict[UUID, UUID]:
    """A record for each stay that is over, as if drawn up at its end; record id by attendance id.

    Only for people without records so far. Nobody is told.
    """
    held: Held = defaultdict(list)
    by_note: dict[str | None, list[HourRecord]] = defaultdict(list)
    for stay in sorted(stays, key=_over_at):
        worth = _credit(stay, held)
        note = ";".join(worth.notes) or None
        reason = None if worth.minutes else note or NOT_PRESENT
        record = record_of(stay, worth, reason=reason, now=_over_at(stay))
        record.to_weigh = False  # made up: the risk rules have nothing to find
        by_note[note].append(record)
    with transaction():
        for note, records in by_note.items():
            write(records, note=note)
    return {one.attendance_id: one.id for records in by_note.values() for one in records}


def _over_at(stay: Stay) -> datetime:
    return stay.out_at or closes_for_check_out(stay.plan.ends_at) + timedelta(minutes=10)


def _credit(stay: Stay, held: Held) -> Credit:
    begins, ends = stay.plan.starts_at, stay.plan.ends_at
    stretch = credited_stretch(
        stay.in_at, stay.out_at or stay.in_at, starts_at=begins, ends_at=ends
    )
    if stay.out_at is None:
        return Credit(Stretch(stretch.begins, stretch.begins), 0, False, (CHECK_OUT_MISSED,))
    others = held[stay.volunteer_id]
    worth = credit(stretch, others)
    others.append(HeldMinutes(stretch, worth.minutes))
    return worth


def weigh_again(record_ids: Sequence[UUID], *, now: datetime) -> int:
    """Hold some made-up records against the risk rules after all; how many were weighed."""
    with transaction():
        session.execute(
            update(HourRecord).where(HourRecord.id.in_(record_ids)).values(to_weigh=True)
        )
        return weigh_due(now=now)
