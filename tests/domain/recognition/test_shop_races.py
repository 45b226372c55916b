"""The shop is exact when several processes rush it, and the races here are able to fail."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from app.domain.access.rules import Role
from app.domain.recognition import counters
from app.kernel.agreement import disagreements
from tests import world
from tests.domain.recognition.points import points, served
from tests.domain.recognition.racers import SHOP, Move
from tests.domain.recognition.shop import an_item, left, redeemed, with_points
from tests.racing import Racers, carelessly_too, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]
WIDE = 0.03
Many = Racers[Move, str]


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Many]:
    with racers(SHOP, database_url) as running:
        yield running


def flaws(answers: list[str], expected: dict[str, int], item: UUID, stock: int) -> list[str]:
    """What is not exact afterwards: answers, the shelf, the sums."""
    found = [] if Counter(answers) == expected else [f"answers {Counter(answers)}"]
    found += [] if left(item) == stock else [f"{left(item)} left"]
    return found + [one.sentence for one in disagreements(counters.AGREEMENTS)]


@carelessly_too
def test_forty_people_for_the_last_three(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    item = an_item(station, stock=3)
    moves = [Move(with_points(station).id, item) for _ in range(40)]
    pause = WIDE if careless else 0.002
    answers = many.race(moves, now=now, pause_seconds=pause, careless=careless)
    found = flaws(answers, {"redeemed": 3, "sold_out": 37}, item, 0)
    assert bool(found) is careless, found


@carelessly_too
def test_one_person_spends_her_points_once(
    many: Many, station: world.Place, now: datetime, careless: bool
) -> None:
    item, person = an_item(station, stock=50), with_points(station, 30)
    answers = many.race([Move(person.id, item)] * 8, now=now, pause_seconds=WIDE, careless=careless)
    found = flaws(answers, {"redeemed": 1, "not_enough_points": 7}, item, 49)
    found += [] if points(person) == (10, 0) else [f"{points(person)}"]
    assert bool(found) is careless, found


def test_cancelled_four_times_at_once_comes_back_once(
    many: Many, station: world.Place, now: datetime
) -> None:
    item, person = an_item(station, stock=5), with_points(station)
    one = redeemed(person, item)
    moves = [Move(person.id, redemption_id=one)] * 4
    answers = many.race(moves, now=now, pause_seconds=WIDE)
    assert flaws(answers, {"cancelled": 4}, item, 5) == []
    assert points(person) == (100, 0)


def test_hours_revoked_while_their_points_are_spent_leave_a_debt_or_no_purchase(
    many: Many, station: world.Place, now: datetime
) -> None:
    item, person = an_item(station, stock=50), world.a_volunteer(station)
    record = served(person, station)
    manager = world.staff(Role.OFFICE_MANAGER, at=station)
    spending = [Move(person.id, item) for _ in range(3)]
    answers = many.race(
        [*spending, Move(staff=manager, record_id=record.id)], now=now, pause_seconds=WIDE
    )
    bought = answers.count("redeemed")
    assert answers.count("revoked") == 1
    assert bought in (0, 1)
    assert points(person) == (0, 20 * bought)
    assert flaws(answers, dict(Counter(answers)), item, 50 - bought) == []
