"""Sign up for every session of a course in one step: all of them or, with one refusal, none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.activities import queries as activities
from app.domain.activities.sign_up import sign_up
from app.domain.activities.views import SessionPart
from app.domain.training import errors
from app.domain.training.models import Course
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Enrolled:
    """In how many sessions she has a place, and in how many she waits."""

    places: int
    waiting: int


def enrol(volunteer_id: UUID, course_id: UUID, *, now: datetime) -> Enrolled:
    """A place in each session ahead that has one position; again: the first answer."""
    with transaction():
        if session.get(Course, course_id) is None:
            raise NotFound
        ahead = sessions_ahead(activities.published_activity(course_id).sessions, now=now)
        if not ahead:
            raise errors.NothingAhead
        states = [sign_up(volunteer_id, part.positions[0].id, now=now).state for part in ahead]
        return Enrolled(states.count("signed_up"), states.count("waiting"))


def sessions_ahead(parts: tuple[SessionPart, ...], *, now: datetime) -> list[SessionPart]:
    """Those not begun; none where one has to choose among positions."""
    ahead = [part for part in parts if part.starts_at > now]
    return ahead if all(len(part.positions) == 1 for part in ahead) else []
