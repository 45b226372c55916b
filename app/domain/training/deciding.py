"""What staff decide about somebody in a course: how long she was there, what it qualifies for."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import schedules
from app.domain.activities.engagements import outlines
from app.domain.audit import trail
from app.domain.people import queries as people
from app.domain.people.holding import hold
from app.domain.qualifications import granting
from app.domain.training import errors, recording
from app.domain.training.holding import held_course
from app.domain.training.models import TrainingRecord, TrainingStay
from app.domain.training.rules import State, completed, why_not_confirm
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

A_MINUTE_SECONDS = 60


def confirm_minutes(
    staff: Staff, attendance_id: UUID, *, minutes: int, reason: str, now: datetime
) -> UUID:
    """She was there so long, whatever the scans say: with a reason, in the trail; the course."""
    with transaction():
        record_id = recording.record_behind(attendance_id)
        record = session.get(TrainingRecord, record_id) if record_id else None
        if record is None:
            raise NotFound
        hold([record.volunteer_id])
        course, _ = held_course(staff, record.course_id)
        session.refresh(record)
        if staff.volunteer_id == record.volunteer_id:
            raise errors.OwnStay
        stay = session.get_one(TrainingStay, attendance_id, populate_existing=True)
        plan = outlines([stay.session_id])[stay.session_id]
        lasted = int((plan.ends_at - plan.starts_at).total_seconds()) // A_MINUTE_SECONDS
        refusal = why_not_confirm(minutes, planned_minutes=lasted, reason=reason)
        if refusal:
            raise refusal
        before = stay.minutes
        stay.minutes, stay.missed_check_out = minutes, False
        stay.confirmed_by_id, stay.reason = staff.id, reason.strip()
        session.flush()
        trail.prove(
            staff.actor,
            "course.confirm_minutes",
            "training_record",
            record.id,
            now=now,
            facts={"minutes": minutes, "minutes_before": before},
            person_id=record.volunteer_id,
            place_id=course.place_id,
            detail={"title": plan.title, "reason": reason.strip()},
        )
        recording.weigh(record, now=now)
        return course.id


def grant(staff: Staff, record_id: UUID, *, now: datetime) -> UUID:
    """A named member of staff grants the course's qualification to who completed it; the course."""
    with transaction():
        record = row_with(TrainingRecord, record_id)
        hold([record.volunteer_id])
        course, _ = held_course(staff, record.course_id)
        session.refresh(record)
        if course.qualification_id is None:
            raise errors.NothingToGrant
        if not completed(State(record.state), has_test=course.has_test):
            raise errors.NotCompleted(
                name=people.cards([record.volunteer_id])[record.volunteer_id].name
            )
        title = schedules.schedules([course.id])[course.id].title
        granting.grant(
            staff,
            course.qualification_id,
            record.volunteer_id,
            basis=f"完成培训“{title}”",
            course_id=course.id,
            now=now,
        )
        return course.id
