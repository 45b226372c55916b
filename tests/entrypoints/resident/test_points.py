"""My points: the sum, the story of each entry, and nothing where the district gives none."""

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.recognition import terms
from tests.domain.recognition.points import served
from tests.entrypoints.resident.conftest import Visitor
from tests.world import NOON, a_centre, a_station, a_volunteer, an_office, staff


def test_points_stand_on_my_pages_and_lead_to_the_hours_behind_them(visitor: Visitor) -> None:
    reactions.connect()
    station = a_station()
    person = a_volunteer(station)
    record = served(person, station)
    visitor.sign_in(person)
    assert "我的积分（20 分）" in visitor.open("/h5/me").text
    assert "看积分的来历" in visitor.open("/h5/hours").text
    page = visitor.open("/h5/points").text
    assert f'href="/h5/hours/{record.id}"' in page
    assert "+20 分" in page
    assert "2028年11月30日前可用" in page


def test_without_hours_the_page_says_how_points_come(visitor: Visitor) -> None:
    page = visitor.sign_in(a_volunteer()).open("/h5/points").text
    assert "还没有积分" in page
    assert "每认定 1 小时得 10 分" in page


def test_where_points_are_off_no_page_speaks_of_them(visitor: Visitor) -> None:
    centre = a_centre()
    administrator = staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    terms.turn(administrator, "points", False, now=NOON)
    visitor.sign_in(a_volunteer(a_station(an_office(centre))))
    for address in ("/h5/me", "/h5/hours"):
        assert "积分" not in visitor.open(address).text
    assert visitor.open("/h5/points").status_code == 404
