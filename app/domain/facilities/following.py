"""When an activity is cancelled or its plan withdrawn, the facility kept for it is free again."""

from sqlalchemy import select

from app.domain.activities.events import ActivityCancelled, ActivityWithdrawn
from app.domain.audit.actors import SYSTEM
from app.domain.facilities.holding import booking_row, move
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import Decision, State
from app.kernel.database import session


def activity_given_up(event: ActivityCancelled | ActivityWithdrawn) -> None:
    """What has not begun is given back."""
    kept = select(Booking.id).where(
        Booking.activity_id == event.activity_id,
        Booking.state == State.APPROVED.value,
        Booking.starts_at > event.now,
    )
    for booking_id in session.scalars(kept.order_by(Booking.id)).all():
        row = booking_row(booking_id)
        if row.state == State.APPROVED:
            move(row, Decision.CANCEL, SYSTEM, now=event.now, reason=event.reason)
