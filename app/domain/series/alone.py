"""One activity by itself, of a series or not: its series says afterwards how it stands.

Series and activity are held in the order in which a whole series holds them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.activities import moving, planning, publication
from app.domain.activities import queries as activities
from app.domain.activities.moving import Move
from app.domain.activities.plans import ActivityPlan
from app.domain.series.editing import note_what_is_left
from app.domain.series.holding import hold
from app.domain.series.models import SeriesOccurrence
from app.kernel.database import session
from app.kernel.transaction import transaction


def withdraw(staff: Staff, activity_id: UUID, *, reason: str, now: datetime) -> None:
    """Give a plan up before it is published."""
    with _noted(activity_id, now=now):
        planning.withdraw(staff, activity_id, reason=reason, now=now)


def cancel(staff: Staff, activity_id: UUID, *, reason: str, now: datetime) -> int:
    """Call it off; how many people are told."""
    with _noted(activity_id, now=now):
        return publication.cancel(staff, activity_id, reason=reason, now=now)


def revise(
    staff: Staff, activity_id: UUID, plan: ActivityPlan, *, version: int, now: datetime
) -> None:
    """Write a changed form; `version` is the one the form was filled from."""
    with _noted(activity_id, now=now):
        planning.revise(staff, activity_id, plan, version=version, now=now)


def move(staff: Staff, session_id: UUID, to: datetime, *, version: int, now: datetime) -> Move:
    """Move one of its sessions, as the calendar does."""
    with _noted(activities.session(session_id).activity_id, now=now):
        return moving.move(staff, session_id, to, version=version, now=now)


@contextmanager
def _noted(activity_id: UUID, *, now: datetime) -> Iterator[None]:
    """Within, the activity changes; afterwards the last date and the words of its series do."""
    with transaction():
        its = select(SeriesOccurrence.series_id).where(SeriesOccurrence.activity_id == activity_id)
        series_id = session.scalar(its)
        series = hold(series_id)[0] if series_id else None
        yield
        if series is not None:
            session.flush()
            note_what_is_left(series, now=now)
