"""Who moves up shortly before the start confirms in time, or the next one moves up, once."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.activities import errors, events
from app.domain.activities.confirming import confirm_place, pass_over
from app.domain.activities.models import Position, SignUp
from app.domain.activities.rules import confirm_by
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ahead", "within"),
    [
        (48 * HOUR + SECOND, None),
        (48 * HOUR, 12 * HOUR),
        (14 * HOUR, 12 * HOUR),
        (13 * HOUR, 11 * HOUR),
        (3 * HOUR, HOUR),
        (3 * HOUR - SECOND, None),
    ],
)
def test_until_when_a_place_is_kept(
    now: datetime, ahead: timedelta, within: timedelta | None
) -> None:
    expected = None if within is None else now + within
    assert confirm_by(now + ahead, now=now) == expected


class Queue:
    """One place at a position that starts in 24 hours; one has it, two wait."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.position = world.an_open_position(
            world.a_station(), capacity=1, starts_at=now + 24 * HOUR
        )
        self.people = [world.a_volunteer() for _ in range(3)]
        self.sign_ups = [
            sign_up(person.id, self.position.id, now=now).sign_up_id for person in self.people
        ]

    def give_back(self) -> None:
        cancel_sign_up(self.people[0].id, self.sign_ups[0], now=self.now)

    def states(self) -> list[str]:
        return [self.row(one).state for one in self.sign_ups]

    def row(self, sign_up_id: UUID) -> SignUp:
        return session.get_one(SignUp, sign_up_id, populate_existing=True)

    def taken(self) -> int:
        return session.get_one(Position, self.position.id, populate_existing=True).taken


@pytest.fixture
def queue(database: Flask, heard: Heard, now: datetime) -> Queue:
    ready = Queue(now)
    ready.give_back()
    return ready


def test_she_is_told_until_when(queue: Queue, heard: Heard, now: datetime) -> None:
    moved = heard[-1]
    assert isinstance(moved, events.MovedUp)
    assert moved.confirm_by == now + 12 * HOUR


def test_once_confirmed_the_place_is_hers(queue: Queue, now: datetime) -> None:
    second = queue.people[1]
    confirm_place(second.id, queue.sign_ups[1], now=now)
    confirm_place(second.id, queue.sign_ups[1], now=now)
    assert pass_over(now=now + 13 * HOUR) == 0
    assert queue.states() == ["cancelled", "signed_up", "waiting"]


def test_unconfirmed_it_goes_to_the_next_exactly_once(
    queue: Queue, heard: Heard, now: datetime
) -> None:
    heard.clear()
    assert pass_over(now=now + 12 * HOUR) == 0
    late = now + 12 * HOUR + SECOND
    assert [pass_over(now=late), pass_over(now=late)] == [1, 0]
    assert queue.states() == ["cancelled", "released", "signed_up"]
    assert queue.taken() == 1
    assert queue.row(queue.sign_ups[2]).confirm_by == now + 22 * HOUR
    assert [type(event) for event in heard] == [events.PassedOver, events.MovedUp]
    with pytest.raises(errors.PassedOverBefore):
        confirm_place(queue.people[1].id, queue.sign_ups[1], now=late)
    again = sign_up(queue.people[1].id, queue.position.id, now=late)
    assert (again.state, again.place_in_queue) == ("waiting", 1)


def test_with_nobody_left_the_place_is_free(queue: Queue, now: datetime) -> None:
    pass_over(now=now + 12 * HOUR + SECOND)
    pass_over(now=now + 22 * HOUR + SECOND)
    assert queue.states() == ["cancelled", "released", "released"]
    assert queue.taken() == 0


def test_asked_late_the_clock_takes_nothing_from_who_is_already_there(
    queue: Queue, now: datetime
) -> None:
    assert pass_over(now=now + 24 * HOUR) == 0
    assert queue.states()[1] == "signed_up"


def test_only_ones_own_place_that_one_has(queue: Queue, now: datetime) -> None:
    with pytest.raises(NotFound):
        confirm_place(queue.people[2].id, queue.sign_ups[1], now=now)
    with pytest.raises(errors.NothingToConfirm):
        confirm_place(queue.people[2].id, queue.sign_ups[2], now=now)


def test_whoever_moves_up_long_before_confirms_nothing(
    database: Flask, heard: Heard, now: datetime
) -> None:
    position = world.an_open_position(world.a_station(), capacity=1, starts_at=now + 72 * HOUR)
    first, second = world.a_volunteer(), world.a_volunteer()
    place = sign_up(first.id, position.id, now=now)
    sign_up(second.id, position.id, now=now)
    cancel_sign_up(first.id, place.sign_up_id, now=now)
    assert session.scalars(select(SignUp.confirm_by)).all() == [None, None]
