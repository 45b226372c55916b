"""An old woman telephones, a team comes, she gives five stars, and the hours count; one order is
declined, and one nobody answers, whose requester follows it in the chat."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.stories.house import House, wait_for
from tests.stories.people import Browser, Desk, Page, Phone
from tests.stories.qr import text_of
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
TEN = MORNING + timedelta(hours=1)
PASSWORD = "Sunshine-2026-walk"
SAID = {
    "source": "phone",
    "title": "上门理发",
    "category": "社区服务",
    "where": "home",
    "wanted_on": "2026-11-24",
    "wanted_part": "上午",
    "people": "1",
    "name": "赵桂芳",
    "phone": "13900007777",
    "address": "阳光小区 3 号楼 501",
    "group": "老年人",
    "consent": "y",
}


def a_led_team(house: House, station: Place) -> Phone:
    """A team of two; its leader's phone."""
    leader = a_volunteer(house, station, "王桂兰", "13812345670")
    rows = session.scalars(select(Volunteer).where(Volunteer.name == "王桂兰")).one()
    world.a_team(station, rows, world.a_volunteer(station, name="李明"))
    return leader


def takes_the_call(desk: Desk, **said: str) -> Page:
    """The clerk writes down what was said on the telephone, verifies it, and asks the team."""
    page = desk.open("/console/orders/new")
    place = re.search(r'<option selected value="([^"]+)"[^>]*>\s*阳光社区', page.html)
    assert place, page.html[:2000]
    page = desk.send("data-busy", **{**SAID, **said}, place_id=place[1], item_id="")
    assert "由您核实" in page.text, page.text[:800]
    return verifies_and_dispatches(desk)


def verifies_and_dispatches(desk: Desk) -> Page:
    """From the order's page: it can be done, and the team is asked."""
    page = desk.send("/verify", decision="pass", brief="给一位老人理发")
    assert "核实通过" in page.text, page.text[:800]
    return dispatches(desk, page)


def dispatches(desk: Desk, page: Page) -> Page:
    """Ask the team."""
    team = re.search(r'<option(?: selected)? value="([^"]+)">暖阳志愿队', page.html)
    assert team, page.text[:800]
    order = page.url
    assert "已派单" in desk.send("/dispatch", team_id=team[1]).text
    return desk.open(urlsplit(order).path)


def orders_herself(resident: Phone, desk: Desk) -> Page:
    """She asks on her phone, and is told in the chat; staff verify it and ask the team."""
    assert "没有在办的点单" in resident.write("点单")
    resident.open("/h5/orders/new")
    hers = {**SAID, "title": "修水管", "wanted_on": "2026-11-26", "name": "刘玉珍"}
    page = resident.send('name="wanted_on"', **hers)
    assert "工作人员会打电话" in page.text, page.text[:800]
    said = resident.write("点单")
    assert "您有 1 个点单在办" in said
    assert "修水管" in said
    assert "工作人员会打电话向您核实" in said
    desk.open(f"/console/orders/{page.url.rpartition('/')[2]}")
    assert "阳光小区 3 号楼 501" in desk.send("/take-up").text
    return verifies_and_dispatches(desk)


def accepts(leader: Phone, order: Page, starts_at: str = "2026-11-24T10:00") -> Page:
    """From the message: both come at ten."""
    page = leader.open(f"/h5/team-orders/{order.url.rpartition('/')[2]}")
    assert "阳光小区" not in page.text
    members = re.findall(r'name="members"[^>]*value="([^"]+)"', page.html)
    assert len(members) == 2
    page = leader.send("/accept", starts_at=starts_at, minutes="60", members=members)
    assert "已接单" in page.text, page.text[:800]
    return page


def shown_code(desk: Desk, direction: str) -> str:
    """What the QR on the station's screen says just now."""
    answer = desk.open(f"/console/sessions/{world.only_session().id}/screen/{direction}.svg")
    assert answer.status == 200, answer.text
    return text_of(answer.content)


def serves(house: House, leader: Phone, path: str) -> Desk:
    """An hour at her home, scanned in and out at the station, and what came of it; a desk."""
    house.set_clock(TEN)
    desk = Desk(house, "wangli", PASSWORD)
    leader.scan(shown_code(desk, "in"))
    assert "签到成功" in leader.send("/h5/check-in").text
    wait_for(lambda: "服务中" in desk.open(path).text, "the service", house.log)
    house.set_clock(TEN + timedelta(hours=1))
    desk = Desk(house, "wangli", PASSWORD)
    leader.scan(shown_code(desk, "out"))
    assert "签退成功" in leader.send("/h5/check-in").text
    leader.open(f"/h5/team-orders/{path.rpartition('/')[2]}")
    assert "辛苦了" in leader.send("/finish", result="理好了，老人很高兴").text
    return desk


def test_from_a_telephone_call_to_five_stars_and_hours(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    leader, grandmother = a_led_team(house, station), Phone(house, "赵桂芳", "13900007777")
    desk = Desk(house, "wangli", PASSWORD)

    order = takes_the_call(desk)
    assert "请接单" in leader.wait_for_notices(1)[-1]
    accepts(leader, order)
    assert "阳光小区 3 号楼 501" in leader.send("/look").text
    wait_for(lambda: any("已接单" in one for one in grandmother.sms()), "the SMS", house.log)

    path = urlsplit(order.url).path
    desk = serves(house, leader, path)
    wait_for(lambda: any("请您评价" in one for one in grandmother.sms()), "the SMS", house.log)
    link = next(one for one in grandmother.sms() if "请您评价" in one)
    found = re.search(r"/orders/[\w-]+", link)
    assert found, link
    neighbour = Browser(house.app_url)  # she shows the message to a neighbour with a better phone
    assert "请您评价" in neighbour.open(found[0]).text
    assert "谢谢您的评价" in neighbour.send("stars", stars="5", words="手艺真好").text
    assert "★★★★★" in desk.open(path).text

    desk.open("/console/hours")
    page = desk.send('name="ids"', ids=desk.first_id(), action="approve")
    assert "1 条" in page.text, page.text[:800]
    wait_for(lambda: "已认定" in "".join(leader.notices()), "the hours", house.log)


def test_a_declined_order_and_one_nobody_answers_come_back(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    leader = a_led_team(house, station)
    resident = a_volunteer(house, station, "刘玉珍", "13812345671")
    desk = Desk(house, "wangli", PASSWORD)
    declined = takes_the_call(desk)
    late = orders_herself(resident, desk)
    assert "已核实" in resident.wait_for_notices(1)[-1]
    leader.wait_for_notices(2)
    leader.open(f"/h5/team-orders/{declined.url.rpartition('/')[2]}")
    assert "已谢绝" in leader.send("/decline", words="队员都在外地").text
    assert "队员都在外地" in desk.open(urlsplit(declined.url).path).text

    house.turn_clock(timedelta(hours=25))
    desk = Desk(house, "wangli", PASSWORD)
    path = urlsplit(late.url).path
    wait_for(lambda: "超时没有接单" in desk.open(path).text, "the time-out", house.log)
    page = desk.open("/console/orders", tab="dispatch")
    assert "上门理发" in page.text
    assert "修水管" in page.text

    assert "正在安排团队" in resident.write("我的点单")
    dispatches(desk, desk.open(path))
    accepts(leader, late, "2026-11-26T10:00")
    assert "已接单" in resident.wait_for_notices(2)[-1]
    assert "暖阳志愿队会按时来" in resident.write("点单")
