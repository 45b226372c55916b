"""A resident finds what she can take, follows it in her calendar, and in the end leaves.

All over HTTP, through WeChat's browser; the calendar program signs in nowhere.
"""

import re
from datetime import UTC, datetime, timedelta

import requests
from icalendar import Calendar
from sqlalchemy import select

from app.domain.people.models import Volunteer
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
TOMORROW = MORNING + timedelta(days=1)
NEXT_STREET = {"latitude": "36.1334", "longitude": "117.1234", "coordinates": "gcj02"}


def test_from_what_she_can_take_to_an_account_closed(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    world.an_open_position(
        station, title="助老理发", starts_at=TOMORROW, latitude=36.1334, longitude=117.1234
    )
    full = world.an_open_position(station, title="义务植树", starts_at=TOMORROW, capacity=1)
    world.signed_up(world.a_volunteer(station), full)
    phone = a_volunteer(house, station, "李明", "13812345678")

    find(phone)
    near(phone)
    page = phone.open("/h5/", q="理")
    page = phone.open(page.link("/h5/activities/"))
    phone.open(page.link("/positions/"))
    assert "报名成功" in phone.send("/positions/").text

    address = follow_in_a_calendar(house, phone)
    assert titles(address) == ["助老理发"]
    give_up_the_address(phone)
    assert requests.get(address, timeout=30).status_code == 404

    agree_and_take_back(phone)
    leave(phone)
    session.rollback()
    (left,) = session.scalars(select(Volunteer).where(Volunteer.state == "left"))
    assert left.name != "李明", "her name goes with her account"
    assert "注册" in phone.open("/h5/me").text


def find(phone: Phone) -> None:
    """First what she can take; what is full only when she asks for it."""
    assert "李明" in phone.open("/h5/me").text
    page = phone.open("/h5/")
    assert "助老理发" in page.text
    assert "义务植树" not in page.text
    assert "义务植树" in phone.open("/h5/", full="1").text
    assert "助老理发" not in phone.open("/h5/", day="2026-11-27").text


def near(phone: Phone) -> None:
    """From her community, until the phone tells where she is."""
    assert "从您所在的社区算起" in phone.open("/h5/", view="near").text
    page = phone.send("/h5/near", **NEXT_STREET, agree="1")
    assert "距离 0 米" in page.text


def follow_in_a_calendar(house: House, phone: Phone) -> str:
    """The address she gives to her calendar program."""
    phone.open("/h5/calendar")
    page = phone.send("/h5/calendar")
    found = re.search(r'value="[^"]*(/calendar/[\w-]+\.ics)"', page.html)
    assert found, page.text[:500]
    return house.app_url + found[1]


def titles(address: str) -> list[str]:
    """What a calendar program reads there."""
    answer = requests.get(address, timeout=30)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [str(event["SUMMARY"]) for event in events]


def give_up_the_address(phone: Phone) -> None:
    phone.open("/h5/calendar")
    assert "先生成一个地址" in phone.send("/h5/calendar/give-up").text


def agree_and_take_back(phone: Phone) -> None:
    """One purpose, agreed to and withdrawn with one tap each."""
    phone.open("/h5/consents")
    assert "已同意“公开姓名：显示全名”" in phone.send("/h5/consents/open_name", agree="1").text
    assert "马上生效" in phone.send("/h5/consents/open_name", agree="0").text


def leave(phone: Phone) -> None:
    """Said what stays and what goes, then done."""
    assert "志愿服务条例" in phone.open("/h5/account/leave").text
    assert "账号已注销" in phone.send("/h5/account/leave").text
