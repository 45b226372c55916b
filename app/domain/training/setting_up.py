"""What a course asks for and gives: its settings, questions, materials, and a year's target."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments.keeping import attach
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.qualifications import queries as qualifications
from app.domain.training import errors
from app.domain.training.holding import held_course
from app.domain.training.models import (
    Course,
    CourseMaterial,
    CourseQuestion,
    CourseTry,
    TrainingRecord,
    TrainingTarget,
)
from app.domain.training.rules import (
    QUESTIONS_MOST,
    TARGET_MOST,
    Settings,
    why_not_change,
    why_not_these_settings,
    why_not_this_question,
)
from app.domain.training.vocabulary import COURSE_KINDS
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

_NAMES = tuple(Settings.__dataclass_fields__)


def set_up(staff: Staff, course_id: UUID, settings: Settings, *, now: datetime) -> None:
    """Write the form; once handed in for review, what completes the course is fixed."""
    refusal = why_not_these_settings(settings)
    if refusal:
        raise refusal
    with transaction():
        row, planned = held_course(staff, course_id)
        refusal = why_not_change(settings_of(row), settings, activity_state=planned.state)
        if refusal:
            raise refusal
        _refuse_foreign_qualification(row, settings.qualification_id)
        for name in _NAMES:
            value = getattr(settings, name)
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        _record(staff, "set_up", row, now=now)


def settings_of(row: Course) -> Settings:
    """A row as the form it came from."""
    return Settings(**{name: getattr(row, name) for name in _NAMES})


def add_question(
    staff: Staff,
    course_id: UUID,
    *,
    text: str,
    choices: Sequence[str],
    correct: Sequence[str],
    now: datetime,
) -> UUID:
    """Another question at the end, until somebody has sat the test."""
    refusal = why_not_this_question(text, choices, correct)
    if refusal:
        raise refusal
    with transaction():
        row, _ = held_course(staff, course_id)
        _refuse_once_begun(course_id)
        count = select(func.count()).where(CourseQuestion.course_id == course_id)
        if (session.scalar(count) or 0) >= QUESTIONS_MOST:
            raise errors.TooManyQuestions(most=QUESTIONS_MOST)
        question = CourseQuestion(
            id=new_id(),
            course_id=course_id,
            text=text.strip(),
            choices=list(choices),
            correct=sorted(set(correct)),
        )
        session.add(question)
        session.flush()
        _record(staff, "add_question", row, now=now)
        return question.id


def drop_question(staff: Staff, question_id: UUID, *, now: datetime) -> UUID:
    """Take a question out, until somebody has sat the test; the course it was of."""
    with transaction():
        question = row_with(CourseQuestion, question_id)
        course_id = question.course_id
        row, _ = held_course(staff, course_id)
        _refuse_once_begun(course_id)
        session.execute(delete(CourseQuestion).where(CourseQuestion.id == question_id))
        _record(staff, "drop_question", row, now=now)
        return course_id


def add_materials(
    staff: Staff, course_id: UUID, attachment_ids: Sequence[UUID], *, now: datetime
) -> None:
    """Pictures of handouts, for who takes the course."""
    with transaction():
        row, _ = held_course(staff, course_id)
        for one in attach(staff.actor, attachment_ids, now=now):
            session.add(CourseMaterial(attachment_id=one, course_id=course_id))
        session.flush()
        _record(staff, "add_materials", row, now=now)


def drop_material(staff: Staff, course_id: UUID, attachment_id: UUID, *, now: datetime) -> None:
    """Show a picture no more. Again: nothing."""
    with transaction():
        row, _ = held_course(staff, course_id)
        session.execute(
            delete(CourseMaterial).where(
                CourseMaterial.attachment_id == attachment_id,
                CourseMaterial.course_id == course_id,
            )
        )
        _record(staff, "drop_material", row, now=now)


def set_target(staff: Staff, *, year: int, kind: str, courses: int, now: datetime) -> None:
    """How many courses of a kind her place means to hold in a year; 0 takes the target away."""
    if kind not in COURSE_KINDS:
        raise errors.UnknownKind
    if not 0 <= courses <= TARGET_MOST:
        raise errors.OutOfRange(name="courses", label="计划期数", least=0, most=TARGET_MOST)
    with transaction():
        staff.require(Permission.TRAINING_MANAGE, staff.place.path)
        key = {"place_id": staff.place.id, "year": year, "kind": kind}
        row = session.get(TrainingTarget, key, with_for_update=True, populate_existing=True)
        if row is None and courses:
            session.add(TrainingTarget(**key, courses=courses))
        elif row is not None and courses:
            row.courses = courses
        elif row is not None:
            session.delete(row)
        session.flush()
        trail.record(
            staff.actor,
            "training.set_target",
            "place",
            staff.place.id,
            now=now,
            place_id=staff.place.id,
            year=year,
            kind=kind,
            courses=courses,
        )


def _refuse_foreign_qualification(row: Course, qualification_id: UUID | None) -> None:
    if qualification_id is None or qualification_id == row.qualification_id:
        return
    usable = qualifications.usable_at(places.place(row.place_id).path)
    if qualification_id not in {one.id for one in usable}:
        raise errors.QualificationFromElsewhere


def _refuse_once_begun(course_id: UUID) -> None:
    tried = (
        select(CourseTry.id)
        .join(TrainingRecord, TrainingRecord.id == CourseTry.record_id)
        .where(TrainingRecord.course_id == course_id)
        .limit(1)
    )
    if session.scalar(tried) is not None:
        raise errors.TestBegun


def _record(staff: Staff, word: str, row: Course, *, now: datetime) -> None:
    trail.record(staff.actor, f"course.{word}", "activity", row.id, now=now, place_id=row.place_id)
