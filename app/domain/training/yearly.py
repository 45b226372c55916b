"""A year of courses by kind: meant, planned, held, and who came; and the list to take away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import schedules
from app.domain.activities.schedules import Schedule
from app.domain.activities.vocabulary import TRAINING
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.training.models import Course, TrainingRecord, TrainingTarget
from app.domain.training.vocabulary import COURSE_KINDS
from app.kernel.calendar import start_of_day
from app.kernel.database import session
from app.kernel.transaction import transaction

HELD = ("running", "ended")
GIVEN_UP = ("withdrawn", "cancelled")


@dataclass(frozen=True)
class Attended:
    """Who came to one course: people, their minutes together, and how many completed it."""

    people: int = 0
    minutes: int = 0
    completed: int = 0


@dataclass(frozen=True)
class YearCourse:
    """One course of a year."""

    plan: Schedule
    place_name: str
    kind: str
    trainer: str
    organiser: str
    attended: Attended


@dataclass(frozen=True)
class KindOfYear:
    """A kind in a year. `target` None: none was set; `planned`: all that were not given up."""

    kind: str
    target: int | None
    planned: int
    held: int
    people: int
    minutes: int
    completed: int


def courses_of(staff: Staff, year: int) -> list[YearCourse]:
    """The courses of her subtree that begin in a year, in order; always as many statements."""
    since, until = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    ids = schedules.ids_between(TRAINING, staff.scope, since, until)
    plans = schedules.schedules(ids)
    rows = {row.id: row for row in session.scalars(select(Course).where(Course.id.in_(ids)))}
    where = places.places({plan.place_id for plan in plans.values()})
    came = _attended(ids)
    return [
        YearCourse(
            plan=plans[one],
            place_name=where[plans[one].place_id].name,
            kind=rows[one].kind,
            trainer=rows[one].trainer,
            organiser=rows[one].organiser,
            attended=came.get(one, Attended()),
        )
        for one in ids
        if one in rows
    ]


def by_kind(staff: Staff, year: int, courses: Collection[YearCourse]) -> list[KindOfYear]:
    """The same summed up, each kind there is in its order; with her own place's targets."""
    targets = _targets(staff.place.id, year)
    return [
        _summed(kind, targets.get(kind), [one for one in courses if one.kind == kind])
        for kind in COURSE_KINDS
    ]


def take_out(staff: Staff, year: int, *, now: datetime) -> list[YearCourse]:
    """The list for a spreadsheet; who asked is kept."""
    staff.require(Permission.EXPORT, staff.place.path)
    with transaction():
        found = courses_of(staff, year)
        trail.record(
            staff.actor,
            "training.export",
            "place",
            staff.place.id,
            now=now,
            place_id=staff.place.id,
            year=year,
            count=len(found),
        )
    return found


def _summed(kind: str, target: int | None, courses: Collection[YearCourse]) -> KindOfYear:
    alive = [one for one in courses if one.plan.state not in GIVEN_UP]
    return KindOfYear(
        kind=kind,
        target=target,
        planned=len(alive),
        held=sum(one.plan.state in HELD for one in alive),
        people=sum(one.attended.people for one in alive),
        minutes=sum(one.attended.minutes for one in alive),
        completed=sum(one.attended.completed for one in alive),
    )


def _attended(ids: Collection[UUID]) -> dict[UUID, Attended]:
    rows = session.execute(
        select(
            TrainingRecord.course_id,
            func.count(),
            func.sum(TrainingRecord.minutes),
            func.count(TrainingRecord.completed_at),
        )
        .where(TrainingRecord.course_id.in_(ids))
        .group_by(TrainingRecord.course_id)
    )
    return {row[0]: Attended(row[1], int(row[2]), row[3]) for row in rows}


def _targets(place_id: UUID, year: int) -> dict[str, int]:
    rows = session.execute(
        select(TrainingTarget.kind, TrainingTarget.courses).where(
            TrainingTarget.place_id == place_id, TrainingTarget.year == year
        )
    )
    return {row.kind: row.courses for row in rows}
