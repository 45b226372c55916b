"""A resident follows, registers, signs up, scans in and out; a clerk approves; the hour is hers.

All over HTTP: WeChat's side signs and encrypts in safe mode, a worker sends the notices.
"""

from datetime import UTC, datetime, timedelta

from app.domain.access.rules import Role
from app.domain.places.models import Place
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk, Phone
from tests.stories.qr import text_of

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
LEAVING = MORNING + timedelta(hours=2)  # an hour and a half of the planned two
PASSWORD = "Sunshine-2026-walk"


def a_district() -> Place:
    """A station with a clerk who can sign in and a cleaning at nine with two places."""
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    nine = MORNING + timedelta(minutes=30)
    world.an_open_position(station, starts_at=nine, lasts=timedelta(hours=2), capacity=2)
    return station


def register(phone: Phone, name: str, station: Place) -> None:
    """Fill in the one page: the code comes by SMS."""
    phone.open("/h5/register")
    phone.ask_for_code()
    page = phone.send(
        "/h5/register",
        name=name,
        phone=phone.phone,
        code=phone.wait_for_code(),
        community_id=str(station.id),
        born="1960-05-01",
        categories=["社区服务"],
        consent="y",
    )
    assert "注册成功" in page.text or "志愿者编号" in page.text, page.text[:600]


def sign_up(phone: Phone) -> None:
    page = phone.open("/h5/")
    page = phone.open(page.link("/h5/activities/"))
    page = phone.open(page.link("/positions/"))
    page = phone.send("/positions/")
    assert "报名成功" in page.text, page.text[:600]


def shown_code(desk: Desk, direction: str) -> str:
    """What the QR on the station's screen says just now."""
    session_id = world.only_session().id
    answer = desk.open(f"/console/sessions/{session_id}/screen/{direction}.svg")
    assert answer.status == 200, answer.text
    return text_of(answer.content)


def test_from_following_the_account_to_an_approved_hour(house: House) -> None:
    house.set_clock(MORNING - timedelta(minutes=20))
    station = a_district()
    house.run("wechat", "menu", "push")
    phone = Phone(house, "张桂英", "13812345678")

    assert "志愿" in phone.follow()
    register(phone, "张桂英", station)
    sign_up(phone)
    assert "社区环境清洁" in phone.wait_for_notices(1)[0]

    desk = Desk(house, "wangli", PASSWORD)
    house.set_clock(MORNING)  # however long the walk took so far
    phone.scan(shown_code(desk, "in"))
    page = phone.send("/h5/check-in")
    assert "签到成功" in page.text, page.text[:600]
    phone.scan(shown_code(desk, "in"))
    assert "08:30" in phone.send("/h5/check-in").text

    house.set_clock(MORNING + timedelta(hours=1, minutes=58))
    desk = Desk(house, "wangli", PASSWORD)  # idle for so long, she was signed out
    house.set_clock(LEAVING)
    phone.scan(shown_code(desk, "out"))
    assert "签退成功" in phone.send("/h5/check-in").text

    page = desk.open("/console/hours")
    assert "张桂英" in page.text
    assert "1 小时 30 分钟" in page.text
    page = desk.send('name="ids"', ids=desk.first_id(), action="approve")
    assert "1 条" in page.text, page.text[:800]

    notice = phone.wait_for_notices(2)[-1]
    assert "社区环境清洁" in notice
    story = phone.open(phone.open("/h5/hours").link("/h5/hours/"))
    for words in ("已认定", "08:30", "10:30", "1 小时 30 分钟"):
        assert words in story.text, story.text
    assert "1小时30分" in phone.tap("我的时长").replace(" ", "")
