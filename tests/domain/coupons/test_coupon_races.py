"""Coupons are exact when several processes rush them, and the races here are able to fail."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.coupons import counters, redeeming
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.money_models import CouponRedemption
from app.domain.places.models import Place
from app.kernel.agreement import disagreements
from app.kernel.database import session
from tests import world
from tests.domain.coupons.racers import COUPONS, Move
from tests.domain.coupons.season import a_fair, taken
from tests.racing import Racers, carelessly_too, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]
WIDE = 0.03
Many = Racers[Move, str]


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Many]:
    with racers(COUPONS, database_url) as running:
        yield running


def flaws(answers: list[str], expected: dict[str, int]) -> list[str]:
    found = [] if Counter(answers) == expected else [f"answers {Counter(answers)}"]
    return found + [one.sentence for one in disagreements(counters.AGREEMENTS)]


@carelessly_too
def test_sixteen_people_for_the_last_two(
    many: Many, centre: Place, now: datetime, careless: bool
) -> None:
    fair = a_fair(centre, total=2)
    moves = [Move(world.a_volunteer().id, fair.kind_id) for _ in range(16)]
    answers = many.race(moves, now=now, pause_seconds=WIDE, careless=careless)
    found = flaws(answers, {"taken": 2, "all_taken": 14})
    assert bool(found) is careless, found


def test_one_person_many_clicks_one_coupon(many: Many, centre: Place, now: datetime) -> None:
    fair, person = a_fair(centre), world.a_volunteer()
    answers = many.race([Move(person.id, fair.kind_id)] * 8, now=now, pause_seconds=WIDE)
    assert flaws(answers, {"taken": 1, "limit_reached": 7}) == []


def test_two_phones_at_the_same_moment_redeem_once(
    many: Many, centre: Place, now: datetime
) -> None:
    fair = a_fair(centre)
    coupon = taken(world.a_volunteer(), fair)
    tills = [fair.till, fair.another_till(), fair.another_till(), fair.another_till()]
    code = coupon_code(coupon, now=now)
    moves = [
        Move(till=one, ticket=redeeming.look(one, code, 6800, now=now).ticket) for one in tills
    ]
    answers = many.race(moves, now=now, pause_seconds=WIDE)
    assert flaws(answers, {"redeemed": 1, "used_already": 3}) == []
    assert session.scalar(select(func.count()).select_from(CouponRedemption)) == 1


def test_one_nonce_for_two_coupons_at_the_same_moment(
    many: Many, centre: Place, now: datetime
) -> None:
    fair = a_fair(centre)
    codes = [coupon_code(taken(world.a_volunteer(), fair), now=now) for _ in range(2)]
    tickets = [redeeming.look(fair.till, one, 6800, now=now).ticket for one in codes]
    moves = [Move(till=fair.till, ticket=one, nonce="n") for one in tickets]
    answers = many.race(moves, now=now, pause_seconds=WIDE)
    assert flaws(answers, {"redeemed": 1, "nonce_used": 1}) == []
