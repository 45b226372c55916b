"""Learning on the phone: find a course, enrol, sit its test, be told how to qualify."""

from datetime import timedelta
from uuid import UUID

from app.domain.activities.models import ActivitySession, Position
from app.domain.training import documents
from app.kernel.database import session
from tests.domain.training.courses import PDF, a_course_day, questions
from tests.entrypoints.resident.conftest import Visitor
from tests.world import (
    HOUR,
    NOON,
    a_course,
    a_position,
    a_qualification,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    an_open_position,
    holds,
    saved,
)


def test_a_stranger_finds_courses(visitor: Visitor) -> None:
    station = a_station()
    page = visitor.open("/h5/training").text
    assert "近期没有培训" in page
    assert page.count('weui-bar__item_on"') == 1  # the tab it is under
    activity = an_activity(station, work_type="培训", title="红十字急救培训")
    a_position(a_session(activity))
    a_course(activity)
    assert "红十字急救培训" in visitor.open("/h5/training").text
    page = visitor.open(f"/h5/activities/{activity.id}").text
    assert "刘医生" in page
    assert "不算服务时长" in page


def test_a_handout_is_taken_away_by_who_is_registered(visitor: Visitor) -> None:
    day = a_course_day()
    one = documents.add_document(day.door.clerk, day.course.id, "急救讲义.pdf", PDF, now=NOON)
    page, url = f"/h5/activities/{day.course.id}", f"/h5/courses/{day.course.id}/documents/{one}"
    assert "急救讲义" not in visitor.open(page).text
    assert visitor.open(url).status_code == 302
    visitor.sign_in(day.door.volunteer)
    assert "急救讲义" in visitor.open(page).text
    assert visitor.open(url).data == PDF


def test_one_tap_enrols_for_every_session(visitor: Visitor) -> None:
    station = a_station()
    activity = an_activity(station, work_type="培训", lasts=timedelta(days=8))
    for days in (0, 7):
        starts_at = activity.starts_at + timedelta(days=days)
        a_position(a_session(activity, starts_at=starts_at, lasts=2 * HOUR))
    a_course(activity)
    visitor.sign_in(a_volunteer(station))
    assert "一次报名全部场次" in visitor.open(f"/h5/activities/{activity.id}").text
    page = visitor.send(f"/h5/courses/{activity.id}/enrol", follow=True).text
    assert "已报名 2 场" in page


def test_who_lacks_a_qualification_is_led_to_where_it_is_got(visitor: Visitor) -> None:
    station = a_station()
    what = a_qualification(station)
    position = an_open_position(station)
    position.qualification_id = what.id
    saved(position)
    lesson = an_activity(station, work_type="培训", title="红十字急救培训")
    a_position(a_session(lesson))
    a_course(lesson, qualification_id=what.id)
    person = a_volunteer(station)
    visitor.sign_in(person)
    activity = a_session_of(position)
    page = visitor.open(f"/h5/activities/{activity}").text
    assert "要求持有“急救员”资格" in page
    url = f"/h5/activities/{activity}/positions/{position.id}"
    visitor.open(url)
    page = visitor.send(url, follow=True).text
    assert "红十字急救培训" in page
    assert "您还没有这项资格" in page
    holds(person, what, until=NOON + timedelta(days=400))
    assert "您持有这项资格" in visitor.open(f"/h5/qualifications/{what.id}").text
    assert "报名成功" in visitor.send(url, follow=True).text


def test_a_test_asks_again_for_what_was_left_out(visitor: Visitor) -> None:
    day = a_course_day(has_test=True)
    activity = day.door.activity
    activity.state = "ended"
    saved(activity)
    one, two = questions(day.course, "A", "B")
    url = f"/h5/courses/{day.course.id}/test"
    visitor.sign_in(day.door.volunteer)
    assert visitor.open(url).status_code == 409
    day.attend()
    assert "第 1 题" in visitor.open(url).text
    half = visitor.send(url, **{"number": "1", f"q-{one.id}": "A"})
    assert half.status_code == 422
    assert "这道题还没有答" in half.text
    wrong = visitor.send(url, **{"number": "1", f"q-{one.id}": "A", f"q-{two.id}": "A"})
    assert "还可以再答 2 次" in wrong.text
    right = visitor.send(url, **{"number": "2", f"q-{one.id}": "A", f"q-{two.id}": "B"})
    assert "通过了" in right.text
    page = visitor.open("/h5/training").text
    for words in ("心肺复苏、止血包扎", "2 小时", "高新区红十字会", "已结业"):
        assert words in page


def a_session_of(position: Position) -> UUID:
    """The activity that a position is of."""
    return session.get_one(ActivitySession, position.session_id).activity_id
