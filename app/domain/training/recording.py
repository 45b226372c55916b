"""What somebody has learned, drawn up from her stays; follows check-outs, in their transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.activities import schedules
from app.domain.attendance.errors import UndoNotPossible
from app.domain.attendance.events import CheckedOut, CheckOutsMissed, Stay, StayCorrected
from app.domain.hours.rules import credited_minutes, credited_stretch
from app.domain.training import completing
from app.domain.training.models import Course, TrainingRecord, TrainingStay
from app.domain.training.rules import NEXT_STATE, State, needed_minutes, step_for
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id


def follow_check_out(event: CheckedOut) -> None:
    """Somebody leaves a session of a course."""
    if event.stay.plan.training:
        _draw_up(event.stay, now=event.now)


def follow_correction(event: StayCorrected) -> None:
    """A scan came late, or a check-out was undone; minutes that staff confirmed stay."""
    stay = event.stay
    if not stay.plan.training:
        return
    row = session.get(TrainingStay, stay.attendance_id)
    if row is not None and row.confirmed_by_id is not None:
        if stay.out_at is None:
            raise UndoNotPossible
        return
    if row is None and stay.out_at is None:
        return
    _draw_up(stay, now=event.now)


def follow_missed(event: CheckOutsMissed) -> None:
    """Nobody knows how long these people stayed: nothing, until staff confirm it."""
    for stay in event.stays:
        if stay.plan.training:
            _draw_up(stay, now=event.now, missed=True)


def _draw_up(stay: Stay, *, now: datetime, missed: bool = False) -> None:
    record = _record_of(stay)
    row = session.get(TrainingStay, stay.attendance_id)
    if row is None:
        row = TrainingStay(
            attendance_id=stay.attendance_id,
            record_id=record.id,
            session_id=stay.plan.session_id,
            day=local_date(max(stay.in_at, stay.plan.starts_at)),
            minutes=0,
        )
        session.add(row)
    row.minutes = _minutes(stay)
    row.missed_check_out = missed
    session.flush()
    weigh(record, now=now)


def _minutes(stay: Stay) -> int:
    """Within the planned time, whole minutes; without a check-out none."""
    out_at = stay.out_at or stay.in_at
    stretch = credited_stretch(
        stay.in_at, out_at, starts_at=stay.plan.starts_at, ends_at=stay.plan.ends_at
    )
    return credited_minutes(stretch)


def _record_of(stay: Stay) -> TrainingRecord:
    found = session.scalars(
        select(TrainingRecord).where(
            TrainingRecord.course_id == stay.plan.activity_id,
            TrainingRecord.volunteer_id == stay.volunteer_id,
        )
    ).one_or_none()
    if found is not None:
        return found
    day = local_date(max(stay.in_at, stay.plan.starts_at))
    row = TrainingRecord(
        id=new_id(),
        course_id=stay.plan.activity_id,
        volunteer_id=stay.volunteer_id,
        state=State.LEARNING,
        minutes=0,
        first_on=day,
        last_on=day,
    )
    session.add(row)
    session.flush()
    return row


def weigh(record: TrainingRecord, *, now: datetime) -> None:
    """Sum her stays up and see whether they are enough; inside an action that holds her row."""
    course = session.get_one(Course, record.course_id)
    minutes, first, last = session.execute(
        select(
            func.sum(TrainingStay.minutes), func.min(TrainingStay.day), func.max(TrainingStay.day)
        ).where(TrainingStay.record_id == record.id)
    ).one()
    record.minutes, record.first_on, record.last_on = int(minutes), first, last
    needed = needed_of(course)
    following = NEXT_STATE[(State(record.state), step_for(record.minutes, needed))]
    if record.completed_at is not None and following is State.LEARNING:
        # A qualification may rest on it already: what was complete stays so.
        following = State(record.state)
    record.state = following
    session.flush()
    completing.complete(course, record, now=now)


def needed_of(course: Course) -> int:
    """Minutes that make the course attended, by its plan as it stands."""
    planned = schedules.schedules([course.id])[course.id]
    return needed_minutes(planned.minutes, course.required_percent)


def record_behind(attendance_id: UUID) -> UUID | None:
    """The record that a stay counts in."""
    return session.scalar(
        select(TrainingStay.record_id).where(TrainingStay.attendance_id == attendance_id)
    )
