"""The second step of signing in, and the pages of one's own second factor."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.access.models import SecondFactor
from app.domain.access.rules import NEEDS_SECOND_FACTOR, Role
from app.domain.access.sign_in_queries import second_factor
from app.entrypoints.cli.staff import staff as staff_commands
from app.entrypoints.guard import access_of
from app.kernel import clock
from app.kernel.database import session
from config import Settings
from tests.authenticator import code_at
from tests.conftest import NOON, test_environment
from tests.entrypoints.console.conftest import Desk
from tests.entrypoints.console.desk import at_desk
from tests.world import (
    a_centre,
    a_pending_record,
    a_station,
    a_volunteer,
    staff,
    staff_who_signs_in,
)

PASSWORD = "Sunshine-2026-code"
CODE_PAGE = "/console/sign-in/code"


@pytest.fixture
def browser(application: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser before the door, and an administrator with an authenticator."""
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    staff_who_signs_in("zhao", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=a_centre())
    return application.test_client()


def give_password(browser: FlaskClient, onward: str = "") -> str:
    answer = browser.post(
        "/console/sign-in",
        query_string={"next": onward} if onward else None,
        data={"username": "zhao", "password": PASSWORD},
    )
    assert answer.status_code == 303
    return answer.location or ""


def test_after_the_password_comes_the_code_and_then_where_she_wanted_to_go(
    browser: FlaskClient,
) -> None:
    led = give_password(browser, "/console/people")
    assert led == f"{CODE_PAGE}?next=/console/people"
    assert "6 位数字" in browser.get(led).text
    answer = browser.post(led, data={"code": code_at(NOON)})
    assert (answer.status_code, answer.location) == (303, "/console/people")
    assert browser.get("/console/people").status_code == 200


def test_a_password_alone_opens_no_page_of_the_console(
    browser: FlaskClient, application: Flask
) -> None:
    give_password(browser)
    for rule in application.url_map.iter_rules():
        guarded = (access_of(application.view_functions[rule.endpoint]) or "").startswith("staff")
        if guarded and not rule.arguments and "GET" in (rule.methods or set()):
            answer = browser.get(rule.rule)
            assert (answer.location or "").startswith("/console/sign-in?"), rule.rule


def test_a_wrong_code_is_said_and_may_be_tried_again(browser: FlaskClient) -> None:
    give_password(browser)
    answer = browser.post(CODE_PAGE, data={"code": "000000"})
    assert answer.status_code == 403
    assert "验证码不正确" in answer.text
    assert browser.post(CODE_PAGE, data={"code": code_at(NOON)}).location == "/console/"


def test_without_a_password_there_is_no_second_step(browser: FlaskClient) -> None:
    assert browser.get(CODE_PAGE).location == "/console/sign-in"
    assert browser.post(CODE_PAGE, data={"code": code_at(NOON)}).location == "/console/sign-in"


def test_the_code_is_shown_in_development_only(
    browser: FlaskClient, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(browser)
    assert code_at(NOON) not in browser.get(CODE_PAGE).text
    now = application.extensions["settings"]
    for kind, shown in (("production", False), ("test", False), ("development", True)):
        monkeypatch.setitem(application.extensions, "settings", replace(now, environment=kind))
        assert (code_at(NOON) in browser.get(CODE_PAGE).text) == shown, kind


def test_only_a_development_start_shows_codes() -> None:
    kinds = {
        kind: Settings.from_environment(
            {**test_environment("sqlite://"), "HAOREN_ENV": kind}
        ).shows_codes
        for kind in ("test", "development")
    }
    assert kinds == {"test": False, "development": True}


@pytest.mark.parametrize("role", Role)
def test_who_has_none_is_led_to_enrol_before_what_needs_it(
    application: Flask, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    station = a_station()
    centre = a_centre()
    at = {"station": station, "centre": centre}.get(role.level, centre)
    member = staff(role, at=at)
    browser = at_desk(application, member, proven=False)
    assert browser.get("/console/").status_code == 200
    needing = {f"staff:{one}" for one in NEEDS_SECOND_FACTOR if member.may(one)}
    seen = 0
    for rule in application.url_map.iter_rules():
        if access_of(application.view_functions[rule.endpoint]) not in needing or rule.arguments:
            continue
        for method in {"GET", "POST"} & (rule.methods or set()):
            seen += 1
            answer = browser.open(rule.rule, method=method)
            if method == "GET":
                assert (answer.location or "").startswith("/console/account/second-factor/enrol")
            else:
                assert (answer.status_code, "两步验证" in answer.text) == (403, True), rule.rule
    assert seen


def test_a_pressed_button_approves_nothing_without_it(application: Flask, desk: Desk) -> None:
    station = a_station()
    record = a_pending_record(a_volunteer(station), station)
    browser = at_desk(application, staff(at=station), proven=False)
    answer = browser.post("/console/hours", data={"ids": [str(record.id)]})
    assert answer.status_code == 403
    assert "两步验证" in answer.text
    session.refresh(record)
    assert record.state == "pending"


def test_she_scans_confirms_and_gets_on_with_her_work(application: Flask, desk: Desk) -> None:
    clerk = staff(at=a_station())
    browser = at_desk(application, clerk, proven=False)
    led = browser.get("/console/hours/export").location or ""
    page = browser.get(led).text
    assert "data:image/svg+xml;base64," in page
    secret = session.scalars(select(SecondFactor.pending_secret)).one()
    key = re.search(r"([A-Z2-7]{4}(?: [A-Z2-7]{4}){7})", page)
    assert key is not None
    assert key[1].replace(" ", "") == secret
    wrong = browser.post(led, data={"code": "12345"})
    assert (wrong.status_code, 'id="code-error"' in wrong.text) == (422, True)
    answer = browser.post(led, data={"code": code_at(NOON, secret or "")})
    assert answer.status_code == 200
    assert len(re.findall(r"<li>[A-Z2-9]{5}-[A-Z2-9]{5}</li>", answer.text)) == 10
    assert 'href="/console/hours/export"' in answer.text
    assert browser.get("/console/hours/export").status_code == 200
    assert "剩余恢复码" in browser.get("/console/account/second-factor").text


def test_new_recovery_codes_for_a_code(browser: FlaskClient) -> None:
    give_password(browser)
    browser.post(CODE_PAGE, data={"code": code_at(NOON)})
    where = "/console/account/second-factor/recovery-codes"
    assert browser.get(where).status_code == 200
    used = browser.post(where, data={"code": code_at(NOON)})
    assert (used.status_code, "已经用过" in used.text) == (403, True)


def test_who_has_none_is_led_from_recovery_codes_to_enrolling(desk: Desk) -> None:
    browser = desk(staff(at=a_station()))
    answer = browser.get("/console/account/second-factor/recovery-codes")
    assert answer.location == "/console/account/second-factor/enrol"


def test_one_above_resets_with_a_reason(desk: Desk) -> None:
    centre = a_centre()
    member = staff_who_signs_in("shenji", PASSWORD, role=Role.AUDITOR, at=centre)
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    page = f"/console/staff/{member.id}/second-factor"
    assert page in browser.get(f"/console/staff/{member.id}").text
    assert browser.post(page, data={"reason": ""}).status_code == 422
    assert browser.post(page, data={"reason": "手机丢失"}).status_code == 303
    assert second_factor(member.id) is None
    assert page not in browser.get(f"/console/staff/{member.id}").text


def test_an_operator_resets_it_on_the_command_line(
    browser: FlaskClient, application: Flask
) -> None:
    run = application.test_cli_runner().invoke
    words = ["reset-second-factor", "--reason", "手机丢失", "--username"]
    assert run(staff_commands, [*words, "zhao"]).exit_code == 0
    assert run(staff_commands, [*words, "zhao"]).exit_code == 1
    assert "nobody" in run(staff_commands, [*words, "nobody"]).output
