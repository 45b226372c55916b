"""Courses, their questions and materials, and what each person has learned."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, stays
from app.kernel.database import Base
from app.kernel.ids import new_id

COMES_WITH_ITS_ACTIVITY = (
    "EXISTS (SELECT 1 FROM activity WHERE activity.id = course.id AND activity.starts_at > :now)"
)


class Course(Base):
    """What a course has beyond its activity, whose id it shares."""

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("required_percent BETWEEN 1 AND 100", name="some_of_it"),
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="some_right"),
        CheckConstraint("tries_most > 0", name="some_tries"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("课程", where=COMES_WITH_ITS_ACTIVITY)
    )
    kind: Mapped[str] = mapped_column(String(20))
    trainer: Mapped[str] = mapped_column(String(50))
    organiser: Mapped[str] = mapped_column(String(50))
    summary: Mapped[str] = mapped_column(String(100))  # the content, as records and papers say it
    required_percent: Mapped[int]  # of the planned minutes
    has_test: Mapped[bool]
    pass_percent: Mapped[int]
    tries_most: Mapped[int]
    qualification_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("qualification.id"), index=True
    )
    grants_by_rule: Mapped[bool]


class CourseQuestion(Base):
    """One question; `correct` holds letters. More than one correct: several are to be chosen."""

    __tablename__ = "course_question"
    __table_args__ = (Index(None, "course_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    text: Mapped[str] = mapped_column(String(200))
    choices: Mapped[list[str]]
    correct: Mapped[list[str]]


class CourseMaterial(Base):
    """A picture of a handout or slide."""

    __tablename__ = "course_material"

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)


class CourseDocument(Base):
    """A handout as a PDF, under the name it came with."""

    __tablename__ = "course_document"
    __table_args__ = (UniqueConstraint("course_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    name: Mapped[str] = mapped_column(String(60))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    added_at: Mapped[datetime]


class CourseDocumentContent(Base):
    """The bytes, apart: a list of handouts never reads them."""

    __tablename__ = "course_document_content"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("course_document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class TrainingRecord(Base):
    """What one person learned in one course. States: the table in rules.py."""

    __tablename__ = "training_record"
    __table_args__ = (
        UniqueConstraint("course_id", "volunteer_id"),
        CheckConstraint("minutes >= 0", name="no_less_than_nothing"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="learning")
    minutes: Mapped[int] = mapped_column(default=0)
    first_on: Mapped[date]
    last_on: Mapped[date]
    best_percent: Mapped[int | None]  # of the test
    completed_at: Mapped[datetime | None]


class TrainingStay(Base):
    """One session of it: minutes by the scans, or as a member of staff confirmed them."""

    __tablename__ = "training_stay"

    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("training_record.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    missed_check_out: Mapped[bool] = mapped_column(default=False)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    reason: Mapped[str | None] = mapped_column(String(200))


class CourseTry(Base):
    """One try at the test: the letters chosen by question, and what came of it."""

    __tablename__ = "course_try"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("training_record.id"))
    number: Mapped[int]  # from 1
    answers: Mapped[dict[str, Any]]
    percent: Mapped[int]
    passed: Mapped[bool]
    at: Mapped[datetime]


class TrainingTarget(Base):
    """How many courses of a kind a place means to hold in a year."""

    __tablename__ = "training_target"
    __table_args__ = (CheckConstraint("courses > 0", name="some_courses"),)

    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), primary_key=True, info=stays("培训年度目标")
    )
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    courses: Mapped[int]
