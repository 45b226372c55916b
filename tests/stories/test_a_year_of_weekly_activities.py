"""A year of weekly activities: planned and reviewed once, changed in the middle, one called off; a
resident who signed up hears of it, what was before stays, and her hours count as ever."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities.models import Activity, ActivitySession
from app.domain.attendance import codes
from app.kernel import clock
from app.kernel.calendar import local, local_date
from app.kernel.database import session
from tests import world
from tests.stories.house import House, wait_for
from tests.stories.people import Desk, Page, Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, 09:00 in Shanghai
LATER = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
PASSWORD = "Sunshine-2026-walk"
PLAN = {
    "title": "教老人用智能手机志愿服务",
    "work_type": "科技科普",
    "category": "科技科普",
    "targets": "老年人",
    "content": "一对一教老人用手机挂号、缴费。",
    "venue": "阳光社区一楼",
    "check_place": "none",
    "sessions-0-starts_at": "2026-11-25T09:00",
    "sessions-0-ends_at": "2026-11-25T11:00",
    "sessions-0-positions-0-name": "手机老师",
    "sessions-0-positions-0-capacity": "8",
    "recruits_from": "2026-11-24T09:00",
    "recruits_until": "2026-11-25T09:00",
    "cancel_deadline_hours": "24",
    "risk_level": "none",
    "risk_text": "不替老人输入密码。",
    "contact_name": "王丽",
    "contact_phone": "13800138000",
}
RULE = {
    "frequency": "weekly",
    "interval": "1",
    "weekdays": "2",
    "ordinal": "1",
    "month_day": "1",
    "ends": "count",
    "count": "52",
    "on_holidays": "move",
    "opens_days": "30",
}


class Typed(HTMLParser):
    """What a page's forms hold, as a browser would send it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._open = ""
        self.feed(page.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = dict(attrs)
        name, value = its.get("name") or "", its.get("value") or ""
        ticked = its.get("type") not in ("radio", "checkbox") or "checked" in its
        if tag == "input" and name and ticked and its.get("type") not in ("search", "submit"):
            self.fields.setdefault(name, []).append(value)
        if tag == "textarea":
            self._open = name
            self.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields[self._open][0] += data.lstrip("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._open = ""


def plans_a_year(desk: Desk) -> str:
    """A draft, its rule, all dates looked at, the drafts; the address of the series."""
    desk.open("/console/activities/new")
    place = re.search(r'<option selected value="([^"]+)"', desk.page.html if desk.page else "")
    assert place
    page = desk.send('name="title"', **PLAN, place_id=place[1], action="keep")
    draft = urlsplit(page.url).path
    desk.open(f"{draft}/repeat")
    page = desk.send('name="frequency"', **RULE)
    assert "一共 52 次" in page.text, page.text[:1500]
    assert "春节放假，由 2月10日 顺延" in page.text
    days = Typed(page).fields["days"]
    assert len(days) == 51
    page = desk.send('name="frequency"', **RULE, days=days, make="1")
    assert "共 52 次" in page.text, page.text[:1500]
    return urlsplit(page.url).path


def the_dates() -> list[Activity]:
    session.rollback()
    return list(session.scalars(select(Activity).order_by(Activity.starts_at)))


def signs_up(phone: Phone, activity_id: UUID) -> None:
    page = phone.open(f"/h5/activities/{activity_id}")
    phone.open(page.link("/positions/"))
    page = phone.send("/positions/")
    assert "报名成功" in page.text, page.text[:800]


def goes_public(desk: Desk, above: Desk, series: str) -> None:
    """Handed in, reviewed once by another person one level up, published."""
    desk.send("/submit")
    above.open(series)
    assert "一共 52 次" in above.send("/approve").text
    desk.open(series)
    assert "一共 52 次" in desk.send("/publish").text


def as_it_should_be(before: list[Activity], after: list[Activity]) -> None:
    """Earlier ones are untouched, later ones in the afternoon and upstairs."""
    assert [one.starts_at for one in after[:2]] == [one.starts_at for one in before[:2]]
    assert {one.venue for one in after[:2]} == {"阳光社区一楼"}
    assert {f"{local(one.starts_at):%H:%M}" for one in after[2:]} == {"15:00"}
    assert {one.venue for one in after[2:]} == {"阳光社区三楼教室"}


def moves_from(desk: Desk, activity_id: UUID) -> None:
    """From this one on: three in the afternoon, upstairs; first what that means."""
    page = desk.open(f"/console/activities/{activity_id}/edit-series", reach="following")
    typed = Typed(page).fields
    typed["sessions-0-starts_at"] = [typed["sessions-0-starts_at"][0][:10] + "T15:00"]
    typed["sessions-0-ends_at"] = [typed["sessions-0-ends_at"][0][:10] + "T17:00"]
    typed["recruits_until"] = typed["sessions-0-starts_at"]
    typed["venue"] = ["阳光社区三楼教室"]
    page = desk.send("edit-series", **typed)
    assert "修改 50 次，涉及 1 人" in page.text, page.text[:1500]
    typed = Typed(page).fields
    page = desk.send("h-confirm", **{**typed, "sure": "1"})
    assert "已修改 50 次，通知 1 人" in page.text, page.text[:1500]


def serves(house: House, phone: Phone, activity: Activity) -> None:
    """Scanned in when it begins and out at its end."""
    part = session.scalars(
        select(ActivitySession).where(ActivitySession.activity_id == activity.id)
    ).one()
    stays = (("in", part.starts_at, "签到成功"), ("out", part.ends_at, "签退成功"))
    for direction, at, words in stays:
        house.set_clock(at)
        code = codes.session_code(part.id, direction, now=clock.now())  # type: ignore[arg-type]
        phone.open(f"/c/{code.text}")
        page = phone.send("/h5/check-in")
        assert words in page.text, page.text[:800]


def test_a_year_of_weekly_activities(house: House) -> None:
    house.set_clock(MORNING)
    office = world.an_office()
    station = world.a_station(office)
    world.staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    world.staff_who_signs_in("lizhuren", PASSWORD, role=Role.OFFICE_MANAGER, at=office)
    phone = a_volunteer(house, station, "王桂兰", "13812345681")
    desk = Desk(house, "wangli", PASSWORD)

    goes_public(desk, Desk(house, "lizhuren", PASSWORD), plans_a_year(desk))
    dates = the_dates()
    assert {one.state for one in dates} == {"published"}
    assert local_date(dates[11].starts_at) == date(2027, 2, 11)  # a Thursday, after 春节

    house.set_clock(LATER)  # the first is over; a month ahead is open
    desk = Desk(house, "wangli", PASSWORD)
    phone.open("/h5/me")
    for number in (1, 2, 3):
        signs_up(phone, dates[number].id)
    told = len(phone.wait_for_notices(3))
    moves_from(desk, dates[2].id)
    assert "2 次有变更" in phone.wait_for_notices(told + 1)[-1]
    as_it_should_be(dates, the_dates())
    assert "12月9日 周三 15:00" in phone.open("/h5/sign-ups").text

    desk.open(f"/console/activities/{dates[3].id}/cancel")
    assert "活动已取消" in desk.send("h-confirm", reason="教室维修").text
    assert "教室维修" in phone.wait_for_notices(told + 2)[-1]

    serves(house, phone, dates[1])
    desk = Desk(house, "wangli", PASSWORD)
    desk.open("/console/hours")
    assert "1 条" in desk.send('name="ids"', ids=desk.first_id(), action="approve").text
    wait_for(lambda: "已认定" in "".join(phone.notices()), "the hours", house.log)
    assert "2 小时" in phone.open("/h5/hours").text
