"""A position asks for a qualification: refused first, then the course, its test, and the place."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.activities.models import ActivitySession
from app.domain.attendance import codes
from app.domain.training.models import CourseQuestion
from app.kernel import clock
from app.kernel.ids import new_id
from tests import world
from tests.stories.house import House
from tests.stories.people import Page, Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
BEGINS, ENDS = MORNING + timedelta(minutes=20), MORNING + timedelta(minutes=140)


def test_a_course_qualifies_for_a_position(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    what = world.a_qualification(station)
    activity = world.an_activity(station, starts_at=MORNING + timedelta(days=5))
    post = world.a_position(world.a_session(activity), name="医疗岗", qualification_id=what.id)
    lesson = a_lesson(station, what.id)
    phone = a_volunteer(house, station, "王桂兰", "13812345680")

    page = refused_first(phone, f"/h5/activities/{activity.id}", post.id)
    page = phone.open(page.link(f"/h5/activities/{lesson.activity_id}"))
    phone.open(page.link("/positions/"))
    assert "报名成功" in phone.send("/positions/").text

    house.set_clock(BEGINS)
    assert "签到成功" in scan(phone, lesson.id, "in").text
    house.set_clock(ENDS)
    assert "学时已记在" in scan(phone, lesson.id, "out").text

    passes_the_test(phone)
    phone.open(f"/h5/activities/{activity.id}/positions/{post.id}")
    assert "报名成功" in phone.send("/positions/").text
    assert "您取得了一项资格" in phone.open("/h5/messages").text
    assert "2 小时" in phone.open("/h5/training").text


def a_lesson(station: world.Place, qualification_id: UUID) -> ActivitySession:
    """Two hours that begin soon, with a test of one question."""
    activity = world.an_activity(
        station,
        starts_at=BEGINS,
        lasts=ENDS - BEGINS,
        work_type="培训",
        title="红十字急救培训",
        state="running",  # as the worker's clock has it when the lesson begins
    )
    lesson = world.a_session(activity)
    world.a_position(lesson, name="学员")
    course = world.a_course(activity, has_test=True, qualification_id=qualification_id)
    facts = {"text": "按压多深？", "choices": ["5 至 6 厘米", "1 厘米"], "correct": ["A"]}
    world.saved(CourseQuestion(id=new_id(), course_id=course.id, **facts))
    return lesson


def refused_first(phone: Phone, activity: str, position_id: UUID) -> Page:
    """The page of the activity says why not; who tries all the same lands where it is got."""
    phone.open("/h5/me")  # signed in by WeChat, so that pages are about her
    page = phone.open(activity)
    assert "要求持有“急救员”资格" in page.text, page.text[:1500]
    assert "您还没有这项资格" in phone.open(page.link("/h5/qualifications/")).text
    phone.open(f"{activity}/positions/{position_id}")
    page = phone.send("/positions/")
    assert "要求持有“急救员”资格" in page.text
    assert "红十字急救培训" in page.text
    return page


def scan(phone: Phone, session_id: UUID, direction: str) -> Page:
    """The code on the screen of the room, by the very page of activities."""
    code = codes.session_code(session_id, direction, now=clock.now())  # type: ignore[arg-type]
    phone.open(f"/c/{code.text}")
    return phone.send("/h5/check-in")


def passes_the_test(phone: Phone) -> None:
    """First a wrong answer, then the right one."""
    page = phone.open("/h5/training")
    page = phone.open(page.link("/test"))
    question = re.search(r'name="(q-[^"]+)"', page.html)
    assert question, page.text[:600]
    assert "再答 2 次" in phone.send('name="number"', **{question[1]: "B"}).text
    page = phone.open(page.url)
    assert "通过了" in phone.send('name="number"', **{question[1]: "A"}).text
