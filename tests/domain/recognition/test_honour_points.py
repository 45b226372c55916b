"""Honours earn points where the centre says so; a revoked one gives them back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import reactions
from app.domain.nominations import public_notice
from app.domain.people.models import Volunteer
from app.domain.recognition import against_ledger, expiring, honour_points, queries, terms
from app.domain.recognition.rules import DEFAULT_TERMS
from app.kernel.calendar import local_date
from app.kernel.transaction import transaction
from tests import world
from tests.domain.nominations.house import OVER, House, a_house, honoured
from tests.domain.recognition.points import points, rows
from tests.domain.recognition.shop import an_item, redeemed
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
LATER = OVER + timedelta(days=1)


@pytest.fixture
def house(database: object) -> House:
    reactions.connect()
    return a_house()


@pytest.fixture
def hero(house: House) -> Volunteer:
    return world.a_volunteer(house.station, name="陈秀兰")


def worth(house: House, per_honour: int | None) -> None:
    """From tomorrow on an honour is worth so much."""
    begins = local_date(NOON) + timedelta(days=1)
    rule = replace(DEFAULT_TERMS, per_honour=per_honour, valid_from=begins)
    terms.make_rule(house.administrator, rule, now=NOON)


def test_an_honour_earns_what_the_rule_says_and_a_revoked_one_gives_it_back(
    house: House, hero: Volunteer
) -> None:
    worth(house, 200)
    case_id = honoured(house, number=hero.number)
    assert points(hero, now=OVER) == (200, 0)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    assert rows(hero) == [("honour", 200, 0), ("unhonoured", -200, 0)]
    assert points(hero, now=LATER) == (0, 0)
    assert list(against_ledger.findings()) == []
    latest, first = queries.entries(hero.id).items
    assert (first.what, first.title) == ("荣誉发布", "2026 年第四季度身边好人推选")
    assert latest.what == "荣誉撤销，积分收回"


def test_without_such_a_rule_it_earns_nothing(house: House, hero: Volunteer) -> None:
    honoured(house, number=hero.number)
    assert rows(hero) == []


def test_where_points_are_switched_off_it_earns_nothing(house: House, hero: Volunteer) -> None:
    worth(house, 200)
    terms.turn(house.administrator, "points", is_on=False, now=NOON)
    honoured(house, number=hero.number)
    assert rows(hero) == []


def test_what_was_spent_of_it_is_owed(house: House, hero: Volunteer) -> None:
    worth(house, 200)
    case_id = honoured(house, number=hero.number)
    redeemed(hero, an_item(house.station, price=150), now=OVER)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    assert points(hero, now=LATER) == (0, 150)


def test_told_twice_it_is_taken_back_once(house: House, hero: Volunteer) -> None:
    worth(house, 200)
    case_id = honoured(house, number=hero.number)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    facts = public_notice.HonourFacts(case_id, hero.id)
    with transaction():
        honour_points.take_back_honour(public_notice.HonourRevoked(facts, LATER))
    assert [kind for kind, _, _ in rows(hero)] == ["honour", "unhonoured"]


def test_they_run_out_like_others(house: House, hero: Volunteer) -> None:
    worth(house, 200)
    honoured(house, number=hero.number)
    found = queries.points_of(hero.id, today=local_date(OVER))
    assert (str(found.next_day), found.next_points) == ("2028-12-31", 200)
    expiring.run_out(now=OVER + timedelta(days=800))
    assert points(hero, now=OVER + timedelta(days=800)) == (0, 0)
