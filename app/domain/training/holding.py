"""The rows a decision on a course rests on."""

from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import schedules
from app.domain.activities.schedules import Schedule
from app.domain.places import queries as places
from app.domain.training.models import Course
from app.kernel.database import session
from app.kernel.refusal import NotFound


def held_course(staff: Staff, course_id: UUID) -> tuple[Course, Schedule]:
    """The course, held until the end of the action, and its plan; outside her scope not found."""
    row = session.get(Course, course_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    staff.require(Permission.TRAINING_MANAGE, places.place(row.place_id).path)
    return row, schedules.schedules([course_id])[course_id]
