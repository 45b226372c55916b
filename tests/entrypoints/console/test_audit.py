"""The trail in the console."""

import ast
import re
from datetime import timedelta
from pathlib import Path

from app.domain.access.rules import Role
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people import standing
from app.entrypoints.console.audit_words import ACTIONS, detail_words
from app.kernel.transaction import transaction
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_centre,
    a_station,
    a_volunteer,
    an_approved_record,
    an_office,
    staff,
)


def test_a_decision_is_told_in_words_with_its_reason(desk: Desk) -> None:
    office = an_office()
    person = a_volunteer(a_station(office))
    manager = staff(Role.OFFICE_MANAGER, at=office)
    standing.freeze(manager, person.id, reason="冒名签到", now=NOON)
    page = desk(manager).get("/console/audit").text
    assert f'<a href="/console/people/{person.id}">冻结志愿者</a>' in page
    assert "原因：冒名签到" in page
    assert f"<td>{person.name}<br>" in page


def test_a_decision_on_hours_says_whose_and_for_what(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    record = an_approved_record(a_volunteer(station, name="赵春梅"), station)
    manager = staff(Role.OFFICE_MANAGER, at=office)
    with transaction():
        trail.record(
            Actor("staff", manager.id, "李敏"),
            "hours.approve",
            "hour_record",
            record.id,
            now=NOON,
            place_id=station.id,
            minutes=90,
        )
    page = desk(manager).get("/console/audit").text
    assert "<td>赵春梅，" in page
    assert "分钟数：90" in page


def test_decisions_elsewhere_are_not_shown(desk: Desk) -> None:
    centre = a_centre()
    mine, theirs = an_office(centre), an_office(centre)
    person = a_volunteer(a_station(theirs))
    standing.freeze(staff(Role.OFFICE_MANAGER, at=theirs), person.id, reason="冒名签到", now=NOON)
    assert "冒名签到" not in desk(staff(Role.OFFICE_MANAGER, at=mine)).get("/console/audit").text
    assert "冒名签到" in desk(staff(Role.AUDITOR, at=centre)).get("/console/audit").text


def test_the_trail_is_narrowed_by_day_and_room(desk: Desk) -> None:
    centre = a_centre()
    with transaction():
        for days, action in ((0, "place.change"), (3, "staff.sign_in")):
            now = NOON - timedelta(days=days)
            actor = Actor("staff", None, "李敏")
            trail.record(actor, action, "other", None, now=now, place_id=centre.id)
    browser = desk(staff(Role.AUDITOR, at=centre))
    today = browser.get("/console/audit?since=2026-11-23").text
    assert ">修改阵地</td>" in today
    assert ">登录</td>" not in today
    signing_in = browser.get("/console/audit?action=staff").text
    assert ">登录</td>" in signing_in
    assert ">修改阵地</td>" not in signing_in
    assert "没有符合条件的记录" in browser.get("/console/audit?until=2026-01-01").text


def test_every_action_the_rooms_write_down_has_words() -> None:
    rooms = Path(__file__).parents[3] / "app" / "domain"
    written = set()
    for path in rooms.glob("*/*.py"):
        source = path.read_text(encoding="utf-8")
        if "trail" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                word = re.fullmatch(
                    r"(activity|hours|volunteer|wechat|staff|place|outbox|scanner|points|recognition|stars|rewards)\.[a-z_]+",
                    node.value,
                )
                written |= {word[0]} if word else set()
    assert written - {"volunteer.id", "place.id", "activity.id"} <= set(ACTIONS)
    assert "staff.appoint" in written


def test_details_are_told_in_words() -> None:
    detail = {"name": "周强", "role": "station_clerk", "with_phones": True, "unknown": 1}
    assert detail_words(detail) == "名称：周强；岗位：实践站专员；含完整手机号：是"
