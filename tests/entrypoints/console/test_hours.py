"""Hours in the console: the queue, hundreds at once with an answer for each, one whole story."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from python_calamine import CalamineWorkbook

from app.domain.access.rules import Role
from app.domain.attendance.models import Attendance, Scan
from app.domain.hours import queries
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_pending_record,
    a_station,
    a_volunteer,
    an_approved_record,
    an_office,
    an_open_position,
    saved,
    staff,
)

HOURS = "/console/hours"


def records(at: Place, count: int) -> list[str]:
    return [str(a_pending_record(a_volunteer(at), at).id) for _ in range(count)]


def state_of(record_id: UUID | str) -> str:
    return queries.record(UUID(str(record_id)), EVERYWHERE).state


def test_the_queue_shows_how_each_record_came_about(desk: Desk) -> None:
    here = a_station()
    a_pending_record(a_volunteer(here), here)
    a_pending_record(a_volunteer(name="别处的人"), a_station())
    page = desk(staff(at=here)).get(HOURS).text
    assert "张桂英" in page
    assert "现场动态码" in page
    assert "2 小时" in page
    assert "别处的人" not in page


def test_the_queue_is_narrowed(desk: Desk) -> None:
    here = a_station()
    late = a_pending_record(a_volunteer(here, name="超期的人"), here)
    late.due_on = NOON.date() - timedelta(days=3)
    saved(late)
    a_pending_record(a_volunteer(here, name="不急的人"), here)
    browser = desk(staff(at=here))
    overdue = browser.get(f"{HOURS}?overdue=1").text
    assert "超期的人" in overdue
    assert "不急的人" not in overdue
    assert "不急的人" in browser.get(HOURS, query_string={"q": "不急的人"}).text
    assert "没有符合条件的记录" in browser.get(HOURS, query_string={"q": "nobody"}).text
    only = browser.get(HOURS, query_string={"activity": str(late.activity_id)}).text
    assert "只看：社区环境清洁" in only
    assert "不急的人" not in only


def test_chosen_records_are_approved(desk: Desk) -> None:
    here = a_station()
    chosen = records(here, 3)
    browser = desk(staff(at=here))
    answer = browser.post(f"{HOURS}?overdue=", data={"ids": chosen[:2], "action": "approve"})
    assert answer.status_code == 303
    assert "2 条已认定" in browser.get(answer.location).text
    assert [state_of(one) for one in chosen] == ["approved", "approved", "pending"]


def test_all_that_match_are_approved_and_the_rest_comes_back_with_reasons(desk: Desk) -> None:
    here = a_station()
    me = a_volunteer(here, name="我自己")
    records(here, 24)
    a_pending_record(me, here)
    long_day = a_pending_record(a_volunteer(here, name="当日很久"), here, needs_second_look=True)
    browser = desk(staff(at=here, volunteer_id=me.id))
    answer = browser.post(HOURS, data={"all_matching": "1", "action": "approve"})
    assert answer.status_code == 200
    assert "24 条已认定，2 条没有" in answer.text
    assert "这是您本人的服务记录" in answer.text
    assert "当日时长超过 8 小时" in answer.text
    assert state_of(long_day.id) == "pending"


def test_nothing_chosen_says_so(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    answer = browser.post(HOURS, data={"action": "approve"}, follow_redirects=True)
    assert "请先勾选要处理的记录" in answer.text
    answer = browser.post(f"{HOURS}/return", data={"reason": "请核实"}, follow_redirects=True)
    assert "请先勾选要处理的记录" in answer.text


def test_returning_asks_for_a_reason_first(desk: Desk) -> None:
    here = a_station()
    chosen = records(here, 2)
    browser = desk(staff(at=here))
    asked = browser.post(HOURS, data={"ids": chosen, "action": "return"})
    assert "退回这 2 条记录" in asked.text
    assert state_of(chosen[0]) == "pending"
    empty = browser.post(f"{HOURS}/return", data={"ids": chosen, "reason": ""})
    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text
    assert chosen[1] in empty.text
    done = browser.post(f"{HOURS}/return", data={"ids": chosen, "reason": "请核实离开时间"})
    assert done.status_code == 303
    assert queries.record(UUID(chosen[0]), EVERYWHERE).reason == "请核实离开时间"


def test_a_common_reason_is_one_press(desk: Desk) -> None:
    here = a_station()
    (chosen,) = records(here, 1)
    desk(staff(at=here)).post(
        f"{HOURS}/reject", data={"ids": chosen, "common": "经核实本人没有到场服务", "reason": ""}
    )
    assert state_of(UUID(chosen)) == "rejected"


def test_one_record_tells_its_story(desk: Desk) -> None:
    here = a_station()
    record = a_pending_record(a_volunteer(here), here)
    page = desk(staff(at=here)).get(f"{HOURS}/{record.id}").text
    assert "张桂英的服务时长" in page
    for step in ("报名", "签到", "签退"):
        assert step in page
    assert "120" in page


def test_a_record_names_the_scans_behind_it(desk: Desk) -> None:
    here = a_station()
    record = a_pending_record(a_volunteer(here), here)
    scan = Scan(
        session_id=record.session_id,
        volunteer_id=record.volunteer_id,
        at=record.counted_from,
        received_at=record.counted_from + timedelta(seconds=7),
        direction="in",
        way="session_code",
        sentence="签到成功",
        distance_metres=35,
    )
    saved(scan)
    page = desk(staff(at=here)).get(f"/console/hours/{record.id}").text
    for words in ("扫码依据", "现场动态码", "35 米", "本人手机", "之间显示"):
        assert words in page


def test_a_record_elsewhere_is_not_found(desk: Desk) -> None:
    record = a_pending_record(a_volunteer(), a_station())
    browser = desk(staff(at=a_station()))
    assert browser.get(f"{HOURS}/{record.id}").status_code == 404
    answer = browser.post(HOURS, data={"ids": str(record.id), "action": "approve"})
    assert "没有找到这项内容" in answer.text
    assert state_of(record.id) == "pending"


def test_a_manager_revokes_with_a_reason(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    record = an_approved_record(a_volunteer(here), here)
    url = f"{HOURS}/{record.id}/revoke"
    assert desk(staff(at=here)).get(url).status_code == 403
    manager = desk(staff(Role.OFFICE_MANAGER, at=office))
    assert "不再计入" in manager.get(url).text
    assert manager.post(url, data={"reason": ""}).status_code == 422
    assert manager.post(url, data={"reason": "重复申报"}).status_code == 303
    assert state_of(record.id) == "revoked"


def test_a_returned_record_is_mended_within_the_stay(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    position = an_open_position(here, state="ended", starts_at=NOON - timedelta(hours=5))
    came = NOON - timedelta(hours=5) + timedelta(minutes=2, seconds=33)
    record = a_pending_record(person, here, position=position, state="returned", reason="请核实")
    stay = session.get_one(Attendance, record.attendance_id)
    stay.in_at = came
    saved(stay)
    browser = desk(staff(at=here))
    url = f"{HOURS}/{record.id}/mend"
    first, last = came + timedelta(seconds=27), NOON - timedelta(hours=3)
    page = browser.get(url).text
    assert f"{local(first):%Y-%m-%dT%H:%M}" in page
    outside = {
        "counted_from": f"{local(first - timedelta(minutes=1)):%Y-%m-%dT%H:%M}",
        "counted_until": f"{local(last):%Y-%m-%dT%H:%M}",
        "note": "问过带队的人",
    }
    refused = browser.post(url, data=outside)
    assert refused.status_code == 422
    assert "问过带队的人" in refused.text
    inside = {**outside, "counted_from": f"{local(first):%Y-%m-%dT%H:%M}"}
    assert browser.post(url, data=inside).status_code == 303
    mended = queries.record(record.id, EVERYWHERE)
    assert (mended.state, mended.minutes) == ("pending", 117)


def test_the_queue_is_exported_with_its_filters(desk: Desk) -> None:
    here = a_station()
    a_pending_record(a_volunteer(here, name="=1+1"), here)
    a_pending_record(a_volunteer(here, name="李明"), here)
    answer = desk(staff(at=here)).get(f"{HOURS}/export", query_string={"q": "李明"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["姓名", "李明"]


def test_an_auditor_reads_and_decides_nothing(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    record = a_pending_record(a_volunteer(here), here)
    auditor = desk(staff(Role.AUDITOR, at=office))
    page = auditor.get(HOURS).text
    assert "张桂英" in page
    assert 'value="approve"' not in page
    answer = auditor.post(HOURS, data={"ids": str(record.id), "action": "approve"})
    assert answer.status_code == 403
