"""New events for audiences in the letters to who asked to hear of what is new: each once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.activities import suggestion_wishes
from app.domain.activities.suggesting import suggest
from app.domain.activities.suggestion_rules import Wish
from app.domain.culture import suggesting
from app.domain.culture.suggestion_models import SuggestedEvent
from app.domain.people import leaving
from app.domain.people import queries as people
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import HOUR, OPEN_AIR, SHOW, STARTS, a_published, a_ticket, letters

pytestmark = pytest.mark.database
ALL = Wish(reach="all")
SOON = NOON + HOUR


@pytest.fixture
def station(database: object) -> world.Place:
    reactions.connect()
    return world.a_station()


@pytest.fixture
def clerk(station: world.Place) -> Staff:
    return world.staff(at=station)


def asks(
    station: world.Place, wish: Wish = ALL, *, free_times: tuple[str, ...] = ()
) -> world.Volunteer:
    person = world.a_volunteer(station)
    person.free_times = list(free_times)
    world.saved(person)
    by = people.volunteer(person.id)
    suggestion_wishes.ask_for(person.id, wish, by=by, channel="wechat", now=NOON)
    return person


def told() -> set[tuple[object, object]]:
    rows = session.execute(select(SuggestedEvent.volunteer_id, SuggestedEvent.event_id))
    return {(row[0], row[1]) for row in rows}


def test_an_activity_and_an_event_make_one_letter_and_are_told_once(
    station: world.Place, clerk: Staff
) -> None:
    person = asks(station)
    event_id = a_published(clerk)
    activity = world.an_activity(station, starts_at=NOON + 72 * HOUR, published_at=NOON)
    world.a_position(world.a_session(activity))
    assert suggest(suggesting, now=SOON) == 1
    (letter,) = letters("activities_suggested")
    assert letter.body.index(SHOW.title) < letter.body.index(activity.title)
    assert [one.id for one in suggesting.told_of(person.id, now=SOON)] == [event_id]
    assert suggest(suggesting, now=SOON + timedelta(days=8)) == 0
    leaving.leave(person.id, now=SOON)
    assert told() == set()


def test_by_category_and_distance(station: world.Place, clerk: Staff) -> None:
    reading, near = Wish(reach="all", categories=("支教助学",)), Wish(reach="community")
    arts = asks(station, Wish(reach="all", categories=("文化艺术",)))
    asks(station, reading)
    neighbour = asks(station, near)
    here, far = a_published(clerk), a_published(world.staff(at=world.a_station()))
    suggest(suggesting, now=SOON)
    assert told() == {(arts.id, here), (arts.id, far), (neighbour.id, here)}


def test_only_what_she_has_time_for_and_can_still_get_in_to(
    station: world.Place, clerk: Staff
) -> None:
    mornings = asks(station, free_times=("2m",))
    busy = asks(station)
    world.signed_up(busy, world.an_open_position(station, starts_at=STARTS))
    holder = asks(station)
    show = a_published(clerk, replace(SHOW, capacity=5))
    a_ticket(show, holder)
    full = a_published(clerk, replace(SHOW, capacity=1))
    a_ticket(full, world.a_volunteer(station), seats=1)
    long = replace(OPEN_AIR, title="年画展", starts_at=NOON - 5 * HOUR, ends_at=NOON + 700 * HOUR)
    exhibition = a_published(clerk, long)
    free = asks(station)
    suggest(suggesting, now=SOON)
    everybody = {(one.id, exhibition) for one in (mornings, busy, holder, free)}
    assert told() == everybody | {(free.id, show)}


def test_what_was_published_before_she_asked_is_no_news(station: world.Place, clerk: Staff) -> None:
    a_published(clerk)  # at noon
    person = world.a_volunteer(station)
    by = people.volunteer(person.id)
    suggestion_wishes.ask_for(person.id, ALL, by=by, channel="wechat", now=SOON)
    assert suggest(suggesting, now=SOON) == 0
