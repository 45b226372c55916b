"""What is left of a booking when its person is gone: when it was, and not for whom or what."""

from sqlalchemy import select

from app.domain.audit.actors import SYSTEM
from app.domain.facilities.holding import booking_row, move
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import OPEN, Decision
from app.domain.people.events import VolunteerLeft
from app.kernel.database import session


def forget_contact(row: Booking) -> None:
    """Wipe who it was for and what they did."""
    row.name, row.phone, row.purpose, row.contact_kept = "", "", "", False


def forget_who_left(event: VolunteerLeft) -> None:
    """Her times ahead are free for others, and what she wanted them for is forgotten."""
    hers = select(Booking.id).where(Booking.volunteer_id == event.volunteer_id)
    for booking_id in session.scalars(hers.order_by(Booking.id)).all():
        row = booking_row(booking_id)
        if row.state in OPEN and row.starts_at > event.now:
            move(row, Decision.CANCEL, SYSTEM, now=event.now)
        forget_contact(row)
    session.flush()
