"""Staff come in by name and password, and leave."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.access import appointment
from app.entrypoints.console.devices import device_words
from app.kernel import clock
from tests.conftest import NOON
from tests.world import a_centre

PASSWORD = "Correct-Horse-42"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def browser(application: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser before the door, and an administrator who may enter."""
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    a_centre()
    appointment.first_administrator(
        name="李敏", username="limin", phone="13800138000", password=PASSWORD, now=NOON
    )
    return application.test_client()


def sign_in(browser: FlaskClient, password: str = PASSWORD, onward: str = "") -> object:
    return browser.post(
        "/console/sign-in",
        query_string={"next": onward} if onward else None,
        data={"username": "limin", "password": password},
        headers={"User-Agent": EDGE},
    )


def test_the_right_password_opens_the_home(browser: FlaskClient) -> None:
    answer = sign_in(browser)
    assert (answer.status_code, answer.location) == (303, "/console/")
    assert "李敏" in browser.get("/console/").text


def test_afterwards_she_is_where_she_wanted_to_go(browser: FlaskClient) -> None:
    led = browser.get("/console/people?q=zgy")
    assert led.location == "/console/sign-in?next=/console/people?q%3Dzgy"
    assert sign_in(browser, onward="/console/people?q=zgy").location == "/console/people?q=zgy"


def test_after_a_pressed_button_she_is_back_at_its_page(browser: FlaskClient) -> None:
    page = "http://localhost/console/account/devices"
    led = browser.post("/console/account/devices/end-others", headers={"Referer": page})
    assert led.location == "/console/sign-in?next=/console/account/devices"


@pytest.mark.parametrize("outside", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_an_address_outside_is_not_followed(browser: FlaskClient, outside: str) -> None:
    assert sign_in(browser, onward=outside).location == "/console/"


def test_a_wrong_password_keeps_the_name_and_says_so(browser: FlaskClient) -> None:
    answer = sign_in(browser, "wrong")
    assert answer.status_code == 403
    assert "用户名或密码不正确" in answer.text
    assert 'value="limin"' in answer.text
    assert browser.get("/console/").status_code == 302


def test_five_wrong_passwords_lock_the_account(browser: FlaskClient) -> None:
    for _ in range(5):
        answer = sign_in(browser, "wrong")
    assert "账号已锁定，12:15 后可再试" in answer.text
    assert "账号已锁定" in sign_in(browser).text


def test_signing_out_ends_the_sign_in_also_for_a_copied_cookie(browser: FlaskClient) -> None:
    sign_in(browser)
    copied = browser.get_cookie("haoren").value
    assert browser.post("/console/sign-out").location == "/console/sign-in"
    browser.set_cookie("haoren", copied)
    assert browser.get("/console/").status_code == 302


def test_who_was_signed_out_in_the_meantime_is_told_so(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "登录已经失效" not in browser.get("/console/", follow_redirects=True).text
    sign_in(browser)
    monkeypatch.setattr(clock, "_source", lambda: NOON + timedelta(hours=13))
    assert "登录已经失效" in browser.get("/console/", follow_redirects=True).text
    assert "登录已经失效" not in browser.get("/console/", follow_redirects=True).text


def test_a_form_from_elsewhere_is_refused(
    browser: FlaskClient, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", True)
    answer = sign_in(browser)
    assert answer.status_code == 400
    assert "页面停留太久了" in answer.text


def test_a_first_password_must_be_changed_before_anything_else(browser: FlaskClient) -> None:
    made = appointment.first_administrator(
        name="周强", username="zhouqiang", phone="13800138001", now=NOON
    )
    browser.post(
        "/console/sign-in", data={"username": "zhouqiang", "password": made.initial_password}
    )
    assert browser.get("/console/").location == "/console/account/password"
    assert browser.get("/console/people").location == "/console/account/password"
    new = "Haoren-2026-new"
    changed = browser.post(
        "/console/account/password",
        data={"old": made.initial_password, "new": new, "again": new},
    )
    assert changed.location == "/console/"
    assert browser.get("/console/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (EDGE, "Windows 电脑 · Edge"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49",
            "iPhone · 微信",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko Firefox/127.0", "Linux 电脑 · Firefox"),
        ("", "未知设备 · 浏览器"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
