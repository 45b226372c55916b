"""Sit the test of a course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import schedules
from app.domain.people.holding import hold
from app.domain.training import completing, errors
from app.domain.training.models import Course, CourseQuestion, CourseTry, TrainingRecord
from app.domain.training.recording import needed_of
from app.domain.training.rules import (
    LETTERS,
    NEXT_STATE,
    Sitting,
    State,
    Step,
    marked,
    sittable_until,
    why_not_sit,
)
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class QuestionView:
    """A question as it is asked: letters and choices; not which are right."""

    id: UUID
    text: str
    choices: tuple[tuple[str, str], ...]
    several: bool


@dataclass(frozen=True)
class Paper:
    """A test before her. `number` is that of the try, from 1."""

    number: int
    tries_most: int
    pass_percent: int
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class TryView:
    """What came of a try."""

    number: int
    percent: int
    passed: bool
    tries_left: int


def paper(volunteer_id: UUID, course_id: UUID, *, now: datetime) -> Paper:
    """The questions of her next try; refuses where she cannot sit it."""
    course, record, tries = _standing(volunteer_id, course_id)
    questions = _questions(course_id)
    refusal = why_not_sit(_sitting(course, record, len(tries), len(questions)), now=now)
    if refusal:
        raise refusal
    return Paper(
        len(tries) + 1, course.tries_most, course.pass_percent, tuple(map(_asked, questions))
    )


def sit(
    volunteer_id: UUID,
    course_id: UUID,
    answers: Mapping[UUID, Sequence[str]],
    *,
    number: int,
    now: datetime,
) -> TryView:
    """Hand the answers of a try in. The same try again (a second tap): what came of the first."""
    with transaction():
        if volunteer_id not in hold([volunteer_id]):
            raise NotFound
        course, record, tries = _standing(volunteer_id, course_id)
        if record is not None and number <= len(tries):
            return _view(tries[number - 1], course)
        questions = _questions(course_id)
        refusal = why_not_sit(_sitting(course, record, len(tries), len(questions)), now=now)
        if refusal:
            raise refusal
        if record is None:
            raise NotFound
        given = {one.id: sorted(set(answers.get(one.id, ()))) for one in questions}
        open_ones = sum(not letters for letters in given.values())
        if open_ones:
            raise errors.AnswerAll(count=open_ones)
        row = _marked(course, record, questions, given, number=len(tries) + 1, now=now)
        _move_on(course, record, row, now=now)
        return _view(row, course)


def _marked(
    course: Course,
    record: TrainingRecord,
    questions: Sequence[CourseQuestion],
    given: Mapping[UUID, Sequence[str]],
    *,
    number: int,
    now: datetime,
) -> CourseTry:
    percent = marked({one.id: one.correct for one in questions}, given)
    row = CourseTry(
        id=new_id(),
        record_id=record.id,
        number=number,
        answers={str(one): list(letters) for one, letters in given.items()},
        percent=percent,
        passed=percent >= course.pass_percent,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def _move_on(course: Course, record: TrainingRecord, row: CourseTry, *, now: datetime) -> None:
    record.best_percent = max(record.best_percent or 0, row.percent)
    if row.passed:
        record.state = NEXT_STATE[(State(record.state), Step.PASS)]
    elif row.number >= course.tries_most:
        record.state = NEXT_STATE[(State(record.state), Step.LAST_FAILURE)]
    session.flush()
    completing.complete(course, record, now=now)


def _standing(
    volunteer_id: UUID, course_id: UUID
) -> tuple[Course, TrainingRecord | None, list[CourseTry]]:
    course = row_with(Course, course_id)
    record = session.scalars(
        select(TrainingRecord)
        .where(TrainingRecord.course_id == course_id, TrainingRecord.volunteer_id == volunteer_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if record is None:
        return course, None, []
    query = select(CourseTry).where(CourseTry.record_id == record.id).order_by(CourseTry.number)
    return course, record, list(session.scalars(query))


def _sitting(course: Course, record: TrainingRecord | None, tries: int, questions: int) -> Sitting:
    return Sitting(
        has_test=course.has_test,
        questions=questions,
        state=State(record.state) if record else State.LEARNING,
        minutes=record.minutes if record else 0,
        needed_minutes=needed_of(course),
        tries=tries,
        tries_most=course.tries_most,
        closes_at=sittable_until(schedules.schedules([course.id])[course.id].ends_at),
    )


def _questions(course_id: UUID) -> list[CourseQuestion]:
    query = select(CourseQuestion).where(CourseQuestion.course_id == course_id)
    return list(session.scalars(query.order_by(CourseQuestion.id)))


def _asked(row: CourseQuestion) -> QuestionView:
    choices = tuple(zip(LETTERS, row.choices, strict=False))
    return QuestionView(row.id, row.text, choices, several=len(row.correct) > 1)


def _view(row: CourseTry, course: Course) -> TryView:
    left = 0 if row.passed else course.tries_most - row.number
    return TryView(row.number, row.percent, row.passed, left)
