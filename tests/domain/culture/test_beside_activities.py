"""Events for audiences beside activities: in the staff's calendar, and at the same venue."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.access.queries import Staff
from app.domain.activities.timetable import Wanted
from app.domain.culture import clashes, planning, publication, queries
from app.domain.culture.timetable import on_show
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.culture.house import ENDS, HOUR, SHOW, STARTS, a_programme, a_published

pytestmark = pytest.mark.database
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
VENUE = SHOW.venue


@pytest.fixture
def clerk(database: object) -> Staff:
    return world.staff(at=world.a_station(world.an_office()))


def an_activity(clerk: Staff, *, venue: str = VENUE, starts_at: datetime = STARTS) -> str:
    """Two hours of an activity at her place; its title."""
    place = world.session.get_one(world.Place, clerk.place.id)
    activity = world.an_activity(place, title="义务剪发", venue=venue, starts_at=starts_at)
    world.a_session(activity, starts_at=starts_at, lasts=2 * HOUR)
    return activity.title


def test_each_event_stands_on_its_day_and_what_lasts_for_days_apart(
    clerk: Staff, statements: Counting
) -> None:
    programme_id = a_programme(clerk)
    for number in range(3):
        a_published(clerk, replace(SHOW, title=f"第{number}场"), programme_id=programme_id)
    planning.add_event(
        clerk, programme_id, replace(SHOW, title="还在商量"), place_id=clerk.place.id, now=NOON
    )
    called_off = a_published(clerk, programme_id=programme_id)
    publication.cancel(clerk, called_off, reason="舞台被雨淋坏了", now=NOON)
    long = replace(SHOW, title="年画展", ends_at=STARTS + timedelta(days=30))
    a_published(clerk, long, programme_id=programme_id)
    a_published(world.staff(at=world.a_station()))
    wanted = Wanted(clerk.scope)
    with statements() as seen:
        week = on_show(wanted, MONDAY, SUNDAY, most_a_day=2)
    assert len(seen) == 1
    assert [day.count for day in week.days] == [4, 0, 0, 0, 0, 0, 0]
    assert [one.title for one in week.days[0].entries] == ["第0场", "第1场"]
    assert [one.title for one in week.lasting] == ["年画展"]
    later = on_show(wanted, date(2026, 12, 7), date(2026, 12, 13), most_a_day=2)
    assert (later.count, len(later.lasting)) == (1, 1)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"state": "published"}, 1),
        ({"state": "draft"}, 0),
        ({"state": "submitted"}, 0),
        ({"work_type": "文化服务"}, 1),
        ({"work_type": "健身体育"}, 0),
    ],
)
def test_the_calendars_filter_holds_for_events(
    clerk: Staff, asked: dict[str, str], count: int
) -> None:
    a_published(clerk)
    assert on_show(Wanted(clerk.scope, **asked), MONDAY, MONDAY, most_a_day=2).count == count


@pytest.mark.parametrize(
    ("venue", "starts_at", "clash"),
    [
        (VENUE, STARTS + HOUR, True),
        (VENUE, ENDS, False),  # one begins the moment the other ends
        (VENUE, STARTS - 2 * HOUR, False),
        ("物业门口", STARTS, False),
    ],
)
def test_an_event_and_an_activity_at_one_venue_are_told_of_each_other(
    clerk: Staff, venue: str, starts_at: datetime, *, clash: bool
) -> None:
    event = queries.event(a_published(clerk))
    title = an_activity(clerk, venue=venue, starts_at=starts_at)
    found = clashes.of_event(event, now=NOON)
    assert [(one.title, one.sentence) for one in found] == [(title, "地点相同")] * clash
    stretch = (starts_at, starts_at + 2 * HOUR)
    there = clashes.events_at(venue, clerk.place.id, [stretch])
    assert [(one.of, one.title) for one in there] == [(stretch, SHOW.title)] * clash


def test_what_is_called_off_over_or_of_another_place_is_not_in_the_way(clerk: Staff) -> None:
    event_id = a_published(clerk)
    other_id = a_published(clerk, replace(SHOW, title="露天电影"))
    assert [one.title for one in clashes.of_event(queries.event(other_id), now=NOON)] == [
        SHOW.title
    ]
    assert clashes.of_event(queries.event(other_id), now=ENDS) == []
    publication.cancel(clerk, event_id, reason="舞台被雨淋坏了", now=NOON)
    a_published(world.staff(at=world.a_station()))
    assert clashes.of_event(queries.event(other_id), now=NOON) == []
    assert clashes.of_event(queries.event(event_id), now=NOON) == []
