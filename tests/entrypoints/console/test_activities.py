"""Activities in the console: planned on one form, reviewed one level up, published, called off."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from python_calamine import CalamineWorkbook

from app.domain.access.rules import Role
from app.domain.activities import queries
from app.domain.activities.models import Activity
from app.domain.places.models import Place
from app.kernel.calendar import local
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_centre,
    a_position,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    an_office,
    an_open_position,
    signed_up,
    staff,
)

NEW = "/console/activities/new"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def typed(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def a_form(place: Place, **changed: str) -> dict[str, object]:
    """The whole form, complete enough for review."""
    starts = NOON + 3 * DAY
    return {
        "place_id": str(place.id),
        "title": "清洁楼道",
        "work_type": "其他志愿服务",
        "category": "环境保护",
        "targets": ["城镇居民"],
        "content": "清理三栋楼的楼道杂物，擦净扶手。",
        "venue": "阳光小区三号楼",
        "check_place": "none",
        "check_radius_metres": "500",
        "sessions-0-starts_at": typed(starts),
        "sessions-0-ends_at": typed(starts + 2 * HOUR),
        "sessions-0-positions-0-name": "清洁岗",
        "sessions-0-positions-0-capacity": "8",
        "recruits_from": typed(NOON),
        "recruits_until": typed(starts),
        "cancel_deadline_hours": "24",
        "risk_level": "none",
        "risk_text": "注意台阶湿滑。",
        "contact_name": "王丽",
        "contact_phone": "13800138000",
        **changed,
    }


def the_only_one() -> Activity:
    return session.query(Activity).one()


def test_a_form_becomes_a_draft(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    answer = browser.post(NEW, data={**a_form(here), "action": "keep"})
    found = the_only_one()
    assert answer.status_code == 303
    assert answer.location == f"/console/activities/{found.id}"
    assert found.state == "draft"
    page = browser.get(answer.location).text
    assert "清洁楼道" in page
    assert "起草活动" in page


def test_the_whole_life_of_an_activity(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    clerk = desk(staff(at=here))
    clerk.post(NEW, data={**a_form(here), "action": "submit"})
    found = the_only_one()
    url = f"/console/activities/{found.id}"
    manager = desk(staff(Role.OFFICE_MANAGER, at=office, name="李主任"))
    assert "清洁楼道" in manager.get("/console/activities/review").text
    manager.post(f"{url}/return", data={"reason": "请写清楚带什么工具"})
    assert "请写清楚带什么工具" in clerk.get(url).text
    clerk.post(f"{url}/submit")
    manager.post(f"{url}/approve")
    assert "李主任" in clerk.get(url).text
    clerk.post(f"{url}/publish")
    assert queries.activity(found.id).state == "published"
    clerk.post(f"{url}/cancel", data={"reason": "暴雨预警"})
    page = clerk.get(url).text
    assert "取消的原因" in page
    assert "暴雨预警" in page


def test_what_is_not_volunteering_is_said_beside_the_content_and_nothing_is_kept(
    desk: Desk,
) -> None:
    here = a_station()
    form = a_form(here, content="参加社区工作会议，学习文件。")
    answer = desk(staff(at=here)).post(NEW, data={**form, "action": "submit"})
    assert answer.status_code == 422
    assert "不属于志愿服务" in answer.text
    assert 'id="activity-content-error"' in answer.text
    assert "参加社区工作会议" in answer.text
    assert session.query(Activity).count() == 0


def test_who_hands_in_half_a_plan_is_told_everything_that_is_missing_at_once(desk: Desk) -> None:
    here = a_station()
    empty = {"work_type": "", "content": "", "venue": "", "risk_text": "", "recruits_until": ""}
    form = {**a_form(here, **empty), "targets": [], "action": "submit"}
    answer = desk(staff(at=here)).post(NEW, data=form)
    assert answer.status_code == 422
    for sentence in ("请填写活动内容", "请填写活动地点", "请选择工作类型", "请选择服务对象"):
        assert sentence in answer.text
    assert "请填写报名截止时间" in answer.text
    assert "请写明可能的风险" in answer.text


def test_a_draft_may_miss_what_only_a_review_needs(desk: Desk) -> None:
    here = a_station()
    form = {**a_form(here, work_type="", content="", risk_text=""), "action": "keep"}
    assert desk(staff(at=here)).post(NEW, data=form).status_code == 303


def test_a_missing_title_is_said_beside_the_title(desk: Desk) -> None:
    here = a_station()
    answer = desk(staff(at=here)).post(NEW, data=a_form(here, title=""))
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "清理三栋楼的楼道杂物" in answer.text


def test_another_session_is_a_week_later_and_keeps_what_was_typed(desk: Desk) -> None:
    here = a_station()
    form = a_form(here, title="只写了一半")
    answer = desk(staff(at=here)).post(NEW, data={**form, "rows": "add-session"})
    assert answer.status_code == 200
    assert "只写了一半" in answer.text
    assert "第 2 场" in answer.text
    assert typed(NOON + 10 * DAY) in answer.text
    assert session.query(Activity).count() == 0


def test_positions_come_and_go(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    two = browser.post(NEW, data={**a_form(here), "rows": "add-position:0"}).text
    assert "sessions-0-positions-1-name" in two
    more = {"sessions-0-positions-1-name": "后勤岗", "sessions-0-positions-1-capacity": "2"}
    one = browser.post(NEW, data={**a_form(here), **more, "rows": "drop-position:0:0"}).text
    assert "后勤岗" in one
    assert "清洁岗" not in one


def test_the_last_row_stays(desk: Desk) -> None:
    here = a_station()
    answer = desk(staff(at=here)).post(NEW, data={**a_form(here), "rows": "drop-session:0"})
    assert "清洁岗" in answer.text


def test_a_published_activity_keeps_its_name_and_moves_its_place(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here)
    found = session.get_one(Activity, queries.session(position.session_id).activity_id)
    starts, url = NOON + 24 * HOUR, f"/console/activities/{found.id}"
    browser = desk(staff(at=here))
    page = browser.get(f"{url}/edit").text
    assert 'name="title"' not in page
    form = a_form(here, title="另一个名字", venue="社区活动室", version=str(found.version))
    form |= {
        "sessions-0-id": str(position.session_id),
        "sessions-0-starts_at": typed(starts),
        "sessions-0-ends_at": typed(starts + 2 * HOUR),
        "sessions-0-positions-0-id": str(position.id),
        "recruits_from": typed(NOON - DAY),
        "recruits_until": typed(starts),
    }
    answer = browser.post(f"{url}/edit", data=form)
    assert answer.status_code == 303, answer.text
    changed = queries.activity(found.id)
    assert (changed.title, changed.venue) == ("社区环境清洁", "社区活动室")
    assert changed.sessions[0].positions[0].name == "服务岗"
    assert changed.capacity == 8


def test_a_stale_form_is_refused_and_shown_again(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    browser.post(NEW, data=a_form(here))
    url = f"/console/activities/{the_only_one().id}/edit"
    browser.post(url, data=a_form(here, version="1", title="先改的"))
    answer = browser.post(url, data=a_form(here, version="1", title="后改的"))
    assert answer.status_code == 409
    assert "又被修改过" in answer.text
    assert "后改的" in answer.text


def test_what_a_draft_lacks_is_shown_on_its_form(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    browser.post(NEW, data=a_form(here, risk_text=""))
    url = f"/console/activities/{the_only_one().id}"
    answer = browser.post(f"{url}/submit")
    assert answer.location.startswith(f"{url}/edit?check=1")
    assert 'id="risk_text-error"' in browser.get(answer.location).text


def test_one_does_not_review_ones_own(desk: Desk) -> None:
    centre = a_centre()
    administrator = staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    found = an_activity(centre, state="submitted", by=administrator.id)
    a_position(a_session(found))
    browser = desk(administrator)
    page = browser.get(f"/console/activities/{found.id}").text
    assert "要由另一个人审核" in page
    assert browser.post(f"/console/activities/{found.id}/approve").status_code == 403


def test_cancelling_says_first_how_many_are_told(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, capacity=1)
    signed_up(a_volunteer(here), position)
    signed_up(a_volunteer(here, name="李明"), position, state="waiting")
    found = queries.session(position.session_id).activity_id
    page = desk(staff(at=here)).get(f"/console/activities/{found}/cancel").text
    assert "会通知 2 人次" in page
    assert "已报名 1 人次，候补 1 人次" in page


def test_a_cancellation_without_words_is_asked_again(desk: Desk) -> None:
    here = a_station()
    found = queries.session(an_open_position(here).session_id).activity_id
    answer = desk(staff(at=here)).post(f"/console/activities/{found}/cancel", data={"reason": ""})
    assert answer.status_code == 422
    assert queries.activity(found).state == "published"


def test_a_copy_is_a_draft_in_time_to_come(desk: Desk) -> None:
    here = a_station()
    old = an_activity(here, state="ended", starts_at=NOON - 10 * DAY)
    a_position(a_session(old))
    answer = desk(staff(at=here)).post(f"/console/activities/{old.id}/copy")
    made = queries.activity(UUID(answer.location.split("/")[3]))
    assert made.state == "draft"
    assert made.starts_at > NOON


def test_the_list_counts_by_state_and_finds_by_words(desk: Desk) -> None:
    here = a_station()
    an_open_position(here)
    an_open_position(here, state="ended", title="义务理发", starts_at=NOON - 3 * DAY)
    an_open_position(a_station(), title="别处的活动")
    browser = desk(staff(at=here))
    page = browser.get("/console/activities").text
    assert '全部<span class="h-tab-count">2</span>' in page
    assert "别处的活动" not in page
    found = browser.get("/console/activities?q=理发&state=ended").text
    assert "义务理发" in found
    assert "社区环境清洁" not in found


def test_an_empty_list_says_what_to_do_next(desk: Desk) -> None:
    page = desk(staff(at=a_station())).get("/console/activities").text
    assert "新建第一个活动" in page


def test_a_list_is_exported(desk: Desk) -> None:
    here = a_station()
    an_open_position(here)
    answer = desk(staff(at=here)).get("/console/activities/export")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][1] == "活动名称"
    assert rows[1][1] == "社区环境清洁"


def test_an_activity_elsewhere_is_not_found(desk: Desk) -> None:
    found = an_activity(a_station())
    assert desk(staff(at=a_station())).get(f"/console/activities/{found.id}").status_code == 404


def test_many_sessions_are_folded_on_the_page_and_in_the_form(desk: Desk) -> None:
    station = a_station()
    clerk = staff(at=station)
    activity = an_activity(station, starts_at=NOON + DAY, lasts=14 * HOUR, by=clerk.id)
    for number in range(14):
        part = a_session(activity, starts_at=NOON + DAY + number * HOUR, lasts=HOUR)
        a_position(part)
    browser = desk(clerk)
    page = browser.get(f"/console/activities/{activity.id}").text
    assert "后面的场次（2）" in page
    form = browser.get(f"/console/activities/{activity.id}/edit").text
    assert form.count('<details class="h-rows h-rows-folded"') == 14
    assert form.count('<details class="h-rows h-rows-folded" open') == 1
    assert "第 14 场：11月25日 周三 01:00–02:00" in form
