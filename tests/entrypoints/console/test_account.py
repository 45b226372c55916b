"""One's own account: the password and the devices."""

from flask import Flask

from app.domain.access.sign_in_queries import open_sessions
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.entrypoints.console.desk import at_desk
from tests.world import a_station, staff


def test_she_sees_her_devices_and_ends_another_one(desk: Desk, application: Flask) -> None:
    clerk = staff(at=a_station())
    browser = desk(clerk)
    phone = at_desk(application, clerk, device="iPhone · 微信")
    page = browser.get("/console/account/devices").text
    assert "iPhone · 微信" in page
    assert "这台设备" in page
    other = next(one for one in open_sessions(clerk.id, now=NOON) if "iPhone" in one.device)
    assert browser.post(f"/console/account/devices/{other.id}/end").status_code == 303
    assert phone.get("/console/").location == "/console/sign-in?next=/console/"
    assert browser.get("/console/").status_code == 200


def test_all_other_devices_end_at_once(desk: Desk, application: Flask) -> None:
    clerk = staff(at=a_station())
    browser = desk(clerk)
    others = [at_desk(application, clerk) for _ in range(2)]
    browser.post("/console/account/devices/end-others")
    assert "已让 2 台其他设备退出登录" in browser.get("/console/account/devices").text
    assert [other.get("/console/").status_code for other in others] == [302, 302]


def test_nobody_ends_the_device_of_somebody_else(desk: Desk, application: Flask) -> None:
    station = a_station()
    mine, hers = staff(at=station), staff(at=station, name="周强")
    at_desk(application, hers)
    theirs = open_sessions(hers.id, now=NOON)[0]
    assert desk(mine).post(f"/console/account/devices/{theirs.id}/end").status_code == 404
    assert open_sessions(hers.id, now=NOON)


def test_a_wrong_old_password_is_said_beside_its_field(desk: Desk) -> None:
    answer = desk(staff(at=a_station())).post(
        "/console/account/password",
        data={"old": "not-it", "new": "Haoren-2026-new", "again": "Haoren-2026-new"},
    )
    assert answer.status_code == 422
    assert 'id="old-error"' in answer.text
    assert "原密码不正确" in answer.text


def test_two_new_passwords_that_differ_are_not_taken(desk: Desk) -> None:
    answer = desk(staff(at=a_station())).post(
        "/console/account/password",
        data={"old": "not-it", "new": "Haoren-2026-new", "again": "Haoren-2026-old"},
    )
    assert answer.status_code == 422
    assert "两次输入的新密码不一样" in answer.text
