"""Signing in by WeChat and by phone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.people import phone_codes
from app.domain.people.models import WeChatIdentity
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import NOON, a_station, a_volunteer
from wechat import CodeSpent, Unreachable, WebSignIn
from wechat import Visitor as Guest


@pytest.fixture
def wechat_says(monkeypatch: pytest.MonkeyPatch) -> list[Guest | Exception]:
    """What WeChat answers to the next codes, in order."""
    answers: list[Guest | Exception] = []

    def visitor(_self: WebSignIn, _code: str) -> Guest:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(WebSignIn, "visitor", visitor)
    return answers


def state_in(location: str) -> str:
    return location.partition("state=")[2].partition("#")[0]


def come_back(visitor: Visitor, location: str) -> object:
    return visitor.open(f"/h5/signed-in?code=c0de&state={state_in(location)}")


def known_ids() -> int:
    return session.scalar(select(func.count()).select_from(WeChatIdentity)) or 0


def test_wechat_signs_in_and_leads_on(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    a_volunteer(open_id="o-zhang")
    wechat_says.append(Guest("o-zhang", "", is_snapshot=False))
    away = wechat_visitor.open("/h5/sign-in?next=/h5/me")
    assert "connect/oauth2/authorize" in away.location
    assert "haoren.test" in away.location
    back = come_back(wechat_visitor, away.location)
    assert back.location == "/h5/me"
    assert "张桂英" in wechat_visitor.open("/h5/me").text


def test_a_stranger_is_led_to_register_and_known_from_then_on(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.append(Guest("o-new", "", is_snapshot=False))
    come_back(wechat_visitor, wechat_visitor.open("/h5/sign-in?next=/h5/me").location)
    assert "/h5/register" in wechat_visitor.open("/h5/me").location
    assert known_ids() == 1


def test_a_spent_code_starts_over_twice_then_offers_a_button(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.extend([CodeSpent("spent")] * 3)
    away = wechat_visitor.open("/h5/sign-in")
    for _ in range(2):
        away = come_back(wechat_visitor, away.location)
        assert away.status_code == 302
    page = come_back(wechat_visitor, away.location)
    assert page.status_code == 409
    assert "重新登录" in page.text


def test_another_state_than_ours_signs_nobody_in(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.append(Guest("o-attacker", "", is_snapshot=False))
    wechat_visitor.open("/h5/sign-in")
    wechat_visitor.open("/h5/signed-in?code=theirs&state=" + "1" + "a" * 32)
    assert known_ids() == 0
    assert len(wechat_says) == 1


def test_a_snapshot_is_never_an_account(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.append(Guest("o-snapshot", "", is_snapshot=True))
    page = come_back(wechat_visitor, wechat_visitor.open("/h5/sign-in").location)
    assert "使用完整服务" in page.text
    assert known_ids() == 0


def test_when_wechat_is_out_of_reach_one_can_try_again(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.append(Unreachable("no route"))
    away = wechat_visitor.open("/h5/sign-in?next=/h5/me")
    page = come_back(wechat_visitor, away.location)
    assert page.status_code == 503
    assert "再试一次" in page.text
    assert "/h5/sign-in?next=/h5/me" in page.text


def test_a_way_out_of_the_site_is_not_followed(
    wechat_visitor: Visitor, wechat_says: list[Guest | Exception]
) -> None:
    wechat_says.append(Guest("o-1", "", is_snapshot=False))
    away = wechat_visitor.open("/h5/sign-in?next=//evil.example/")
    assert come_back(wechat_visitor, away.location).location == "/h5/"


def test_outside_wechat_the_page_says_how_to_get_in(visitor: Visitor) -> None:
    page = visitor.open("/h5/sign-in?next=/h5/me").text
    assert "请在微信中打开" in page
    assert "用手机号登录" in page
    assert visitor.open("/h5/qr.svg?to=/h5/me").mimetype == "image/svg+xml"


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> str:
    """Every code that is sent is this one."""
    monkeypatch.setattr(phone_codes.secrets, "randbelow", lambda _most: 123456)
    return "123456"


def test_a_phone_and_its_code_sign_in(visitor: Visitor, codes: str) -> None:
    person = a_volunteer()
    visitor.open("/h5/sign-in/phone?next=/h5/me")
    phone_codes.send_code(person.phone, address="1.1.1.1", now=NOON)
    done = visitor.send("/h5/sign-in/phone?next=/h5/me", phone=person.phone, code=codes)
    assert done.location == "/h5/me"
    assert person.number in visitor.open("/h5/me").text


def test_a_wrong_code_is_said_beside_the_field(visitor: Visitor, codes: str) -> None:
    person = a_volunteer()
    visitor.open("/h5/sign-in/phone")
    phone_codes.send_code(person.phone, address="1.1.1.1", now=NOON)
    page = visitor.send("/h5/sign-in/phone", phone=person.phone, code="654321")
    assert page.status_code == 422
    assert "验证码不正确，还可以再试 4 次。请核对短信里最新的 6 位数字。" in page.text
    assert person.phone in page.text


def test_those_who_share_a_phone_choose(visitor: Visitor, codes: str) -> None:
    station = a_station()
    one, other = a_volunteer(station, name="张桂英"), a_volunteer(station, name="李建国")
    other.phone = one.phone
    session.commit()
    visitor.open("/h5/sign-in/phone")
    phone_codes.send_code(one.phone, address="1.1.1.1", now=NOON)
    page = visitor.send("/h5/sign-in/phone", phone=one.phone, code=codes, follow=True)
    assert "张桂英" in page.text
    assert "李建国" in page.text
    stranger = a_volunteer(station, name="王强")
    assert visitor.send("/h5/sign-in/who", volunteer_id=str(stranger.id)).status_code == 404
    visitor.open("/h5/sign-in/who")
    visitor.send("/h5/sign-in/who", volunteer_id=str(other.id))
    assert "李建国" in visitor.open("/h5/me").text


def test_the_proof_of_a_shared_phone_grows_old(
    visitor: Visitor, codes: str, at: Callable[[datetime], None]
) -> None:
    station = a_station()
    one, other = a_volunteer(station, name="张桂英"), a_volunteer(station, name="李建国")
    other.phone = one.phone
    session.commit()
    visitor.open("/h5/sign-in/phone")
    phone_codes.send_code(one.phone, address="1.1.1.1", now=NOON)
    visitor.send("/h5/sign-in/phone", phone=one.phone, code=codes)
    assert visitor.open("/h5/sign-in/who").status_code == 200
    at(NOON + timedelta(minutes=11))
    assert "/h5/sign-in/phone" in visitor.open("/h5/sign-in/who").location


def test_choosing_needs_a_proven_phone(visitor: Visitor) -> None:
    assert "/h5/sign-in/phone" in visitor.open("/h5/sign-in/who").location


def test_signing_out_forgets_who_was_here(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer()).open("/h5/account")
    visitor.send("/h5/sign-out")
    assert "/h5/sign-in" in visitor.open("/h5/me").location


def test_codes_are_asked_for_by_scripts_and_without(visitor: Visitor, application: Flask) -> None:
    visitor.open("/h5/sign-in/phone")
    page = visitor.send("/h5/send-code/sign-in", phone="13800138000")
    assert page.status_code == 200
    assert "验证码已发出" in page.text
    assert "13800138000" in page.text
    visitor.headers["Accept"] = "application/json"
    said = visitor.send("/h5/send-code/sign-in", phone="13800138000")
    assert said.status_code == 429
    assert said.json["code"] == "code_just_sent"
