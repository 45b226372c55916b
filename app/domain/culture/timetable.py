"""What is on for audiences beside the sessions in the staff's calendar: to be seen, not moved.

An event is an entry like a session's; it is its own session and its own activity there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.domain.activities.timetable import Day, Entry, Wanted
from app.domain.culture.models import CultureEvent
from app.domain.culture.plan_rules import LONGEST_EVENT
from app.domain.culture.rules import State
from app.domain.places import queries as places
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session

WORK_TYPE = "文化服务"  # what the calendar's filter calls them
A_DAY = timedelta(days=1)
_ALIVE = frozenset(one.value for one in State if one is not State.CANCELLED)


@dataclass(frozen=True)
class OnShow:
    """Events of some days: each on the day it begins; what lasts for days (an exhibition) apart."""

    days: tuple[Day, ...]
    lasting: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many in all."""
        return len(self.lasting) + sum(day.count for day in self.days)


def on_show(wanted: Wanted, since: date, until: date, *, most_a_day: int) -> OnShow:
    """Each day from `since` to `until` (included) with at most so many events; one statement."""
    found = _events(wanted, since, until)
    lasting = tuple(one for one in found if one.ends_at - one.starts_at > A_DAY)
    by_day: dict[date, list[Entry]] = {}
    for one in found:
        if one not in lasting:
            by_day.setdefault(local_date(one.starts_at), []).append(one)
    each = (since + n * A_DAY for n in range((until - since).days + 1))
    days = [(day, by_day.get(day, [])) for day in each]
    return OnShow(tuple(Day(day, len(its), tuple(its[:most_a_day])) for day, its in days), lasting)


def _events(wanted: Wanted, since: date, until: date) -> Sequence[Entry]:
    """In order of time; none where the filter asks for what no event is."""
    states = _ALIVE & {wanted.state} if wanted.state else _ALIVE
    if not states or wanted.work_type not in ("", WORK_TYPE):
        return []
    query = select(CultureEvent).where(
        CultureEvent.state.in_(sorted(states)),
        CultureEvent.starts_at > start_of_day(since) - LONGEST_EVENT,
        CultureEvent.starts_at < end_of_day(until),
        CultureEvent.ends_at > start_of_day(since),
    )
    if wanted.within.path:
        query = query.where(CultureEvent.place_id.in_(places.ids_within(wanted.within)))
    rows = session.scalars(query.order_by(CultureEvent.starts_at, CultureEvent.id))
    return [_entry(row) for row in rows]


def _entry(row: CultureEvent) -> Entry:
    return Entry(
        session_id=row.id,
        activity_id=row.id,
        title=row.title,
        place_id=row.place_id,
        venue=row.venue,
        work_type=WORK_TYPE,
        state=row.state,
        series_id=None,
        version=0,
        contact_name="",
        contact_phone="",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
