"""Who has completed a course, and what it gives her."""

from datetime import datetime

from app.domain.activities import schedules
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.qualifications import granting
from app.domain.training.models import Course, TrainingRecord
from app.domain.training.rules import State, completed
from app.kernel.database import session


def complete(course: Course, record: TrainingRecord, *, now: datetime) -> None:
    """Once, when nothing is left to do: in the trail, with the qualification that goes by rule.

    Inside an action that holds the volunteer's row.
    """
    if record.completed_at is not None:
        return
    if not completed(State(record.state), has_test=course.has_test):
        return
    record.completed_at = now
    session.flush()
    title = schedules.schedules([course.id])[course.id].title
    trail.prove(
        SYSTEM,
        "course.complete",
        "training_record",
        record.id,
        now=now,
        facts={
            "course": str(course.id),
            "minutes": record.minutes,
            "percent": record.best_percent,
        },
        person_id=record.volunteer_id,
        place_id=course.place_id,
        detail={"title": title},
    )
    if course.qualification_id is not None and course.grants_by_rule:
        granting.grant_by_rule(
            course.qualification_id,
            record.volunteer_id,
            course_id=course.id,
            basis=f"完成培训“{title}”",
            now=now,
        )
