"""When an activity is cancelled, the facility that was kept for it is free again."""

from sqlalchemy import select

from app.domain.activities.events import ActivityCancelled
from app.domain.audit.actors import SYSTEM
from app.domain.facilities.holding import booking_row, move
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import Decision, State
from app.kernel.database import session


def activity_cancelled(event: ActivityCancelled) -> None:
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
