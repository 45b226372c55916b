"""The staff's calendar: sessions of a subtree by day, the first of each day and how many more.

Two statements, however many activities there are. A whole district is read by the sessions' time,
a part of it by its places' activities, whose sessions lie within a year of their start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.domain.activities.fitting import local_day
from app.domain.activities.models import Activity, ActivitySession
from app.domain.activities.plan_rules import WHOLE_LONGEST
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
    """A session in the calendar. `version` is its activity's."""

    session_id: UUID
    activity_id: UUID
    title: str
    place_id: UUID
    venue: str
    work_type: str
    state: str
    series_id: UUID | None
    version: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Day:
    """A day's first sessions in order of time, and how many there are in all."""

    day: date
    count: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.entries)


def days(wanted: Wanted, since: date, until: date, *, most_a_day: int) -> list[Day]:
    """Each day from `since` to `until` (included) with at most so many entries."""
    conditions = _between(wanted, since, until)
    day = local_day()
    ranked = _joined(
        ActivitySession.id,
        func.row_number()
        .over(partition_by=day, order_by=(ActivitySession.starts_at, ActivitySession.id))
        .label("rank"),
        func.count().over(partition_by=day).label("count"),
    ).where(*conditions)
    first = ranked.cte("ranked")
    rows = session.execute(
        _entries()
        .add_columns(first.c.count)
        .join(first, first.c.id == ActivitySession.id)
        .where(first.c.rank <= most_a_day)
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    ).all()
    return _by_day(rows, since, until)


def of_day(wanted: Wanted, day: date, *, page: int = 1) -> Page[Entry]:
    """All sessions of one day, page by page."""
    query = _entries().where(*_between(wanted, day, day))
    query = query.order_by(ActivitySession.starts_at, ActivitySession.id)
    found = page_of(query.with_only_columns(ActivitySession.id), number=page)
    rows = session.execute(_entries().where(ActivitySession.id.in_(found.items)))
    by_id = {entry.session_id: entry for entry in (Entry(*row) for row in rows)}
    return Page([by_id[one] for one in found.items], found.number, found.size, found.total)


def entry(session_id: UUID) -> Entry | None:
    """One session as the calendar shows it."""
    row = session.execute(_entries().where(ActivitySession.id == session_id)).first()
    return Entry(*row) if row else None


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(ActivitySession)
        .join(Activity, Activity.id == ActivitySession.activity_id)
    )


def _entries() -> Select[Any]:
    return _joined(
        *(ActivitySession.id, Activity.id, Activity.title, Activity.place_id, Activity.venue),
        *(Activity.work_type, Activity.state, Activity.series_id, Activity.version),
        *(ActivitySession.starts_at, ActivitySession.ends_at),
    )


def _between(wanted: Wanted, since: date, until: date) -> list[ColumnElement[bool]]:
    begin, end = start_of_day(since), end_of_day(until)
    conditions: list[ColumnElement[bool]] = [
        ActivitySession.starts_at >= begin,
        ActivitySession.starts_at < end,
        Activity.state == wanted.state if wanted.state else Activity.state.in_(ALIVE),
    ]
    if wanted.work_type:
        conditions.append(Activity.work_type == wanted.work_type)
    if wanted.within.path:
        conditions += [
            Activity.place_id.in_(places.ids_within(wanted.within)),
            Activity.starts_at < end,
            Activity.starts_at > begin - WHOLE_LONGEST - timedelta(days=1),
        ]
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
