"""The console's home: what waits for whom."""

import re
from datetime import timedelta

from app.domain.access.rules import Role
from app.domain.messaging import heartbeats
from tests.conftest import NOON, Counting
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    HOUR,
    a_centre,
    a_pending_record,
    a_position,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    an_office,
    checked_in,
    checked_out,
    signed_up,
    staff,
)


def test_who_has_nothing_to_do_is_told_so(desk: Desk) -> None:
    assert "手头的事都办完了" in desk(staff(at=a_station())).get("/console/").text


def test_a_manager_sees_what_waits_for_review(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    clerk = staff(at=station)
    an_activity(station, state="submitted", title="社区义诊", by=clerk.id, submitted_by_id=clerk.id)
    page = desk(staff(Role.OFFICE_MANAGER, at=office)).get("/console/").text
    assert "项活动待审核" in page
    assert "社区义诊" in page


def test_a_clerk_sees_hours_and_those_overdue(desk: Desk) -> None:
    here = a_station()
    a_pending_record(a_volunteer(here), here)
    a_pending_record(a_volunteer(here), here, starts_at=NOON - timedelta(days=30))
    page = desk(staff(at=here)).get("/console/").text
    assert "<b>2</b><span>条时长待认定</span>" in page
    assert "<b>1</b><span>条已超期</span>" in page


def test_todays_sessions_tell_who_came_and_lead_to_the_code(desk: Desk) -> None:
    here = a_station()
    part = a_session(an_activity(here, starts_at=NOON - HOUR, state="running", title="社区义诊"))
    place = a_position(part)
    checked_in(signed_up(a_volunteer(here), place))
    checked_in(signed_up(a_volunteer(here), place))
    checked_out(signed_up(a_volunteer(here), place))
    page = desk(staff(at=here)).get("/console/").text
    row = page[page.index("社区义诊") :]
    assert re.search(r"3/10</td>\s*<td[^>]*>2</td>\s*<td[^>]*>1</td>", row)
    assert f"/console/sessions/{part.id}/screen/in" in row


def test_sessions_that_are_over_come_last_and_a_long_day_is_folded(desk: Desk) -> None:
    here = a_station()
    for hours in range(-3, 11):
        title = f"第 {hours} 小时"
        activity = an_activity(here, starts_at=NOON + hours * HOUR, lasts=HOUR, title=title)
        a_position(a_session(activity))
    page = desk(staff(at=here)).get("/console/").text
    shown, rest = page.split("今天其余的场次（2）")
    assert "第 0 小时" in shown
    assert "第 10 小时" in shown
    assert "第 -2 小时" in rest


def test_a_silent_worker_is_told_to_those_who_watch_the_outbox(desk: Desk) -> None:
    centre = a_centre()
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    assert "后台任务没有在运行" in browser.get("/console/").text
    heartbeats.beat("worker", now=NOON)
    assert "后台任务没有在运行" not in browser.get("/console/").text
    assert "后台任务" not in desk(staff(at=a_station(an_office(centre)))).get("/console/").text


def test_the_home_asks_as_often_for_twenty_sessions_as_for_one(
    desk: Desk, statements: Counting
) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    counts = []
    for more in (1, 19):
        for _ in range(more):
            a_position(a_session(an_activity(here, starts_at=NOON, state="published")))
        with statements() as seen:
            browser.get("/console/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
