"""A number drawn twice, and an event that closes while somebody takes its seats."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.culture import admission, at_door, errors, tickets
from app.domain.culture.counters import AGREEMENTS
from app.domain.culture.door_log import Door
from app.domain.people.card import card_code
from app.kernel.agreement import disagreements
from app.kernel.database import session
from tests import world
from tests.domain.culture.house import (
    OPEN_AIR,
    STARTS,
    a_clerk,
    a_published,
    a_ticket,
    letters,
    the_event,
    the_ticket,
)

pytestmark = pytest.mark.usefixtures("database")
Draws = Callable[..., None]


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> Draws:
    """The numbers that are drawn from now on."""

    def these(*numbers: int) -> None:
        drawn: Iterator[int] = iter(numbers)
        monkeypatch.setattr(tickets.secrets, "randbelow", lambda _most: next(drawn))

    return these


def test_a_number_drawn_twice_is_drawn_again(draws: Draws) -> None:
    event_id = a_published(a_clerk())
    draws(7, 7, 8)
    for seats in (2, 1):
        second = a_ticket(event_id, world.a_volunteer(), seats=seats)
    assert the_ticket(second).number == "00000008"
    assert the_event(event_id).seats_taken == 3
    assert len(letters("ticket_taken")) == 2  # nothing of the first try is left
    assert not list(disagreements(AGREEMENTS))


def test_at_an_open_door_too(draws: Draws) -> None:
    event = at_door.door_event(a_published(a_clerk(), OPEN_AIR))
    at = STARTS + timedelta(minutes=2)
    draws(7, 7, 8)
    for nonce in ("nonce-1", "nonce-2"):
        door = Door(the_event(event.id).made_by_id, "device", nonce)
        code = card_code(world.a_volunteer().id, now=at)
        assert admission.admit(door, event, code, now=at).people == 1
    assert the_event(event.id).seats_taken == 2


@pytest.mark.parametrize("state", ["cancelled", "published"])
def test_nobody_is_told_of_seats_that_she_could_have_had(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter said no, and the reason is gone or another when one looks for it."""

    def meanwhile(event_id: UUID, _seats: int) -> bool:
        the_event(event_id).state = state
        session.flush()
        return False

    event_id, zhang = a_published(a_clerk()), world.a_volunteer()
    monkeypatch.setattr(tickets, "count_in", meanwhile)
    with pytest.raises(errors.NotOpen):
        a_ticket(event_id, zhang)
