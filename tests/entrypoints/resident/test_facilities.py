"""From a place's page to a facility, its free half hours, a booking, and giving it back."""

import re

import pytest

from app.domain import reactions
from app.domain.facilities import describing
from app.domain.facilities.models import Booking
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.facilities.house import ROOM, House, a_house, booked, the_booking
from tests.entrypoints.resident.conftest import Visitor
from tests.world import saved

FORM = {
    "day": "2026-11-25",
    "starts_at": "540",
    "ends_at": "660",
    "purpose": "合唱排练",
    "heads": "20",
    "team_id": "",
}


@pytest.fixture
def house(visitor: Visitor) -> House:
    reactions.connect()
    return a_house()


def signed_in(visitor: Visitor, person_id: object) -> Visitor:
    with visitor.client.session_transaction() as cookie:
        cookie["volunteer_id"] = str(person_id)
    return visitor


def test_she_books_and_gives_back(visitor: Visitor, house: House) -> None:
    me = signed_in(visitor, house.zhang.id)
    place = me.open(f"/places/{house.station.id}").text
    found = re.search(r'href="(/h5/facilities/[^"]+)"', place)
    assert found, place[-2000:]
    page = me.open(f"{found[1]}?day=2026-11-25&from=540").text
    assert "空着的时间：9:00–12:00、14:00–17:30" in page
    assert re.search(r'<option[^>]*selected[^>]*value="540"', page)
    mine = me.send(f"{found[1]}/book", follow=True, **FORM)
    assert "约好了" in mine.text
    path = mine.request.path
    again = me.open(f"{found[1]}?day=2026-11-25").text
    assert "空着的时间：11:00–12:00、14:00–17:30" in again
    assert "已约" in again
    me.open(path)
    assert "已取消" in me.send(f"{path}/cancel", follow=True).text
    assert "二楼活动室" in me.open("/h5/bookings").text


def test_what_is_taken_is_refused_with_what_is_free(visitor: Visitor, house: House) -> None:
    booked(house)
    me = signed_in(visitor, house.li.id)
    me.open(f"/h5/facilities/{house.room}?day=2026-11-25")
    answer = me.send(f"/h5/facilities/{house.room}/book", **FORM)
    assert answer.status_code == 409
    assert "9:00–11:00 已经有人预约了" in answer.text
    assert "11:00–12:00、14:00–17:30 还空着" in answer.text
    assert 'value="合唱排练"' in answer.text  # what she typed is still there


def test_a_visitor_sees_what_is_free_and_no_names(visitor: Visitor, house: House) -> None:
    made = booked(house)
    page = visitor.open(f"/h5/facilities/{house.room}?day=2026-11-25").text
    assert "登录后预约" in page
    assert "张桂英" not in page
    assert the_booking(made).purpose not in page


def test_a_day_that_is_gone_is_not_booked_on_another_one(visitor: Visitor, house: House) -> None:
    me = signed_in(visitor, house.li.id)
    me.open(f"/h5/facilities/{house.room}")
    for day in ("2026-11-01", ""):
        answer = me.send(f"/h5/facilities/{house.room}/book", **{**FORM, "day": day})
        assert answer.status_code == 422
        assert "这一天已经不能约了" in answer.text
        assert 'value="合唱排练"' in answer.text
    assert session.query(Booking).count() == 0


def test_an_old_link_to_what_is_switched_off_leads_to_its_place(
    visitor: Visitor, house: House
) -> None:
    describing.switch_off(house.clerk, house.room, now=NOON)
    page = visitor.open(f"/h5/facilities/{house.room}").text
    assert "现在不能预约" in page
    assert f"/places/{house.station.id}" in page


def test_a_room_at_a_point_is_asked_about_where_people_work(visitor: Visitor, house: House) -> None:
    point = world.a_point(house.station)
    point.contact_phone = ""
    house.station.contact_phone = "68801234"
    saved(point, house.station)
    room = describing.add(house.clerk, ROOM, place_id=point.id, now=NOON)
    assert "68801234" in visitor.open(f"/h5/facilities/{room}").text
