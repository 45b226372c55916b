"""Reading courses: one with who takes it, what leads to a qualification, what somebody learned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, func, select

from app.domain.activities import schedules
from app.domain.activities.schedules import Schedule
from app.domain.activities.views import ActivityCard
from app.domain.attachments import queries as attachments
from app.domain.attachments.queries import AttachmentView
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.qualifications import queries as qualifications
from app.domain.training.models import (
    Course,
    CourseMaterial,
    CourseQuestion,
    CourseTry,
    TrainingRecord,
    TrainingStay,
)
from app.domain.training.rules import (
    Settings,
    State,
    completed,
    needed_minutes,
    sittable_until,
    standing,
)
from app.domain.training.setting_up import settings_of
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class CourseView:
    """A course and its plan. `questions`: how many; `begun`: somebody has sat the test."""

    id: UUID
    place_id: UUID
    settings: Settings
    plan: Schedule
    qualification: str | None
    questions: int
    begun: bool

    @property
    def needed_minutes(self) -> int:
        return needed_minutes(self.plan.minutes, self.settings.required_percent)

    @property
    def test_closes_at(self) -> datetime:
        return sittable_until(self.plan.ends_at)


@dataclass(frozen=True)
class CorrectedQuestion:
    """A question with what is right, for staff."""

    id: UUID
    text: str
    choices: tuple[str, ...]
    correct: str


@dataclass(frozen=True)
class StayLine:
    """One session somebody attended."""

    attendance_id: UUID
    day: date
    minutes: int
    missed_check_out: bool
    confirmed: bool
    reason: str | None


@dataclass(frozen=True)
class LearnerView:
    """Somebody in a course, for staff. `granted`: she holds its qualification."""

    record_id: UUID
    person: PersonCard
    minutes: int
    standing: str
    completed: bool
    best_percent: int | None
    granted: bool
    stays: tuple[StayLine, ...]


@dataclass(frozen=True)
class LearnedView:
    """What Order 67, article 8, wants of one course: name, content, hours, organiser, dates."""

    record_id: UUID
    course_id: UUID
    volunteer_id: UUID
    title: str
    kind: str
    summary: str
    organiser: str
    minutes: int
    first_on: date
    last_on: date
    standing: str
    attended: bool
    completed: bool
    best_percent: int | None
    to_test: bool


def course(course_id: UUID, *, within: Scope = EVERYWHERE) -> CourseView:
    """One course; outside the scope it is not found."""
    row = session.get(Course, course_id)
    if row is None or (within.path and not within.covers(places.place(row.place_id).path)):
        raise NotFound
    named = qualifications.names([row.qualification_id] if row.qualification_id else [])
    count = select(func.count()).where(CourseQuestion.course_id == course_id)
    begun = (
        select(CourseTry.id)
        .join(TrainingRecord, TrainingRecord.id == CourseTry.record_id)
        .where(TrainingRecord.course_id == course_id)
        .limit(1)
    )
    return CourseView(
        id=row.id,
        place_id=row.place_id,
        settings=settings_of(row),
        plan=schedules.schedules([course_id])[course_id],
        qualification=named.get(row.qualification_id) if row.qualification_id else None,
        questions=session.scalar(count) or 0,
        begun=session.scalar(begun) is not None,
    )


def kinds(course_ids: Collection[UUID]) -> dict[UUID, str]:
    """The kinds of several courses, in one statement."""
    rows = session.execute(select(Course.id, Course.kind).where(Course.id.in_(set(course_ids))))
    return {row.id: row.kind for row in rows}


def questions(course_id: UUID) -> list[CorrectedQuestion]:
    """All questions with what is right. Ask for the course within her scope first."""
    query = select(CourseQuestion).where(CourseQuestion.course_id == course_id)
    return [
        CorrectedQuestion(row.id, row.text, tuple(row.choices), "".join(row.correct))
        for row in session.scalars(query.order_by(CourseQuestion.id))
    ]


def materials(course_id: UUID) -> list[AttachmentView]:
    """The pictures of a course, in the order they came."""
    ids = session.scalars(
        select(CourseMaterial.attachment_id).where(CourseMaterial.course_id == course_id)
    ).all()
    return attachments.attachments(ids)


def material(course_id: UUID, attachment_id: UUID) -> attachments.Picture:
    """One of them; another course's is not found."""
    row = session.get(CourseMaterial, attachment_id)
    if row is None or row.course_id != course_id:
        raise NotFound
    return attachments.picture(attachment_id)


def learners(
    course_id: UUID, *, now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Page[LearnerView]:
    """Who has been at a course; the same number of statements for any number.

    Ask for the course within her scope first.
    """
    row = session.get_one(Course, course_id)
    query = select(TrainingRecord).where(TrainingRecord.course_id == course_id)
    found = page_of(query.order_by(TrainingRecord.id), number=page, size=size)
    who = [one.volunteer_id for one in found.items]
    cards, stays = people.cards(who), _stays([one.id for one in found.items])
    closes_at = sittable_until(schedules.schedules([course_id])[course_id].ends_at)
    held = qualifications.held_by_people(who, now=now) if row.qualification_id else {}
    views = [
        LearnerView(
            record_id=one.id,
            person=cards[one.volunteer_id],
            minutes=one.minutes,
            standing=standing(
                State(one.state), has_test=row.has_test, closes_at=closes_at, now=now
            ),
            completed=completed(State(one.state), has_test=row.has_test),
            best_percent=one.best_percent,
            granted=any(
                grant.qualification_id == row.qualification_id and grant.standing == "held"
                for grant in held.get(one.volunteer_id, ())
            ),
            stays=stays.get(one.id, ()),
        )
        for one in found.items
    ]
    return Page(views, found.number, found.size, found.total)


def stay_line(attendance_id: UUID, *, within: Scope) -> tuple[UUID, PersonCard, StayLine]:
    """One stay with its course and person; outside the scope it is not found."""
    row = session.execute(
        select(TrainingStay, TrainingRecord)
        .join(TrainingRecord, TrainingRecord.id == TrainingStay.record_id)
        .where(TrainingStay.attendance_id == attendance_id)
    ).first()
    if row is None:
        raise NotFound
    record: TrainingRecord = row.TrainingRecord
    course(record.course_id, within=within)
    card = people.cards([record.volunteer_id])[record.volunteer_id]
    return record.course_id, card, _line(row.TrainingStay)


def learned(volunteer_ids: Collection[UUID], *, now: datetime) -> dict[UUID, list[LearnedView]]:
    """What each of these people has learned, the latest first; who has not is missing."""
    rows = session.execute(
        select(TrainingRecord, Course)
        .join(Course, Course.id == TrainingRecord.course_id)
        .where(TrainingRecord.volunteer_id.in_(set(volunteer_ids)))
        .order_by(TrainingRecord.last_on.desc(), TrainingRecord.id.desc())
    ).all()
    plans = schedules.schedules({row.Course.id for row in rows})
    found: dict[UUID, list[LearnedView]] = {}
    for row in rows:
        one = _learned(row, plans[row.Course.id], now)
        found.setdefault(one.volunteer_id, []).append(one)
    return found


def leading_to(qualification_id: UUID, *, now: datetime) -> list[ActivityCard]:
    """The next courses after which one holds a qualification, the nearest first."""
    ids = session.scalars(select(Course.id).where(Course.qualification_id == qualification_id))
    return schedules.next_among(ids.all(), now=now)


def _learned(row: Row[TrainingRecord, Course], plan: Schedule, now: datetime) -> LearnedView:
    record: TrainingRecord = row.TrainingRecord
    its: Course = row.Course
    state, closes_at = State(record.state), sittable_until(plan.ends_at)
    return LearnedView(
        record_id=record.id,
        course_id=its.id,
        volunteer_id=record.volunteer_id,
        title=plan.title,
        kind=its.kind,
        summary=its.summary,
        organiser=its.organiser,
        minutes=record.minutes,
        first_on=record.first_on,
        last_on=record.last_on,
        standing=standing(state, has_test=its.has_test, closes_at=closes_at, now=now),
        attended=state is not State.LEARNING,
        completed=completed(state, has_test=its.has_test),
        best_percent=record.best_percent,
        to_test=its.has_test and state is State.ATTENDED and now < closes_at,
    )


def _stays(record_ids: Sequence[UUID]) -> dict[UUID, tuple[StayLine, ...]]:
    rows = session.scalars(
        select(TrainingStay)
        .where(TrainingStay.record_id.in_(record_ids))
        .order_by(TrainingStay.day, TrainingStay.attendance_id)
    )
    found: dict[UUID, tuple[StayLine, ...]] = {}
    for row in rows:
        found[row.record_id] = (*found.get(row.record_id, ()), _line(row))
    return found


def _line(row: TrainingStay) -> StayLine:
    return StayLine(
        attendance_id=row.attendance_id,
        day=row.day,
        minutes=row.minutes,
        missed_check_out=row.missed_check_out,
        confirmed=row.confirmed_by_id is not None,
        reason=row.reason,
    )
