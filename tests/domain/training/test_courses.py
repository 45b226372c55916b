"""From the plan to the record: courses follow plans, minutes follow scans, tests and grants."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities import planning
from app.domain.activities.engagements import outlines
from app.domain.activities.errors import NotVolunteering
from app.domain.attendance import closing
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.events import Stay, StayCorrected
from app.domain.audit.models import AuditEntry
from app.domain.certificates.rules import Wish
from app.domain.certificates.sections import sections_of
from app.domain.hours.models import HourRecord
from app.domain.qualifications import queries as qualifications
from app.domain.training import certifiable, deciding, errors, queries, setting_up, testing, yearly
from app.domain.training.models import Course, CourseQuestion, CourseTry, TrainingRecord
from app.domain.training.rules import Settings
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.activities.plans import a_plan
from tests.domain.attendance.at_the_door import ENDS, STARTS
from tests.domain.training.courses import MINUTE, a_course_day, questions

pytestmark = pytest.mark.usefixtures("database")
LATER = ENDS + timedelta(hours=3)


def held_by(volunteer_id: object) -> list[str]:
    found = qualifications.held_by_people([volunteer_id], now=LATER)  # type: ignore[list-item]
    return [one.name for each in found.values() for one in each]


def test_a_plan_of_the_kind_is_a_course_from_its_draft_on() -> None:
    station = world.a_station()
    clerk = world.staff(at=station)
    plan = a_plan(NOON, work_type="培训", title="急救培训", content="参加讲座和练习：心肺复苏。")
    made = planning.draft(clerk, plan, place_id=station.id, now=NOON)
    other = planning.draft(clerk, a_plan(NOON), place_id=station.id, now=NOON)
    planning.submit(clerk, made, now=NOON)
    course = queries.course(made)
    assert (course.settings.organiser, course.settings.summary) == (station.name, plan.content)
    with pytest.raises(NotFound):
        queries.course(other)
    lecture = a_plan(NOON, content="参加讲座和练习：心肺复苏。")
    service = planning.draft(clerk, lecture, place_id=station.id, now=NOON)
    with pytest.raises(NotVolunteering):
        planning.submit(clerk, service, now=NOON)


def test_a_draft_that_becomes_a_course_later_is_one_too() -> None:
    station = world.a_station()
    clerk = world.staff(at=station)
    made = planning.draft(clerk, a_plan(NOON), place_id=station.id, now=NOON)
    planning.revise(clerk, made, a_plan(NOON, work_type="培训"), version=1, now=NOON)
    assert queries.course(made).plan.minutes == 120


def test_a_copy_has_the_same_settings_and_questions() -> None:
    station = world.a_station()
    clerk = world.staff(at=station)
    first = planning.draft(clerk, a_plan(NOON, work_type="培训"), place_id=station.id, now=NOON)
    course = session.get_one(Course, first)
    course.has_test, course.trainer = True, "刘医生"
    world.saved(course)
    questions(course, "A", "BC")
    second = queries.course(planning.copy(clerk, first, now=NOON))
    assert (second.settings.trainer, second.settings.has_test, second.questions) == (
        *("刘医生", True),
        2,
    )
    assert [one.correct for one in queries.questions(second.id)] == ["A", "BC"]


def test_who_checks_out_has_learned_and_served_nothing() -> None:
    day = a_course_day()
    day.attend(left_early=10 * MINUTE)
    record = day.record
    assert (record.minutes, record.state, record.first_on) == (110, "attended", date(2026, 11, 23))
    assert record.completed_at == ENDS - 10 * MINUTE
    assert session.scalars(select(HourRecord)).all() == []
    learned = queries.learned([day.door.volunteer.id], now=LATER)[day.door.volunteer.id][0]
    assert (learned.title, learned.summary, learned.organiser, learned.standing) == (
        *("急救培训", "心肺复苏、止血包扎"),
        *("高新区红十字会", "已结业"),
    )


def test_who_leaves_too_early_has_not_attended() -> None:
    day = a_course_day(qualification_id=world.a_qualification(world.a_station()).id)
    day.attend(left_early=25 * MINUTE)
    assert (day.record.minutes, day.record.state) == (95, "learning")
    assert held_by(day.door.volunteer.id) == []


def test_attending_grants_by_rule_once_and_is_in_the_trail() -> None:
    what = world.a_qualification(world.a_station())
    day = a_course_day(qualification_id=what.id)
    day.attend()
    assert held_by(day.door.volunteer.id) == ["急救员"]
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["course.complete", "qualification.grant"]


def test_undoing_a_check_out_takes_the_minutes_but_not_what_is_complete() -> None:
    day = a_course_day()
    day.attend()
    stay = queries.learners(day.course.id, now=LATER).items[0].stays[0].attendance_id
    plan = outlines([day.door.session.id])[day.door.session.id]
    undone = Stay(stay, day.door.volunteer.id, plan, STARTS, None)
    with transaction():
        happened(StayCorrected(undone, ENDS + MINUTE))
    session.expire_all()
    assert (day.record.minutes, day.record.state) == (0, "attended")


def test_a_forgotten_check_out_counts_nothing_until_staff_confirm_it() -> None:
    what = world.a_qualification(world.a_station())
    day = a_course_day(qualification_id=what.id)
    take_scan(day.door.scan("in", STARTS), now=STARTS)
    closing.close_missed(LATER)
    session.expire_all()
    line = queries.learners(day.course.id, now=LATER).items[0]
    assert (line.minutes, line.stays[0].missed_check_out) == (0, True)
    assert session.scalars(select(HourRecord)).all() == []
    own = world.staff(at=day.door.station, volunteer_id=day.door.volunteer.id)
    stay = line.stays[0].attendance_id
    with pytest.raises(errors.OwnStay):
        deciding.confirm_minutes(own, stay, minutes=120, reason="我在场", now=LATER)
    with pytest.raises(errors.MinutesOutside):
        deciding.confirm_minutes(day.door.clerk, stay, minutes=121, reason="忘签退", now=LATER)
    deciding.confirm_minutes(day.door.clerk, stay, minutes=120, reason="一直在场", now=LATER)
    session.expire_all()
    assert (day.record.minutes, day.record.state) == (120, "attended")
    assert held_by(day.door.volunteer.id) == ["急救员"]


def test_with_a_test_passing_completes_and_the_same_tap_again_changes_nothing() -> None:
    what = world.a_qualification(world.a_station())
    day = a_course_day(qualification_id=what.id, has_test=True, pass_percent=60)
    one, two = questions(day.course, "A", "BC")
    who = day.door.volunteer.id
    with pytest.raises(errors.NotAttended):
        testing.paper(who, day.course.id, now=STARTS)
    day.attend()
    assert held_by(who) == []
    paper = testing.paper(who, day.course.id, now=LATER)
    assert [(one.text, one.several) for one in paper.questions] == [
        ("第 1 题", False),
        ("第 2 题", True),
    ]
    with pytest.raises(errors.AnswerAll):
        testing.sit(who, day.course.id, {one.id: ["A"]}, number=1, now=LATER)
    half = testing.sit(who, day.course.id, {one.id: ["A"], two.id: ["B"]}, number=1, now=LATER)
    assert (half.percent, half.passed, half.tries_left) == (50, False, 2)
    right = {one.id: ["A"], two.id: ["C", "B"]}
    again = testing.sit(who, day.course.id, right, number=1, now=LATER)
    assert again == half
    passed = testing.sit(who, day.course.id, right, number=2, now=LATER)
    assert (passed.percent, passed.passed) == (100, True)
    assert held_by(who) == ["急救员"]
    with pytest.raises(errors.PassedAlready):
        testing.paper(who, day.course.id, now=LATER)


def test_who_never_sat_the_test_reads_that_it_is_closed() -> None:
    day = a_course_day(has_test=True)
    questions(day.course, "A")
    day.attend()
    who, closed = day.door.volunteer.id, ENDS + timedelta(days=30)
    (learned,) = queries.learned([who], now=closed)[who]
    assert (learned.standing, learned.to_test) == ("测验已截止", False)
    (learner,) = queries.learners(day.course.id, now=closed).items
    assert learner.standing == "测验已截止"


def test_who_fails_every_try_has_to_come_again() -> None:
    day = a_course_day(has_test=True, tries_most=2)
    (one,) = questions(day.course, "A")
    day.attend()
    for number in (1, 2):
        testing.sit(day.door.volunteer.id, day.course.id, {one.id: ["B"]}, number=number, now=LATER)
    session.expire_all()
    assert (day.record.state, day.record.completed_at) == ("failed", None)
    with pytest.raises(errors.TriesUsedUp):
        testing.paper(day.door.volunteer.id, day.course.id, now=LATER)


def test_a_test_that_fails_to_be_written_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    day = a_course_day(has_test=True)
    (one,) = questions(day.course, "A")
    day.attend()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(testing.completing, "complete", fails)
    with pytest.raises(RuntimeError):
        testing.sit(day.door.volunteer.id, day.course.id, {one.id: ["A"]}, number=1, now=LATER)
    session.expire_all()
    assert session.scalars(select(CourseTry)).all() == []
    assert day.record.state == "attended"


def test_by_decision_a_manager_grants_who_completed_it() -> None:
    office = world.an_office()
    what = world.a_qualification(office)
    day = a_course_day(qualification_id=what.id, grants_by_rule=False, has_test=True)
    day.attend()
    course = session.get_one(Course, day.course.id)
    course.place_id = office.id
    world.saved(course)
    manager = world.staff(Role.OFFICE_MANAGER, at=office)
    with pytest.raises(errors.NotCompleted):
        deciding.grant(manager, day.record.id, now=LATER)
    (one,) = questions(day.course, "A")
    testing.sit(day.door.volunteer.id, day.course.id, {one.id: ["A"]}, number=1, now=LATER)
    assert held_by(day.door.volunteer.id) == []
    deciding.grant(manager, day.record.id, now=LATER)
    assert held_by(day.door.volunteer.id) == ["急救员"]


def test_settings_are_kept_and_what_was_reviewed_is_fixed() -> None:
    day = a_course_day()
    clerk = day.door.clerk
    settings = queries.course(day.course.id).settings
    setting_up.set_up(clerk, day.course.id, replace(settings, trainer="王医生"), now=NOON)
    with pytest.raises(errors.FixedOnceSubmitted):
        setting_up.set_up(clerk, day.course.id, replace(settings, has_test=True), now=NOON)
    assert queries.course(day.course.id).settings == replace(settings, trainer="王医生")


def test_a_course_leads_only_to_what_its_place_may_give() -> None:
    station = world.a_station()
    clerk = world.staff(at=station)
    made = planning.draft(clerk, a_plan(NOON, work_type="培训"), place_id=station.id, now=NOON)
    usual = Settings("志愿者培训", "刘医生", "红十字会", "心肺复苏")
    foreign = world.a_qualification(world.a_station())
    with pytest.raises(errors.QualificationFromElsewhere):
        setting_up.set_up(clerk, made, replace(usual, qualification_id=foreign.id), now=NOON)
    own = world.a_qualification(station)
    setting_up.set_up(clerk, made, replace(usual, qualification_id=own.id), now=NOON)
    assert queries.course(made).qualification == "急救员"


def test_questions_stay_as_they_are_once_somebody_has_answered() -> None:
    day = a_course_day(has_test=True)
    clerk = day.door.clerk
    facts = {"text": "按压多深？", "choices": ["5 厘米", "1 厘米"], "correct": ["A"]}
    made = setting_up.add_question(clerk, day.course.id, now=NOON, **facts)  # type: ignore[arg-type]
    other = setting_up.add_question(clerk, day.course.id, now=NOON, **facts)  # type: ignore[arg-type]
    assert setting_up.drop_question(clerk, other, now=NOON) == day.course.id
    day.attend()
    testing.sit(day.door.volunteer.id, day.course.id, {made: ["B"]}, number=1, now=LATER)
    with pytest.raises(errors.TestBegun):
        setting_up.drop_question(clerk, made, now=LATER)
    with pytest.raises(errors.TestBegun):
        setting_up.add_question(clerk, day.course.id, now=LATER, **facts)  # type: ignore[arg-type]
    assert len(session.scalars(select(CourseQuestion)).all()) == 1


def test_certificates_carry_the_courses_of_their_time() -> None:
    day = a_course_day()
    day.attend()
    who = day.door.volunteer.id
    until = date(2026, 11, 23)
    sections = sections_of([who], Wish(until=until))[who]
    training = next(one for one in sections if one.title == "培训记录")
    assert training.lines == (
        ("急救培训", "心肺复苏、止血包扎；2 小时；高新区红十字会；2026.11.23"),
    )
    earlier = until - timedelta(days=1)
    assert certifiable.attended([who], since=None, until=earlier) == {}
    assert certifiable.attended([who], since=until, until=until) != {}


def test_the_next_courses_that_lead_to_a_qualification() -> None:
    station = world.a_station()
    what = world.a_qualification(station)
    for state, starts_at in (
        ("published", NOON + timedelta(days=9)),
        ("published", NOON + timedelta(days=2)),
        ("draft", NOON + timedelta(days=1)),
        ("ended", NOON - timedelta(days=9)),
    ):
        activity = world.an_activity(station, state=state, starts_at=starts_at, work_type="培训")
        world.a_course(activity, qualification_id=what.id)
    found = queries.leading_to(what.id, now=NOON)
    assert [one.starts_at for one in found] == [
        NOON + timedelta(days=2),
        NOON + timedelta(days=9),
    ]


def test_a_year_by_kind_meant_planned_held_and_attended() -> None:
    day = a_course_day(kind="文化工作者培训")
    day.attend()
    day.door.activity.state = "ended"
    world.saved(day.door.activity)
    station = day.door.station
    for state in ("published", "cancelled"):
        activity = world.an_activity(station, state=state, work_type="培训")
        world.a_course(activity, kind="文化工作者培训")
    clerk = day.door.clerk
    setting_up.set_target(clerk, year=2026, kind="文化工作者培训", courses=30, now=NOON)
    courses = yearly.courses_of(clerk, 2026)
    line = next(one for one in yearly.by_kind(clerk, 2026, courses) if one.kind == "文化工作者培训")
    assert (line.target, line.planned, line.held, line.people, line.minutes, line.completed) == (
        *(30, 2, 1),
        *(1, 120, 1),
    )
    assert yearly.courses_of(clerk, 2025) == []
    assert yearly.courses_of(world.staff(at=world.a_station()), 2026) == []
    setting_up.set_target(clerk, year=2026, kind="文化工作者培训", courses=0, now=NOON)
    assert yearly.by_kind(clerk, 2026, courses)[1].target is None


def a_full_course(people: int) -> tuple[UUID, list[UUID], Staff]:
    """A course that so many have attended: its id, theirs, and a clerk of its place."""
    day = a_course_day()
    day.attend()
    for _ in range(people - 1):
        person = world.a_volunteer(day.door.station)
        world.signed_up(person, day.door.position)
        for direction, at in (("in", STARTS), ("out", ENDS)):
            scan = replace(day.door.scan(direction, at), volunteer_id=person.id)  # type: ignore[arg-type]
            take_scan(scan, now=at)
    query = select(TrainingRecord.volunteer_id).where(TrainingRecord.course_id == day.course.id)
    return day.course.id, list(session.scalars(query)), day.door.clerk


def test_lists_cost_the_same_for_any_number(statements: Counting) -> None:
    counts = []
    for people in (1, 6):
        course_id, everyone, clerk = a_full_course(people)
        assert len(everyone) == people
        session.expunge_all()
        with statements() as seen:
            queries.learners(course_id, now=LATER)
            queries.learned(everyone, now=LATER)
            yearly.courses_of(clerk, 2026)
        counts.append(len(seen))
    assert counts[0] == counts[1]
