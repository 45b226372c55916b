"""Answering reports and correcting hours at two desks."""

from app.domain import reactions
from app.domain.hours import queries
from app.domain.hours.reports import correction_queries
from app.domain.hours.reports import queries as reports
from tests.domain.hours.reporting import WHY, a_cast, approved, reported, state_of
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON


def test_a_report_is_upheld_at_the_desk(desk: Desk) -> None:
    reactions.connect()
    cast = a_cast()
    record = approved(cast)
    found = reported(cast, record, now=NOON)
    manager = desk(cast.manager)
    assert "社区环境清洁" in manager.get("/console/hour-reports").text
    page = manager.get(f"/console/hour-reports/{found}").text
    assert WHY in page
    assert cast.neighbour.name not in page
    url = f"/console/hour-reports/{found}/uphold"
    assert manager.post(url, data={"answer": "代签"}).status_code == 422  # nothing chosen
    data = {"answer": "经核实由他人代签", "untrue": str(record.id)}
    assert manager.post(url, data=data).status_code == 303
    assert state_of(record) == "revoked"
    assert "不能再这样处理" in manager.post(url, data=data).text
    assert "李主任" in manager.get("/console/hour-reports?show=answered").text
    assert reports.report(found, cast.manager.scope).row.answer == "经核实由他人代签"


def test_the_clerk_who_approved_reads_it_and_has_no_say(desk: Desk) -> None:
    cast = a_cast()
    found = reported(cast, approved(cast), now=NOON)
    clerk = desk(cast.clerk)
    page = clerk.get(f"/console/hour-reports/{found}").text
    assert "属实，撤销" not in page
    answer = clerk.post(f"/console/hour-reports/{found}/dismiss", data={"answer": "在场"})
    assert answer.status_code == 403


def test_a_report_is_answered_by_a_correction_at_two_desks(desk: Desk) -> None:
    reactions.connect()
    cast = a_cast()
    record = approved(cast)
    found = reported(cast, record, now=NOON)
    manager, administrator = desk(cast.manager), desk(cast.administrator)
    url = f"/console/hour-reports/{found}/correct"
    assert "最多可计" in manager.get(url).text
    data = {
        "counted_from": "2026-11-21T12:00",
        "counted_until": "2026-11-21T13:00",
        "reason": "下午一点离开",
    }
    assert manager.post(url, data=data).status_code == 303
    correction = correction_queries.waiting_of(record.id)
    page = administrator.get(f"/console/corrections/{correction}").text
    assert "同意更正" in page
    assert "下午一点离开" in administrator.get("/console/corrections").text
    answer = administrator.post(f"/console/corrections/{correction}/approve")
    assert answer.status_code == 303
    assert "看更正前的记录" in administrator.get(answer.location).text
    assert queries.totals(record.volunteer_id).approved_minutes == 60


def test_a_correction_is_proposed_refused_and_withdrawn(desk: Desk) -> None:
    cast = a_cast()
    record = approved(cast)
    manager, administrator = desk(cast.manager), desk(cast.administrator)
    url = f"/console/hours/{record.id}/correct"
    same = {
        "counted_from": "2026-11-21T12:00",
        "counted_until": "2026-11-21T14:00",
        "reason": "核对",
    }
    assert "与现在的记录相同" in manager.post(url, data=same).text
    data = {**same, "counted_until": "2026-11-21T13:00"}
    for decide, browser in (("refuse", administrator), ("withdraw", manager)):
        assert manager.post(url, data=data).status_code == 303
        waits = correction_queries.waiting_of(record.id)
        sent = browser.post(f"/console/corrections/{waits}/{decide}", data={"reason": "照片里在"})
        assert sent.status_code == 303
        assert correction_queries.waiting_of(record.id) is None
    assert "未同意" in manager.get("/console/corrections?show=decided").text
    assert state_of(record) == "approved"
