"""The ranking on the phone: only where it is switched on, and each decides for herself."""

from datetime import date

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.models import Place
from app.domain.recognition import terms
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_centre, a_station, a_volunteer, an_approved_record, an_office, staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def administrator(database: object) -> Staff:
    return staff(Role.CENTRE_ADMINISTRATOR, at=a_centre())


@pytest.fixture
def station(administrator: Staff) -> Place:
    return a_station(an_office(session.get_one(Place, administrator.place.id)))


def test_switched_off_there_is_no_page_and_nothing_to_agree_to(
    visitor: Visitor, station: Place
) -> None:
    visitor.sign_in(a_volunteer(station))
    assert visitor.open("/h5/rankings").status_code == 404
    assert "时长榜" not in visitor.open("/h5/hours").text
    assert "同意“时长榜”" not in visitor.open("/h5/consents").text
    assert visitor.send("/h5/consents/hours_ranking", agree="1").status_code == 404


def test_she_joins_reads_her_rank_and_leaves_at_once(
    visitor: Visitor, station: Place, administrator: Staff
) -> None:
    terms.turn(administrator, "rankings", is_on=True, now=NOON)
    person = a_volunteer(station)
    an_approved_record(person, station)
    visitor.sign_in(person)
    assert "/h5/rankings" in visitor.open("/h5/hours").text
    page = visitor.open("/h5/rankings").text
    assert "这段时间还没有人上榜" in page
    assert "只有自己同意的人才上榜" in page
    visitor.open("/h5/consents")
    assert visitor.send("/h5/consents/hours_ranking", agree="1").status_code == 303
    page = visitor.open("/h5/rankings?period=year&place=mine").text
    assert "第 1 名，2 小时" in page
    assert "张**" in page
    visitor.open("/h5/consents")
    visitor.send("/h5/consents/hours_ranking", agree="0")
    assert "这段时间还没有人上榜" in visitor.open("/h5/rankings?period=year").text


def test_what_she_agreed_to_is_withdrawn_also_when_it_is_off_again(
    visitor: Visitor, station: Place, administrator: Staff
) -> None:
    terms.turn(administrator, "rankings", is_on=True, now=NOON)
    visitor.sign_in(a_volunteer(station)).open("/h5/consents")
    visitor.send("/h5/consents/hours_ranking", agree="1")
    terms.turn(administrator, "rankings", is_on=False, now=NOON)
    assert "撤回“时长榜”" in visitor.open("/h5/consents").text
    assert visitor.send("/h5/consents/hours_ranking", agree="0").status_code == 303
    visitor.open("/h5/consents")  # says that it is withdrawn
    assert "时长榜" not in visitor.open("/h5/consents").text


def test_a_minor_is_not_asked(visitor: Visitor, station: Place, administrator: Staff) -> None:
    terms.turn(administrator, "rankings", is_on=True, now=NOON)
    visitor.sign_in(a_volunteer(station, born=date(2010, 1, 1)))
    assert "hours_ranking" not in visitor.open("/h5/consents").text
    assert visitor.send("/h5/consents/hours_ranking", agree="1").status_code == 404
    assert "满 18 岁、自己同意的人才上榜" in visitor.open("/h5/rankings").text
