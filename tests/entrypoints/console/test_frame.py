"""What surrounds every page of the console."""

import re

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.domain.access import sessions
from app.domain.access.rules import Role
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_pending_record, a_station, a_volunteer, an_office, staff


def test_the_sidebar_leads_only_where_she_may_go(desk: Desk) -> None:
    centre = a_centre()
    clerk = desk(staff(at=a_station(an_office(centre)))).get("/console/").text
    assert "操作记录" not in clerk
    assert "消息发送" not in clerk
    auditor = desk(staff(Role.AUDITOR, at=centre)).get("/console/").text
    assert "操作记录" in auditor
    assert "消息发送" in auditor


def test_each_group_of_the_sidebar_has_one_heading(desk: Desk) -> None:
    page = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre())).get("/console/").text
    headings = re.findall(r'class="side-group">([^<]+)<', page)
    assert headings == ["日常", "人和阵地", "身边好人", "激励", "管理"]


def test_the_sidebar_counts_what_she_can_decide(desk: Desk) -> None:
    centre = a_centre()
    station = a_station(an_office(centre))
    a_pending_record(a_volunteer(station), station)
    assert '<span class="h-count">1<' in desk(staff(at=station)).get("/console/people").text
    auditor = desk(staff(Role.AUDITOR, at=centre))
    assert '<span class="h-count">' not in auditor.get("/console/people").text


def test_the_account_menu_says_who_and_where(desk: Desk) -> None:
    station = a_station(name="阳光社区新时代文明实践站")
    page = desk(staff(at=station, name="刘芳")).get("/console/").text
    assert "<b>刘芳</b><small>实践站专员 · 阳光社区</small>" in page


def test_a_missing_page_keeps_the_look(desk: Desk) -> None:
    person = a_volunteer(a_station())
    answer = desk(staff(at=a_station(), name="刘芳")).get(f"/console/people/{person.id}")
    assert answer.status_code == 404
    assert "刘芳" in answer.text


def test_a_database_that_is_gone_is_said_without_asking_it_again(
    desk: Desk, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk(staff(at=a_station()))

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(sessions, "staff_behind", gone)
    answer = browser.get("/console/people")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_who_was_idle_for_half_an_hour_signs_in_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk(staff(at=a_station()))
    monkeypatch.setattr("app.kernel.clock._source", lambda: NOON.replace(hour=4, minute=31))
    assert browser.get("/console/").status_code == 302
