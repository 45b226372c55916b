"""Points that soon run out: who has some hears it once, a month before their last day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.recognition.events import PointsSoonGone
from app.domain.recognition.expiring import spendable_until
from app.domain.recognition.models import ExpiryNotice, PointAccount, PointEntry
from app.domain.recognition.rules import month_before
from app.domain.recognition.terms import in_force
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction
from app.kernel.upsert import insert_into

TOLD_BEFORE = timedelta(days=30)
AT_ONCE = 500  # people in one transaction


def foretell(*, now: datetime) -> int:
    """Tell of each last day that is near, the nearest first; how many people were told.

    Asked late, it tells what can still be spent; each day is told of once. One statement when there
    is nothing to tell; nobody is told while the district shows no points.
    """
    days = list(_last_days(local_date(now)))
    told = session.scalars(select(ExpiryNotice.last_day).where(ExpiryNotice.last_day.in_(days)))
    ahead = sorted(set(days) - set(told))
    if not ahead or not in_force()[0]:
        return 0
    return sum(_tell(day, now=now) for day in ahead)


def _last_days(today: date) -> Iterator[date]:
    """The ends of months from today on within the time; points run out at no other day (G-05)."""
    day = month_before(today + TOLD_BEFORE + timedelta(days=1))
    while day >= today:
        yield day
        day = month_before(day)


def _tell(last_day: date, *, now: datetime) -> int:
    people, after = 0, UUID(int=0)
    while rows := _who_has_some(last_day, after):
        with transaction():
            happened(PointsSoonGone(tuple(rows), last_day, now))
        people, after = people + len(rows), rows[-1][0]
    with transaction():
        kept = insert_into(ExpiryNotice).values(last_day=last_day, told_at=now, people=people)
        session.execute(kept.on_conflict_do_nothing())
    return people


def _who_has_some(last_day: date, after: UUID) -> Sequence[tuple[UUID, int]]:
    """The next people with points that can be spent until that day only, and how many."""
    left = spendable_until(last_day)
    query = (
        select(PointEntry.volunteer_id, left, PointAccount.balance)
        .join(PointAccount, PointAccount.volunteer_id == PointEntry.volunteer_id)
        .where(PointAccount.balance > 0, PointEntry.volunteer_id > after)
        .group_by(PointEntry.volunteer_id, PointAccount.balance)
        .having(left > 0)
        .order_by(PointEntry.volunteer_id)
        .limit(AT_ONCE)
    )
    return [(row[0], min(int(row[1]), row.balance)) for row in session.execute(query)]
