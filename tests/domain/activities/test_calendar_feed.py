"""An address that cannot be guessed, and entries whose number rises with each change."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.activities import calendar_feed as feed
from app.domain.activities.sign_up import cancel_sign_up
from app.domain.audit import queries as audit
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting

HOUR = timedelta(hours=1)


@pytest.fixture
def station(database: Flask) -> world.Place:
    return world.a_station()


@pytest.fixture
def person(station: world.Place) -> world.Volunteer:
    return world.a_volunteer(station)


def lines(address: str, *, now: datetime) -> list[feed.CalendarLine]:
    return feed.lines_of(feed.whose(address), now=now)


def test_there_is_no_address_until_one_is_taken(person: world.Volunteer, now: datetime) -> None:
    assert feed.token(person.id) is None
    address = feed.take_address(person.id, now=now)
    assert feed.token(person.id) == address
    assert lines(address, now=now) == []


def test_a_new_address_ends_the_old_one(person: world.Volunteer, now: datetime) -> None:
    old = feed.take_address(person.id, now=now)
    new = feed.take_address(person.id, now=now)
    assert old != new
    assert lines(new, now=now) == []
    with pytest.raises(NotFound):
        lines(old, now=now)


def test_a_given_up_address_is_not_found(person: world.Volunteer, now: datetime) -> None:
    address = feed.take_address(person.id, now=now)
    for _ in range(2):
        feed.give_address_up(person.id, now=now)
    assert feed.token(person.id) is None
    with pytest.raises(NotFound):
        lines(address, now=now)
    written = [entry.action for entry in audit.entries(place_ids=None).items]
    assert written.count("volunteer.give_calendar_up") == 1


@pytest.mark.parametrize("guess", ["", "x", "AAAA", "☃", "A" * 35])
def test_a_guess_is_not_found(person: world.Volunteer, now: datetime, guess: str) -> None:
    feed.take_address(person.id, now=now)
    with pytest.raises(NotFound):
        lines(guess, now=now)


def test_a_changed_letter_is_not_found(person: world.Volunteer, now: datetime) -> None:
    address = feed.take_address(person.id, now=now)
    for place in range(0, len(address), 5):
        other = "A" if address[place] != "A" else "B"
        with pytest.raises(NotFound):
            lines(address[:place] + other + address[place + 1 :], now=now)


def test_who_left_or_never_was_has_no_calendar(person: world.Volunteer, now: datetime) -> None:
    address = feed.take_address(person.id, now=now)
    person.state = "left"
    world.saved(person)
    with pytest.raises(NotFound):
        lines(address, now=now)
    with pytest.raises(NotFound):
        feed.take_address(new_id(), now=now)


def test_only_her_own_sign_ups_are_in_it(
    station: world.Place, person: world.Volunteer, now: datetime
) -> None:
    position = world.an_open_position(station)
    world.signed_up(world.a_volunteer(station), position)
    own = world.signed_up(person, position)
    waiting = world.signed_up(
        person, world.an_open_position(station, starts_at=now + 72 * HOUR), state="waiting"
    )
    old = world.an_open_position(station, state="ended", starts_at=now - timedelta(days=61))
    world.signed_up(person, old)
    found = lines(feed.take_address(person.id, now=now), now=now)
    assert [line.id for line in found] == [own.id, waiting.id]
    assert [line.facts.standing for line in found] == ["CONFIRMED", "TENTATIVE"]
    assert [line.sequence for line in found] == [0, 0]


def test_the_sequence_rises_with_each_change_and_with_nothing_else(
    station: world.Place, person: world.Volunteer, now: datetime
) -> None:
    activity = world.an_activity(station)
    own = world.signed_up(person, world.a_position(world.a_session(activity)))
    address = feed.take_address(person.id, now=now)
    first = lines(address, now=now)[0]
    assert lines(address, now=now + HOUR) == [first]
    activity.venue = "改到图书馆"
    world.saved(activity)
    moved = lines(address, now=now + 2 * HOUR)[0]
    assert (moved.sequence, moved.changed_at) == (1, now + 2 * HOUR)
    cancel_sign_up(person.id, own.id, now=now + 3 * HOUR)
    gone = lines(address, now=now + 4 * HOUR)[0]
    assert (gone.id, gone.sequence, gone.facts.standing) == (own.id, 2, "CANCELLED")


def test_reading_takes_the_same_statements_and_writes_only_news(
    station: world.Place, person: world.Volunteer, now: datetime, statements: Counting
) -> None:
    address = feed.take_address(person.id, now=now)
    first_time, again = [], []
    for _ in range(2):
        for _ in range(5):
            world.signed_up(person, world.an_open_position(station))
        with statements() as seen:
            lines(address, now=now)
        first_time.append(len(seen))
        with statements() as seen:
            lines(address, now=now)
        again.append(len(seen))
    assert first_time == [7, 7]
    assert again == [3, 3]
    assert all(sql.startswith("SELECT") for sql in seen)
