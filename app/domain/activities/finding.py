"""Finding an activity: by words, category, place and day, and what one person can take.

The pages of both doors and the chat ask here. Open activities are read by an index of their own;
ended ones, however many, and people, however many, cost nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy import text as sql

from app.domain.activities.cards import cards, listed
from app.domain.activities.fitting import has_position, has_time, local_day, suits, takes_people
from app.domain.activities.models import OPEN, Activity, ActivitySession
from app.domain.activities.views import ActivityCard
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.domain.places.nearness import nearest_first
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session as database
from app.kernel.geo import Point, distance_metres
from app.kernel.paging import PAGE_SIZE, Page, page_of

COUNTED_AT_MOST = 500  # activities in one answer; more are "500 or more"
LOOKED_AT = 3_000  # activities or sessions, the nearest in time: the work is bounded
NEAR_METRES = 20_000
NEAR_SHOWN = 30
DAYS_AHEAD = 14
MOST_WORDS = 5


@dataclass(frozen=True)
class Taker:
    """Who looks for what she can take; `full` also shows where she would have to wait."""

    person: VolunteerView
    full: bool = False


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. `day` is a local date; `only_open` leaves what has a place now."""

    text: str = ""
    category: str = ""
    within: Scope = EVERYWHERE
    day: date | None = None
    only_open: bool = False
    work_type: str = ""
    taker: Taker | None = None


@dataclass(frozen=True)
class Near:
    """An activity and how far it is."""

    card: ActivityCard
    metres: int


@dataclass(frozen=True)
class DayCount:
    """How many activities begin a session on a day; None: many, and not counted."""

    day: date
    count: int | None


def published(
    *,
    now: datetime,
    text: str = "",
    category: str = "",
    within: Scope = EVERYWHERE,
    day: date | None = None,
    only_open: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ActivityCard]:
    """What residents can still take part in, the nearest in time first."""
    wanted = Wanted(text, category, within, day, only_open)
    return find(wanted, now=now, page=page, size=size)


def find(
    wanted: Wanted, *, now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Page[ActivityCard]:
    """Open activities that are wanted. Four statements, however many.

    The nearest in time first; where signing up is over, last.
    """
    too_late = Activity.recruits_until <= now
    query = _wanted(select(Activity), wanted, now)
    query = query.order_by(too_late, Activity.starts_at, Activity.id)
    found = page_of(query, number=page, size=size, count_at_most=COUNTED_AT_MOST)
    return cards(found, now)


def near(wanted: Wanted, origin: Point, *, now: datetime) -> list[Near]:
    """Those within 20 km, the nearest on the ground first; three statements. No point is kept."""
    query = nearest_first(
        _wanted(select(Activity), wanted, now),
        origin,
        (Activity.latitude, Activity.longitude),
        place_id=Activity.place_id,
        metres=NEAR_METRES,
    )
    query = query.order_by(Activity.starts_at, Activity.id).limit(NEAR_SHOWN)
    rows = database.execute(query).all()
    found = listed([row.Activity for row in rows], now)
    return [
        Near(card, distance_metres(origin, Point(row.latitude, row.longitude)))
        for card, row in zip(found, rows, strict=True)
    ]


def days(wanted: Wanted, *, now: datetime) -> list[DayCount]:
    """How many there are on each of the next 14 days, today first; two statements.

    Where so many sessions are ahead, later days are not counted: None.
    """
    ahead = [local_date(now) + timedelta(days=each) for each in range(DAYS_AHEAD)]
    counted = _countable(ahead)
    day = local_day().label("day")
    query = (
        select(day, func.count(Activity.id.distinct()).label("activities"))
        .select_from(ActivitySession)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            _open(now),
            *_described(wanted),
            *_of_the_session(wanted, now),
            ActivitySession.starts_at >= start_of_day(ahead[0]),
            ActivitySession.starts_at < start_of_day(counted),
            Activity.starts_at < start_of_day(counted),  # where SQLite begins: not with all
        )
        .group_by(day)
    )
    counts = {_date(row.day): row.activities for row in database.execute(query)}
    return [DayCount(each, counts.get(each, 0) if each < counted else None) for each in ahead]


def _countable(ahead: Sequence[date]) -> date:
    """The first day that lies beyond the sessions that are looked at."""
    until = end_of_day(ahead[-1])
    beyond = database.scalar(
        select(ActivitySession.starts_at)
        .where(
            ActivitySession.starts_at >= start_of_day(ahead[0]), ActivitySession.starts_at < until
        )
        .order_by(ActivitySession.starts_at)
        .offset(LOOKED_AT)
        .limit(1)
    )
    return local_date(beyond or until)


def _date(seconds: Any) -> date:
    return date(1970, 1, 1) + timedelta(seconds=int(seconds))


def _begins_on(day: date) -> list[ColumnElement[bool]]:
    return [
        ActivitySession.starts_at >= start_of_day(day),
        ActivitySession.starts_at < end_of_day(day),
    ]


def _wanted(query: Select[Any], wanted: Wanted, now: datetime) -> Select[Any]:
    looked_at = select(Activity.id).where(_open(now), *_described(wanted))
    if wanted.day:
        looked_at = looked_at.where(_has_session(_begins_on(wanted.day)))
    looked_at = looked_at.order_by(Activity.starts_at, Activity.id).limit(LOOKED_AT)
    nearest = looked_at.cte("looked_at")
    query = query.join(nearest, nearest.c.id == Activity.id)
    if of_session := _of_the_session(wanted, now):
        on_the_day = _begins_on(wanted.day) if wanted.day else []
        query = query.where(_has_session(of_session + on_the_day))
    return query.execution_options(populate_existing=True)


def _has_session(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    part = select(ActivitySession.id).where(ActivitySession.activity_id == Activity.id, *conditions)
    return part.correlate_except(ActivitySession).exists()


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(sql(f"activity.{OPEN.text}"), Activity.ends_at > now, Activity.team_id.is_(None))


def _of_the_session(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    """What is asked of one of the activity's sessions, and with it of the activity."""
    taker = wanted.taker
    if taker is not None:
        suitable = has_position(now, *suits(taker.person, now=now), full=taker.full)
        return [takes_people(now), suitable, has_time(taker.person, now=now)]
    if wanted.only_open:
        return [takes_people(now), has_position(now, full=False)]
    return []


def _described(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Every word must be somewhere in what the activity is called, does, and where."""
    conditions = [_has(word) for word in wanted.text.split()[:MOST_WORDS]]
    if wanted.category:
        conditions.append(Activity.category == wanted.category)
    if wanted.work_type:
        conditions.append(Activity.work_type == wanted.work_type)
    if wanted.within.path:
        conditions.append(Activity.place_id.in_(places.ids_within(wanted.within)))
    return conditions


def _has(word: str) -> ColumnElement[bool]:
    columns: Sequence[Any] = (Activity.title, Activity.venue, Activity.category, Activity.work_type)
    found = [column.icontains(word, autoescape=True) for column in columns]
    found.append(Activity.place_id.in_(places.ids_named(word)))
    if len(word) > 1:  # one character is somewhere in every long text
        found.append(Activity.content.icontains(word, autoescape=True))
    if word.isascii():
        found += [Activity.number == word.upper(), _sounds(word)]
    return or_(*found)


def _sounds(word: str) -> ColumnElement[bool]:
    return Activity.title_pinyin.contains(word.lower(), autoescape=True)
