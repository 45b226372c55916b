"""She forgot to check out: the clock closes it, she says when she left, two clerks do the rest."""

from datetime import UTC, datetime, timedelta

from app.domain.access.rules import Role
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk
from tests.stories.served import follows

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
PASSWORD = "Sunshine-2026-walk"


def test_a_forgotten_check_out_becomes_an_hour_by_request(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    for username in ("wangli", "lina"):
        world.staff_who_signs_in(username, PASSWORD, role=Role.STATION_CLERK, at=station)
    volunteer = world.a_volunteer(station)
    phone = follows(house, volunteer)
    position = world.an_open_position(station, starts_at=MORNING, state="running")
    world.checked_in(world.signed_up(volunteer, position), in_at=MORNING)

    house.set_clock(MORNING + timedelta(hours=3, minutes=11))  # it ended at 11:00
    assert "社区环境清洁" in phone.wait_for_notices(1)[0]
    page = phone.open(phone.open("/h5/hours").link("/h5/hours/"))
    assert "待确认" in page.text
    page = phone.send("/check-out", left_at="10:30", note="打扫完和李师傅一起走的")
    assert "10:30 离开，等待" in page.text, page.text[:600]

    desk = Desk(house, "wangli", PASSWORD)
    assert "条补签退待确认" in desk.open("/console/").text
    desk.open(desk.open("/console/hours/check-outs").link("/check-out"))
    page = desk.send("/check-out/confirm")
    assert "已确认离开时间" in page.text, page.text[:600]
    desk.open("/console/hours")
    page = desk.send('name="ids"', ids=desk.first_id(), action="approve")
    assert "不能由您认定" in page.text, page.text[:800]

    colleague = Desk(house, "lina", PASSWORD)
    colleague.open("/console/hours")
    colleague.send('name="ids"', ids=colleague.first_id(), action="approve")
    phone.wait_for_notices(2)
    told = phone.open(phone.open("/h5/hours").link("/h5/hours/")).text
    for words in ("已认定", "1 小时 30 分钟", "确认离开时间", "10:30 离开"):
        assert words in told, told
