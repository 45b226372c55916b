"""WeChat ids come and go; the person stays one. Nobody becomes somebody by a borrowed link."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import requests
from sqlalchemy import select

from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.stories.house import WECHAT, House, wait_for
from tests.stories.people import Page, Phone
from tests.stories.wechat_browser import AUTHORISE, WeChatBrowser

MORNING = datetime(2026, 11, 24, 0, 30, 30, tzinfo=UTC)  # 08:30:30 in Shanghai
A_MINUTE_LATER = timedelta(seconds=61)  # another code for the same phone
NAME, NUMBER = "张桂英", "13812345678"


def a_community(house: House) -> Place:
    house.set_clock(MORNING)
    return world.a_station()


def register(phone: Phone, station: Place) -> Page:
    """The one page, filled in by the same person whatever phone she holds."""
    earlier = len(phone.sms())
    phone.open("/h5/register")
    phone.ask_for_code()
    wait_for(lambda: len(phone.sms()) > earlier, "the SMS", phone.house.log)
    return phone.send(
        "/h5/register",
        name=NAME,
        phone=NUMBER,
        code=phone.wait_for_code(),
        community_id=str(station.id),
        born="1960-05-01",
        categories=["社区服务"],
        consent="y",
    )


def number_of(phone: Phone) -> str:
    """Her volunteer number, as her own page shows it."""
    page = phone.open("/h5/me")
    found = re.search(r"志愿者编号 (\w+)", page.text)
    assert found, page.text[:500]
    return found[1]


def volunteers() -> list[UUID]:
    session.rollback()
    return list(session.scalars(select(Volunteer.id).order_by(Volunteer.number)))


def bound_to() -> dict[str, UUID | None]:
    """Every WeChat id we have met, and whom it stands for."""
    session.rollback()
    rows = session.execute(select(WeChatIdentity.open_id, WeChatIdentity.volunteer_id))
    return {row.open_id: row.volunteer_id for row in rows}


def test_a_second_wechat_id_of_the_same_person_is_bound_to_her(house: House) -> None:
    station = a_community(house)
    old, new = Phone(house, NAME, NUMBER), Phone(house, "换了手机", NUMBER)
    for phone in (old, new):
        phone.follow()
    register(old, station)
    (person,) = volunteers()
    assert bound_to() == {old.open_id: person, new.open_id: None}

    house.turn_clock(A_MINUTE_LATER)
    page = register(new, station)

    assert "您以前注册过" in page.text
    assert volunteers() == [person]
    assert bound_to() == {old.open_id: person, new.open_id: person}
    assert number_of(new) == number_of(old)


def test_authorisation_cancelled_parts_the_wechat_id_from_the_person(house: House) -> None:
    station = a_community(house)
    phone = Phone(house, NAME, NUMBER)
    phone.follow()
    register(phone, station)
    number, (person,) = number_of(phone), volunteers()

    cancelled = {"event": "user_authorization_cancellation"}
    assert house.simulator("POST", f"/followers/{phone.id}/authorization", cancelled)["served"]

    assert bound_to() == {phone.open_id: None}
    page = phone.open("/h5/me")
    assert "/h5/register" in page.url
    assert number not in page.text
    house.turn_clock(A_MINUTE_LATER)
    register(phone, station)
    assert number_of(phone) == number
    assert volunteers() == [person]
    assert bound_to() == {phone.open_id: person}


def test_a_snapshot_never_becomes_an_account(house: House) -> None:
    a_community(house)
    passer_by = WeChatBrowser(house, "路人", snapshot=True)

    for path in ("/h5/register", "/h5/me", "/h5/card", "/h5/register"):
        page = passer_by.open(path)
        assert page.status == 403
        assert "使用完整服务" in page.text
    assert volunteers() == []
    assert bound_to() == {}

    house.simulator("PATCH", f"/followers/{passer_by.id}", {"snapshot": False})
    page = passer_by.open("/h5/register")
    assert page.status == 200
    assert page.form("register")
    assert bound_to() == {passer_by.open_id: None}


def somebody(house: House, name: str) -> WeChatBrowser:
    browser = WeChatBrowser(house, name)
    world.a_volunteer(name=name, open_id=browser.open_id)
    return browser


def spend(house: House, address: str) -> None:
    """Exchange the code in an address, as a browser does that opens it twice."""
    (code,) = parse_qs(urlsplit(address).query)["code"]
    asked = {
        "appid": WECHAT["WECHAT_APP_ID"],
        "secret": WECHAT["WECHAT_APP_SECRET"],
        "code": code,
        "grant_type": "authorization_code",
    }
    url = f"{house.simulator_url}/sns/oauth2/access_token"
    assert "openid" in requests.get(url, params=asked, timeout=10).json()


def test_a_spent_code_starts_over_and_gives_up_in_words(house: House) -> None:
    a_community(house)
    zhang = somebody(house, NAME)
    authorise = zhang.ask("/h5/sign-in", next="/h5/me").headers["Location"]
    back = zhang.come_back_address(authorise)
    spend(house, back)

    answer = zhang.ask(back)

    assert answer.status_code == 302
    assert AUTHORISE in answer.headers["Location"]
    assert NAME in zhang.follow_on(answer).text

    li = somebody(house, "李强")
    spent = {"path": "/sns/oauth2/access_token", "kind": "errcode", "errcode": 40163, "times": 3}
    house.simulator("POST", "/faults", spent)
    page = li.open("/h5/me")
    assert page.status == 409
    assert "登录没有完成" in page.text
    assert "李强" in li.open("/h5/me").text


def test_a_link_with_somebody_elses_code_signs_nobody_in_as_her(house: House) -> None:
    a_community(house)
    zhang, li = somebody(house, NAME), somebody(house, "李强")
    for used in (False, True):
        authorise = zhang.ask("/h5/sign-in", next="/h5/me").headers["Location"]
        her_link = zhang.come_back_address(authorise)
        if used:
            assert NAME in zhang.open(her_link).text

        li.session.cookies.clear()
        li.open(her_link)

        page = li.open("/h5/me")
        assert "李强" in page.text
        assert NAME not in page.text
