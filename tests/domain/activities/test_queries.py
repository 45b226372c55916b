"""What residents and staff find, in how many statements."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain.activities import events, queries
from app.domain.activities.reminding import remind
from app.domain.activities.views import ActivityCard
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.paging import Page
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


def ids(page: Page[ActivityCard]) -> list[UUID]:
    return [card.id for card in page.items]


def test_residents_find_what_is_open_the_nearest_first(station: world.Place, now: datetime) -> None:
    far = world.an_activity(station, starts_at=now + 48 * HOUR)
    near = world.an_activity(station, starts_at=now + 3 * HOUR)
    running = world.an_activity(station, state="running", starts_at=now - HOUR)
    for state in ("draft", "submitted", "approved", "ended", "cancelled", "withdrawn", "returned"):
        world.an_activity(station, state=state)
    world.an_activity(station, starts_at=now - 2 * HOUR)
    assert ids(queries.published(now=now)) == [running.id, near.id, far.id]


def test_where_signing_up_is_over_comes_last(station: world.Place, now: datetime) -> None:
    begun = world.an_activity(station, state="running", starts_at=now - HOUR, recruits_until=now)
    far = world.an_activity(station, starts_at=now + 48 * HOUR)
    assert ids(queries.published(now=now)) == [far.id, begun.id]


def test_a_card_says_how_full_it_is(station: world.Place, now: datetime) -> None:
    activity = world.an_activity(station)
    parts = [world.a_session(activity), world.a_session(activity)]
    positions = [world.a_position(part, capacity=3) for part in parts for _ in range(2)]
    world.signed_up(world.a_volunteer(station), positions[0])
    (card,) = queries.published(now=now).items
    assert (card.capacity, card.taken, card.left) == (12, 1, 11)
    assert (card.place_name, card.recruiting) == (station.name, True)


def test_places_in_a_session_that_has_begun_are_no_places_left(
    station: world.Place, now: datetime
) -> None:
    activity = world.an_activity(station, state="running", starts_at=now - HOUR)
    world.a_position(world.a_session(activity, starts_at=now - HOUR), capacity=5)
    world.a_position(world.a_session(activity, starts_at=now + HOUR), capacity=3)
    (card,) = queries.published(now=now).items
    assert (card.capacity, card.left) == (8, 3)


def test_lists_take_the_same_statements_for_one_and_for_twenty(
    station: world.Place, statements: Counting, now: datetime
) -> None:
    for _ in range(20):
        world.an_open_position(station)
    with statements() as seen:
        assert len(queries.published(now=now, size=1).items) == 1
    few = len(seen)
    with statements() as seen:
        assert len(queries.published(now=now, size=20).items) == 20
    assert len(seen) == few == 4


def test_text_finds_titles_venues_contents_and_numbers(station: world.Place, now: datetime) -> None:
    by_title = world.an_activity(station, title="义务理发")
    by_venue = world.an_activity(station, venue="理发室")
    by_content = world.an_activity(station, content="为老人理发")
    world.an_activity(station, title="100% 清洁")
    found = set(ids(queries.published(now=now, text=" 理发 ")))
    assert found == {by_title.id, by_venue.id, by_content.id}
    assert ids(queries.published(now=now, text=by_title.number.lower())) == [by_title.id]
    assert queries.published(now=now, text="%").total == 1


def test_filters(station: world.Place, now: datetime) -> None:
    elsewhere = world.a_station()
    there = world.an_activity(elsewhere, category="文化艺术")
    here = world.an_activity(station)
    assert ids(queries.published(now=now, category="文化艺术")) == [there.id]
    assert ids(queries.published(now=now, within=Scope(station.path))) == [here.id]


def test_a_day_is_a_day_in_shanghai(station: world.Place, now: datetime) -> None:
    late = datetime.fromisoformat("2026-11-24T23:00+08:00")
    activity = world.an_activity(station, starts_at=late, lasts=HOUR / 2)
    world.a_session(activity)
    assert ids(queries.published(now=now, day=date(2026, 11, 24))) == [activity.id]
    assert ids(queries.published(now=now, day=date(2026, 11, 25))) == []


def test_only_open_leaves_what_has_a_place_now(station: world.Place, now: datetime) -> None:
    free, full = (world.an_open_position(station, capacity=1) for _ in range(2))
    world.signed_up(world.a_volunteer(station), full)
    world.an_open_position(station, recruits_from=now + HOUR)
    world.an_open_position(station, recruits_until=now)
    world.an_open_position(station, state="running", starts_at=now - HOUR)
    (card,) = queries.published(now=now, only_open=True).items
    assert card.id == queries.session(free.session_id).activity_id


def test_staff_find_their_subtree_in_every_state(station: world.Place, now: datetime) -> None:
    world.an_activity(world.a_station())
    draft = world.an_activity(station, state="draft", starts_at=now + HOUR)
    ended = world.an_activity(station, state="ended", starts_at=now - 48 * HOUR)
    within = Scope(station.path)
    assert ids(queries.for_staff(within, now=now)) == [draft.id, ended.id]
    assert ids(queries.for_staff(within, now=now, state="ended")) == [ended.id]


def test_one_activity_whole_in_two_statements(
    station: world.Place, statements: Counting, now: datetime
) -> None:
    activity = world.an_activity(station)
    for _ in range(3):
        position = world.a_position(world.a_session(activity), capacity=1)
        world.signed_up(world.a_volunteer(station), position)
        world.signed_up(world.a_volunteer(station), position, state="waiting")
    with statements() as seen:
        found = queries.activity(activity.id)
    assert len(seen) == 2
    assert (found.capacity, found.taken) == (3, 3)
    assert [part.positions[0].waiting for part in found.sessions] == [1, 1, 1]
    assert found.place.name == station.name
    assert found.recruiting(now)
    assert not found.recruiting(found.recruits_until)


def test_outside_the_scope_nothing_is_found(station: world.Place) -> None:
    activity = world.an_activity(station)
    part = world.a_session(activity)
    elsewhere = Scope(world.a_station().path)
    with pytest.raises(NotFound):
        queries.activity(activity.id, within=elsewhere)
    with pytest.raises(NotFound):
        queries.session(part.id, within=elsewhere)


def test_a_resident_s_own_sign_ups(station: world.Place, now: datetime) -> None:
    person = world.a_volunteer(station)
    ahead = world.signed_up(person, world.an_open_position(station, starts_at=now + 48 * HOUR))
    queue = world.an_open_position(station, starts_at=now + 24 * HOUR)
    world.signed_up(world.a_volunteer(station), queue, state="waiting", queued_at=now - HOUR)
    waits = world.signed_up(person, queue, state="waiting")
    gone = world.signed_up(person, world.an_open_position(station), state="cancelled")
    over = world.signed_up(person, world.an_open_position(station, starts_at=now - 48 * HOUR))
    upcoming = queries.my_sign_ups(person.id, upcoming=True, now=now)
    assert [(own.id, own.place_in_queue) for own in upcoming] == [(waits.id, 2), (ahead.id, None)]
    assert upcoming[0].cancel_free_until == now
    past = queries.my_sign_ups(person.id, upcoming=False, now=now)
    assert [own.id for own in past] == [gone.id, over.id]


def test_a_session_s_list_for_staff(
    station: world.Place, statements: Counting, now: datetime
) -> None:
    position = world.an_open_position(station)
    waits = world.signed_up(world.a_volunteer(station), position, state="waiting")
    gone = world.signed_up(world.a_volunteer(station), position, state="cancelled")
    has = world.signed_up(world.a_volunteer(station, name="李明"), position, queued_at=now + HOUR)
    with statements() as seen:
        found = queries.sign_ups_of_session(position.session_id)
    assert len(seen) == 2
    assert [row.id for row in found] == [has.id, waits.id, gone.id]
    assert (found[0].name, found[0].position) == ("李明", "服务岗")
    assert queries.signed_up_volunteers(position.session_id) == [has.volunteer_id]
    own = queries.active_sign_up(position.session_id, waits.volunteer_id)
    assert own is not None
    assert (own.id, own.state) == (waits.id, "waiting")
    assert queries.active_sign_up(position.session_id, gone.volunteer_id) is None


def test_the_day_s_sessions(station: world.Place, statements: Counting, now: datetime) -> None:
    today = world.an_open_position(station, state="running", starts_at=now - 2 * HOUR)
    world.an_open_position(station, starts_at=now + 24 * HOUR)
    world.an_open_position(station, state="cancelled", starts_at=now)
    world.an_open_position(world.a_station(), starts_at=now)
    with statements() as seen:
        (found,) = queries.sessions_today(Scope(station.path), now=now)
    assert len(seen) == 1
    assert (found.id, found.capacity, found.place_path) == (today.session_id, 10, station.path)
    assert len(queries.sessions_today(EVERYWHERE, now=now)) == 2


def test_people_are_reminded_once_a_day_before(
    station: world.Place, heard: Heard, now: datetime
) -> None:
    near = world.an_open_position(station, starts_at=now + 24 * HOUR)
    own = world.signed_up(world.a_volunteer(station), near)
    world.signed_up(world.a_volunteer(station), near, state="waiting")
    world.an_open_position(station, starts_at=now + 24 * HOUR + timedelta(seconds=1))
    world.an_open_position(station, starts_at=now)
    world.an_open_position(station, state="cancelled")
    assert [part.id for part in queries.sessions_to_remind(now=now)] == [near.session_id]
    assert remind(now=now) == 1
    (told,) = heard
    assert isinstance(told, events.SessionNear)
    assert told.volunteer_ids == (own.volunteer_id,)
    assert remind(now=now) == 0
    assert queries.sessions_to_remind(now=now) == []
    assert len(heard) == 1
