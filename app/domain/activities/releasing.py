"""Give back what somebody cannot take any more: she left, or her guardian no longer agrees."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import SignUpCancelled
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.queue import move_up, place_told
from app.domain.people.events import GuardianConsentWithdrawn, VolunteerLeft
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def release_what_is_ahead(event: GuardianConsentWithdrawn | VolunteerLeft) -> None:
    """Release her places in sessions that have not begun; the first who waits moves up.

    Who is in a session that has begun keeps her place, so that what she gives is recorded.
    """
    with transaction():
        for position in _held(event.volunteer_id, event.now):
            _release(event.volunteer_id, position, event.now)


def _ahead(volunteer_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignUp.volunteer_id == volunteer_id,
        SignUp.state.in_(ALIVE),
        SignUp.starts_at > now,
    )


def _held(volunteer_id: UUID, now: datetime) -> list[Position]:
    """The positions concerned, held in id order."""
    hers = select(SignUp.position_id).where(*_ahead(volunteer_id, now))
    return list(
        session.scalars(
            select(Position)
            .where(Position.id.in_(hers))
            .order_by(Position.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def _release(volunteer_id: UUID, position: Position, now: datetime) -> None:
    own, activity = session.execute(
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(*_ahead(volunteer_id, now), SignUp.position_id == position.id)
        .execution_options(populate_existing=True)
    ).one()
    had_place = own.state == "signed_up"
    own.state, own.cancelled_at = "released", now
    happened(SignUpCancelled(place_told(own, activity, position), late=False, now=now))
    if had_place:
        position.taken -= 1
        session.flush()
        move_up(activity, position, now=now)
    session.flush()
