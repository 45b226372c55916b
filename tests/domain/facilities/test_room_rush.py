"""One room at one time goes to one, also when several processes rush for it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app.domain.facilities.models import Booking, BookingSlot
from app.kernel.database import session
from tests.domain.facilities.house import a_house, a_resident
from tests.domain.facilities.rushing import ROOMS, Move
from tests.racing import Racers, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Racers[Move, str]]:
    with racers(ROOMS, database_url) as running:
        yield running


def test_one_of_eight_has_the_room(many: Racers[Move, str], now: datetime) -> None:
    house = a_house()
    moves = [Move(a_resident(house.station, "张桂英").id, house.room) for _ in range(8)]
    answers = many.race(moves, now=now, pause_seconds=0.03)
    assert sorted(answers) == ["", *["time_taken"] * 7]
    assert session.query(Booking).count() == 1
    assert session.query(BookingSlot).count() == 4
