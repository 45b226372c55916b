"""An honour that was given, altered, brought back or removed in the database is found."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from app.domain.nominations import against_ledger, public_notice
from app.domain.nominations.models import Nomination
from app.domain.people import leaving
from tests import world
from tests.domain.nominations.house import (
    OVER,
    House,
    an_open_campaign,
    honoured,
    nominated,
    the_case,
)
from tests.guards import behind_the_guards

pytestmark = pytest.mark.usefixtures("database")


def found() -> list[str]:
    return [finding.sentence for finding in against_ledger.findings()]


def changed(case_id: UUID, **values: object) -> None:
    behind_the_guards(update(Nomination).where(Nomination.id == case_id).values(**values))


def test_nothing_is_found_when_nothing_was_done(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case_id = honoured(house, number=hero.number)
    assert found() == []
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=OVER)
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "王五"),
        ("category", "见义勇为"),
        ("conferred_at", OVER - timedelta(days=1)),
        ("state", "revoked"),
        ("revoked_at", OVER),
    ],
)
def test_what_was_altered_is_named(house: House, name: str, value: object) -> None:
    case_id = honoured(house)
    changed(case_id, **{name: value})
    assert found() == [f"honour {case_id} was altered: {name}"]


def test_an_honour_moved_to_another_person_is_found(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case_id = honoured(house, number=hero.number)
    changed(case_id, volunteer_id=house.neighbour.id)
    assert found() == [f"honour {case_id} was altered: volunteer_id"]


def test_one_given_by_sql_is_found(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    changed(case_id, state="conferred", conferred_at=OVER)
    assert found() == [f"honour {case_id} was inserted: no entry tells of it"]


def test_a_revoked_one_that_was_brought_back_is_found(house: House) -> None:
    case_id = honoured(house)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=OVER)
    changed(case_id, state="conferred", revoked_at=None)
    assert found() == [f"honour {case_id} was altered: state, revoked_at"]


def test_one_that_was_taken_off_the_roll_by_sql_is_found(house: House) -> None:
    case_id = honoured(house)
    changed(case_id, state="rejected")
    assert found() == [f"honour {case_id} was removed"]


def test_who_left_is_no_finding(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case_id = honoured(house, number=hero.number)
    leaving.leave(hero.id, now=OVER + timedelta(days=1))
    assert the_case(case_id).state == "conferred"
    assert found() == []
