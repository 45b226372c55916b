"""The staff's calendar: sessions of a subtree by day, the first of each day and how many more.

One statement, however many activities there are: only sessions within the days shown are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, case, func, select

from app.domain.activities.clashes import contact_key, overlap
from app.domain.activities.fitting import local_day
from app.domain.activities.models import Activity, ActivitySession
from app.domain.activities.rules import State
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session
from app.kernel.paging import Page, page_of

ALIVE = tuple(state for state in State if state not in (State.WITHDRAWN, State.CANCELLED))


@dataclass(frozen=True)
class Wanted:
    """Which sessions: of a subtree, of a work type, in a state; empty is any that takes place."""

    within: Scope
    work_type: str = ""
    state: str = ""


@dataclass(frozen=True)
class Entry:
    """A session in the calendar. `version` is its activity's; an order's service has no contact."""

    session_id: UUID
    activity_id: UUID
    title: str
    place_id: UUID
    venue: str
    work_type: str
    state: str
    series_id: UUID | None
    version: int
    contact_name: str
    contact_phone: str
    starts_at: datetime
    ends_at: datetime
    sessions: int = 1  # of its activity on that day


@dataclass(frozen=True)
class Day:
    """A day's first activities in order of time, and how many there are in all."""

    day: date
    count: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.entries)


def days(wanted: Wanted, since: date, until: date, *, most_a_day: int) -> list[Day]:
    """Each day from `since` to `until` (included) with at most so many entries.

    An activity with many sessions on a day is one entry there, at the first of them.
    """
    window = _window(since, until)
    first = _numbered(window, wanted)
    ranked = (
        select(
            *(first.c.id, first.c.sessions),
            func.row_number()
            .over(partition_by=first.c.day, order_by=(first.c.starts_at, first.c.id))
            .label("n"),
            func.count().over(partition_by=first.c.day).label("count"),
        )
        .where(first.c.nth == 1)
        .cte("ranked")
    )
    rows = session.execute(
        _entries()
        .add_columns(ranked.c.sessions, ranked.c.count)
        .join(ranked, ranked.c.id == ActivitySession.id)
        .where(ranked.c.n <= most_a_day)
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    ).all()
    return _by_day(rows, since, until)


def of_day(wanted: Wanted, day: date, *, page: int = 1) -> Page[Entry]:
    """All sessions of one day, page by page."""
    window = _window(day, day)
    query = (
        select(window.c.id)
        .join(Activity, Activity.id == window.c.activity_id)
        .where(*_conditions(wanted))
        .order_by(window.c.starts_at, window.c.id)
    )
    found = page_of(query, number=page)
    rows = session.execute(_entries().where(ActivitySession.id.in_(found.items)))
    by_id = {entry.session_id: entry for entry in (Entry(*row) for row in rows)}
    return Page([by_id[one] for one in found.items], found.number, found.size, found.total)


def clashing(shown: Iterable[Entry]) -> set[UUID]:
    """Those of these sessions that have a venue or a contact in common with another at the time."""
    found: set[UUID] = set()
    at: dict[object, list[Entry]] = {}
    for one in shown:
        keys: list[object] = [contact_key(one.contact_name, one.contact_phone)]
        keys.append((one.place_id, one.venue) if one.venue else None)
        for key in filter(None, keys):
            for other in at.setdefault(key, []):
                apart = other.activity_id == one.activity_id
                if not apart and overlap(
                    (one.starts_at, one.ends_at), (other.starts_at, other.ends_at)
                ):
                    found |= {one.session_id, other.session_id}
            at[key].append(one)
    return found


def entry(session_id: UUID) -> Entry | None:
    """One session as the calendar shows it."""
    row = session.execute(_entries().where(ActivitySession.id == session_id)).first()
    return Entry(*row) if row else None


def _numbered(window: CTE, wanted: Wanted) -> CTE:
    """Sessions in the window that are wanted, numbered within their activity's day."""
    own = (window.c.day, window.c.activity_id)
    in_order = (window.c.starts_at, window.c.id)
    number = func.row_number().over(partition_by=own, order_by=in_order)
    return (
        select(
            *(window.c.id, window.c.day, window.c.starts_at),
            number.label("nth"),
            func.count().over(partition_by=own).label("sessions"),
        )
        .join(Activity, Activity.id == window.c.activity_id)
        .where(*_conditions(wanted))
        .cte("numbered")
    )


def _window(since: date, until: date) -> CTE:
    """Sessions by their time, before anything else is asked: an index knows them."""
    return (
        select(
            *(ActivitySession.id, ActivitySession.activity_id, ActivitySession.starts_at),
            local_day().label("day"),
        )
        .where(
            ActivitySession.starts_at >= start_of_day(since),
            ActivitySession.starts_at < end_of_day(until),
        )
        .cte("in_window")
        .prefix_with("MATERIALIZED")
    )


def _entries() -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(ActivitySession.id, Activity.id, Activity.title, Activity.place_id, Activity.venue),
        *(Activity.work_type, Activity.state, Activity.series_id, Activity.version),
        *(_unless_for_a_team(Activity.contact_name), _unless_for_a_team(Activity.contact_phone)),
        *(ActivitySession.starts_at, ActivitySession.ends_at),
    )
    query: Select[Any] = select(*columns)
    return query.join(Activity, Activity.id == ActivitySession.activity_id)


def _unless_for_a_team(contact: Any) -> ColumnElement[str]:
    """Who dispatched an order is named as its service's contact, and is not there."""
    return case((Activity.team_id.is_(None), contact), else_="")


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Activity.state == wanted.state if wanted.state else Activity.state.in_(ALIVE)
    ]
    if wanted.work_type:
        conditions.append(Activity.work_type == wanted.work_type)
    if wanted.within.path:
        conditions.append(Activity.place_id.in_(places.ids_within(wanted.within)))
    return conditions


def _by_day(rows: Sequence[Any], since: date, until: date) -> list[Day]:
    found: dict[date, tuple[int, list[Entry]]] = {}
    for row in rows:
        one = Entry(*row[:-1])
        _count, entries = found.setdefault(local_date(one.starts_at), (int(row[-1]), []))
        entries.append(one)
    return [
        Day(day, count, tuple(entries))
        for day in _each(since, until)
        for count, entries in (found.get(day, (0, [])),)
    ]


def _each(since: date, until: date) -> list[date]:
    return [since + timedelta(days=step) for step in range((until - since).days + 1)]
