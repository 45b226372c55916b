"""Courses and qualifications at the desk."""

from io import BytesIO

from python_calamine import CalamineWorkbook

from app.domain.access.rules import Role
from app.domain.activities.models import Activity
from app.domain.qualifications import queries as qualifications
from app.domain.training import documents, queries
from app.domain.training.models import Course
from app.kernel.database import session
from tests.domain.training.courses import MINUTE, PDF, a_course_day
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON, a_qualification, a_volunteer, an_activity, holds, saved, staff

NEXT = NOON + 300 * MINUTE


def test_a_course_shows_who_learned_and_staff_confirm_minutes(desk: Desk) -> None:
    day = a_course_day(qualification_id=a_qualification(a_course_day().door.station).id)
    day.attend(left_early=60 * MINUTE)
    browser = desk(day.door.clerk)
    page = browser.get(f"/console/courses/{day.course.id}").text
    for words in ("刘医生", "学时未满", day.door.volunteer.name, "急救员"):
        assert words in page
    stay = queries.learners(day.course.id, now=NEXT).items[0].stays[0].attendance_id
    url = f"/console/course-stays/{stay}"
    assert browser.post(url, data={"minutes": "121", "reason": "在场"}).status_code == 422
    assert browser.post(url, data={"minutes": "120", "reason": "签到表有签字"}).status_code == 303
    assert "已结业" in browser.get(f"/console/courses/{day.course.id}").text


def test_settings_and_questions_of_a_draft(desk: Desk) -> None:
    day = a_course_day()
    activity = session.get_one(Activity, day.course.id)
    activity.state = "draft"
    saved(activity)
    browser = desk(day.door.clerk)
    url = f"/console/courses/{day.course.id}"
    sent = {
        "kind": "志愿者培训",
        "trainer": "王医生",
        "organiser": "红十字会",
        "summary": "急救",
        "required_percent": "80",
        "has_test": "y",
        "pass_percent": "60",
        "tries_most": "3",
        "qualification_id": "",
    }
    assert "授课人" in browser.get(f"{url}/settings").text
    bad = browser.post(f"{url}/settings", data={**sent, "pass_percent": "10"})
    assert bad.status_code == 422
    assert browser.post(f"{url}/settings", data=sent).status_code == 303
    assert queries.course(day.course.id).settings.has_test
    question = {"text": "按压多深？", "choices": "5 厘米\n1 厘米", "correct": "c"}
    assert browser.post(f"{url}/questions", data=question).status_code == 422
    assert browser.post(f"{url}/questions", data={**question, "correct": "a"}).status_code == 303
    assert "按压多深？" in browser.get(f"{url}/questions").text


def test_a_handout_is_put_there_read_and_taken_away(desk: Desk) -> None:
    day = a_course_day()
    browser, url = desk(day.door.clerk), f"/console/courses/{day.course.id}"

    def put(content: bytes) -> str:
        sent = {"document": (BytesIO(content), "急救讲义.pdf")}
        return browser.post(f"{url}/documents", data=sent, follow_redirects=True).text

    assert "请先选择" in browser.post(f"{url}/documents", follow_redirects=True).text
    assert "不是完整的 PDF" in put(b"PK")
    assert "已添加" in put(PDF)
    (one,) = documents.documents(day.course.id)
    assert "急救讲义" in browser.get(url).text
    answer = browser.get(f"{url}/documents/{one.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    dropped = browser.post(f"{url}/documents/{one.id}/drop", follow_redirects=True)
    assert "已撤下" in dropped.text
    assert browser.get(f"{url}/documents/{one.id}").status_code == 404


def test_a_year_with_its_target_and_its_spreadsheet(desk: Desk) -> None:
    day = a_course_day(kind="文化工作者培训")
    day.attend()
    browser = desk(day.door.clerk)
    sent = {"kind": "文化工作者培训", "courses": "30"}
    assert browser.post("/console/courses/year?year=2026", data=sent).status_code == 303
    page = browser.get("/console/courses/year?year=2026").text
    assert "30" in page
    assert "急救培训" in page
    answer = browser.get("/console/courses/year/export?year=2026")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "急救培训"
    assert rows[1][9:] == [1, 120, 1]
    assert "急救培训" in browser.get("/console/courses").text


def test_a_qualification_is_defined_granted_and_revoked(desk: Desk) -> None:
    person = a_volunteer()
    centre = a_course_day().door.station
    manager = staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    browser = desk(manager)
    sent = {
        "place_id": str(centre.id),
        "name": "讲解员",
        "about": "能讲解村史馆",
        "valid_months": "",
    }
    made = browser.post("/console/qualifications/new", data=sent)
    assert made.status_code == 303
    url = made.location
    assert "长期有效" in browser.get(url).text
    nobody = browser.post(f"{url}/grant", data={"number": "1", "basis": "有证"})
    assert nobody.status_code == 422
    given = browser.post(f"{url}/grant", data={"number": person.number, "basis": "有证"})
    assert given.status_code == 303
    page = browser.get(url).text
    assert person.name in page
    (grant,) = qualifications.held_by_people([person.id], now=NOON)[person.id]
    revoke = f"/console/qualification-grants/{grant.id}/revoke"
    assert browser.post(revoke, data={"reason": ""}).status_code == 422
    assert browser.post(revoke, data={"reason": "证书过期"}).status_code == 303
    assert "证书过期" in browser.get(url).text


def test_positions_ask_for_it_and_lists_say_who_lacks_it(desk: Desk) -> None:
    day = a_course_day()
    what = a_qualification(day.door.station)
    day.door.position.qualification_id = what.id
    saved(day.door.position)
    browser = desk(day.door.clerk)
    assert "要求资格：急救员" in browser.get(f"/console/activities/{day.course.id}").text
    session_page = f"/console/sessions/{day.door.session.id}"
    assert "没有有效的“急救员”资格" in browser.get(session_page).text
    holds(day.door.volunteer, what)
    assert "没有有效的“急救员”资格" not in browser.get(session_page).text
    assert "急救员" in browser.get("/console/activities/new?work_type=培训").text
    assert "急救员" in browser.get(f"/console/people/{day.door.volunteer.id}").text


def test_a_planned_course_has_its_page(desk: Desk) -> None:
    day = a_course_day()
    activity = an_activity(day.door.station, state="draft", work_type="培训")
    saved(replace_course(day.course, activity))
    assert "课程设置还没有填" in desk(day.door.clerk).get(f"/console/courses/{activity.id}").text


def replace_course(like: Course, activity: Activity) -> Course:
    """The course of an activity as it is at first."""
    facts = {name: getattr(like, name) for name in ("kind", "organiser", "summary")}
    return Course(
        id=activity.id,
        place_id=activity.place_id,
        trainer="",
        required_percent=80,
        has_test=False,
        pass_percent=80,
        tries_most=3,
        grants_by_rule=True,
        **facts,
    )
