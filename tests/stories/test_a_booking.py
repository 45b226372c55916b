"""From the poster on the door to a room: asked, approved, refused to another, given back, free.

Everything by HTTP: two phones in WeChat, a desk.
"""

from io import BytesIO
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

from app.domain.access.rules import Role
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk, Page, Phone
from tests.stories.served import a_served_district, follows

ROOM = {
    "name": "二楼活动室",
    "kind": "activity_room",
    "seats": "30",
    "audience": "volunteers",
    "needs_approval": "1",
    "most_minutes": "120",
    "days_ahead": "14",
    **{f"day_{number}": "9:00-12:00" for number in range(7)},
}
DAY = "?day=2026-11-26"
WANTED = {"starts_at": "540", "ends_at": "660", "purpose": "合唱排练", "heads": "20"}


def describes_a_room(desk: Desk, place_id: str) -> str:
    """The clerk describes it; what the code on her poster says."""
    desk.open("/console/facilities/new")
    page = desk.send('name="needs_approval"', place_id=place_id, **ROOM)
    assert "已登记" in page.text, page.text[:800]
    poster = desk.open(f"/console/places/{place_id}/poster.png").content
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(poster)))
    return str(code.text)


def asks_for_it(phone: Phone, poster: str) -> Page:
    """By the poster, the place's page and the facility's, for Thursday from nine to eleven."""
    room = phone.scan(poster).link("/h5/facilities/")
    page = phone.open(urlsplit(room).path + DAY)
    if "登录后预约" in page.text:  # WeChat says who she is, and leads back to the day
        page = phone.open(page.link("/book"))
    assert "11月26日" in page.text, page.text[:800]
    return phone.send("/book", **WANTED)


def test_a_room_is_booked_given_back_and_booked_by_another(house: House) -> None:
    served = a_served_district(house)
    zhang, li = (
        follows(house, world.a_volunteer(served.station, name=name)) for name in ("张桂英", "李明")
    )
    desk = served.desk(Role.STATION_CLERK)
    poster = describes_a_room(desk, str(served.station.id))

    asked = asks_for_it(zhang, poster)
    assert "等待确认" in asked.text, asked.text[:800]
    refused = asks_for_it(li, poster)
    assert refused.status == 409
    assert "9:00–11:00 已经有人预约了" in refused.text, refused.text[:800]
    assert "11:00–12:00 还空着" in refused.text

    desk.open(desk.open("/console/bookings").link("/console/bookings/0"))
    assert "已同意" in desk.send("/approve").text
    assert "已约好" in zhang.wait_for_notices(1)[-1]

    zhang.open(urlsplit(asked.url).path)
    assert "已取消" in zhang.send("/cancel").text
    assert "等待确认" in asks_for_it(li, poster).text
