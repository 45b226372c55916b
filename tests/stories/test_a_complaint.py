"""A resident complains about hours that her station decided: the office answers, then the centre.

Everything by HTTP: a phone in WeChat, three desks.
"""

from urllib.parse import urlsplit

from app.domain.access.rules import Role
from tests.stories.house import House
from tests.stories.people import Desk, Page, Phone
from tests.stories.served import Served, a_served_district

WHY = "那天我做了三个小时，只记了两个小时"
FIRST, SECOND = "按签到签退的时间算的。", "查了现场照片，您多做了一小时，已请实践站更正。"


def complains(phone: Phone) -> str:
    """From the page of her hours, by the quiet link at its foot; the path of what she follows."""
    page = phone.open(phone.open("/h5/hours").link("/h5/hours/"))
    page = phone.open(page.link("/h5/complaints/new"))
    assert "社区环境清洁" in page.text
    page = phone.send("data-keep", subject="hours", text=WHY)
    assert "收到了" in page.text, page.text[:800]
    return urlsplit(page.url).path


def the_clerk_takes_nothing(served: Served, number: str) -> None:
    """She decided on the hours: her queue is empty, and by its address she reads nothing."""
    desk = served.desk(Role.STATION_CLERK)
    assert "没有待受理的意见" in desk.open("/console/complaints").text
    page = desk.open(f"/console/complaints/{number}")
    assert "您看不到内容" in page.text, page.text[:800]
    assert WHY not in page.text
    assert "由我办理" not in page.text


def answers(desk: Desk, words: str, outcome: str) -> Page:
    """Who has no part in it takes it up from her queue and answers."""
    page = desk.open(desk.open("/console/complaints").link("/console/complaints/0"))
    assert WHY in page.text, page.text[:800]
    assert "张桂英" not in page.text
    assert "由您办理" in desk.send("/take").text
    page = desk.send("/answer", outcome=outcome, words=words)
    assert "已答复" in page.text, page.text[:800]
    return page


def test_hours_are_complained_about_answered_reopened_closed_and_counted(house: House) -> None:
    served = a_served_district(house)
    phone, _ = served.has_served("张桂英")
    served.approve_all()
    path = complains(phone)
    the_clerk_takes_nothing(served, path.rpartition("/")[2])

    answers(served.desk(Role.OFFICE_MANAGER), FIRST, "explained")
    phone.wait_for_notices(3)
    page = phone.open(path)
    assert FIRST in page.text
    page = phone.send("/reopen", words="没有问过在场的人")
    assert "重新办理" in page.text, page.text[:800]

    centre = served.desk(Role.CENTRE_ADMINISTRATOR)
    answers(centre, SECOND, "upheld")
    phone.wait_for_notices(5)
    assert SECOND in phone.open(path).text
    assert "已办结" in phone.send("/rate", stars="5", words="谢谢").text
    year = centre.open("/console/complaints/year").text
    for counted in ("服务时长", "属实，已处理", "5.0 星"):
        assert counted in year, year[:1500]
