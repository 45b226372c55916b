"""Honours on a certificate: printed while they stand; a revoked one shows on what prints it."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters import certificate_papers
from app.domain.certificates import against_ledger, checking, following, issuing, queries
from app.domain.certificates.rules import Wish
from app.domain.hours import approval
from app.domain.messaging.queries import inbox
from app.domain.nominations import public_notice
from app.domain.people.models import Volunteer
from app.kernel.calendar import local_date
from tests import world
from tests.adapters.test_papers import text_of
from tests.domain.certificates.papers import hers, row
from tests.domain.nominations.house import OVER, House, a_house, honoured

pytestmark = pytest.mark.usefixtures("database")
LATER = OVER + timedelta(days=1)
WISH = Wish(local_date(OVER))


@pytest.fixture
def house(database: object) -> House:
    return a_house()


def a_hero(house: House) -> Volunteer:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    world.an_approved_record(hero, house.station)
    return hero


def checked(certificate_id: object) -> checking.Checked:
    shown = queries.content(certificate_id)["shown"]  # type: ignore[arg-type]
    found = checking.checked(shown["number"], shown["code"])
    assert found is not None
    return found


def test_what_stands_is_printed(house: House, tmp_path: Path) -> None:
    hero = a_hero(house)
    honoured(house, number=hero.number)
    made = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER)
    words = text_of(certificate_papers.pdf_of(made, public_url="https://haoren.test"), tmp_path)
    flat = "".join(words.split())
    assert "荣誉2026.12.152026年第四季度身边好人推选，助人为乐" in flat, flat


def test_a_revoked_honour_shows_on_the_certificate_and_she_is_told(house: House) -> None:
    hero = a_hero(house)
    case_id = honoured(house, number=hero.number)
    made = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    found = checked(made)
    assert (found.state, found.standing) == ("outdated", "荣誉已被撤销")
    assert found.what_changed == "写着的 1 项荣誉被撤销"
    assert found.minutes_left == found.minutes
    assert "写着的荣誉后来被撤销" in inbox(hero.id).items[0].body
    assert list(against_ledger.findings()) == []

    new = following.replace_own(hero.id, made, by=hers(hero), now=LATER)
    assert [one["title"] for one in queries.content(new)["sections"]] == []
    assert checked(new).state == "valid"
    assert checked(made).state == "replaced"


def test_what_does_not_print_it_stays_as_it_is(house: House) -> None:
    hero, other = a_hero(house), a_hero(house)
    before = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER - timedelta(hours=1))
    case_id = honoured(house, number=hero.number)
    of_other = issuing.issue_own(other.id, WISH, by=hers(other), now=OVER)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    assert (row(before).state, row(of_other).state) == ("valid", "valid")


def test_the_same_wish_after_an_honour_is_a_new_certificate(house: House) -> None:
    hero = a_hero(house)
    first = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER - timedelta(minutes=1))
    honoured(house, number=hero.number)
    second = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER)
    assert first != second
    assert issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER) == second


def test_hours_and_an_honour_that_both_went_are_both_told(house: House) -> None:
    hero = a_hero(house)
    case_id = honoured(house, number=hero.number)
    record = world.an_approved_record(hero, house.station)
    made = issuing.issue_own(hero.id, WISH, by=hers(hero), now=OVER)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=LATER)
    approval.revoke(house.manager, record.id, "核对后没有到场", now=LATER)
    found = checked(made)
    assert found.standing == "部分内容已变动"
    assert found.what_changed == "其中 2 小时被撤销或更正，写着的 1 项荣誉被撤销"
    assert list(against_ledger.findings()) == []
