"""Tickets are exact when several processes rush them, and the race here is able to fail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from app.domain.culture.counters import AGREEMENTS
from app.kernel.agreement import disagreements
from tests import world
from tests.domain.culture.house import SHOW, a_clerk, a_published, the_event
from tests.domain.culture.rushing import TICKETS, Answer, Move
from tests.racing import Racers, carelessly_too, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]
SEATS = 12
REFUSED = {"full", "too_few_left"}


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Racers[Move, Answer]]:
    with racers(TICKETS, database_url) as running:
        yield running


@carelessly_too
def test_families_rush_the_last_seats(
    many: Racers[Move, Answer], now: datetime, careless: bool
) -> None:
    clerk = a_clerk()
    event_id = a_published(clerk, replace(SHOW, capacity=SEATS))
    people = [world.a_volunteer() for _ in range(9)]
    # Everybody asks with two hands at once.
    moves = [
        Move(one.id, event_id, 1 + number % 3) for number, one in enumerate(people) for _ in "ab"
    ]
    pause = 0.03 if careless else 0.002
    answers = many.race(moves, now=now, pause_seconds=pause, careless=careless)
    broken = [one for one in answers if one.why_not and one.why_not not in REFUSED]
    wrong = list(disagreements(AGREEMENTS))
    taken = the_event(event_id).seats_taken
    exact = not broken and not wrong and SEATS - 2 <= taken <= SEATS
    assert exact is not careless
