"""What the clock does: what nobody decided lapses, tomorrow's are reminded, contacts forgotten.

Every booking is decided by what stands in its row: asked late, it does once what is due.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.domain.audit.actors import SYSTEM
from app.domain.facilities.forgetting import forget_contact
from app.domain.facilities.holding import booking_row, move, tell
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import CONTACT_KEPT, GIVEN_BACK, REMIND_BEFORE, Decision, State
from app.domain.people.holding import hold
from app.kernel.database import session
from app.kernel.transaction import transaction

AT_ONCE = 200
NOBODY_DECIDED = "工作人员没有来得及确认"


def lapse(*, now: datetime) -> int:
    """What was asked and not decided before it begins; how many."""

    def over(row: Booking) -> bool:
        if row.state != State.ASKED:
            return False
        move(row, Decision.LAPSE, SYSTEM, now=now, reason=NOBODY_DECIDED)
        tell(row, "lapsed", now=now)
        return True

    return _each((Booking.state == State.ASKED.value) & (Booking.starts_at <= now), over)


def remind(*, now: datetime) -> int:
    """Tell who has a facility within a day, once; how many."""

    def near(row: Booking) -> bool:
        if row.state != State.APPROVED or row.reminded_at is not None:
            return False
        row.reminded_at = now
        tell(row, "near", now=now)
        return True

    return _each(
        (Booking.state == State.APPROVED.value)
        & Booking.reminded_at.is_(None)
        & (Booking.starts_at > now)
        & (Booking.starts_at <= now + REMIND_BEFORE),
        near,
    )


def forget_contacts(*, now: datetime) -> int:
    """Wipe who had staff book, and what for, a month after it ended or was given back; how many."""

    def forgotten(row: Booking) -> bool:
        forget_contact(row)
        return True

    given_back = Booking.state.in_([one.value for one in GIVEN_BACK])
    over = Booking.ends_at <= now - CONTACT_KEPT
    long_ago = given_back & (Booking.decided_at <= now - CONTACT_KEPT)
    return _each(Booking.contact_kept & (over | long_ago), forgotten)


def _each(due: ColumnElement[bool], act: Callable[[Booking], bool]) -> int:
    """Do it to those that are due, the people held first; how many."""
    query = select(Booking.id, Booking.volunteer_id).where(due).order_by(Booking.id).limit(AT_ONCE)
    if not session.execute(query.limit(1)).first():
        return 0
    with transaction():
        found = session.execute(query).all()
        people: set[UUID] = {row.volunteer_id for row in found if row.volunteer_id is not None}
        if people:
            hold(sorted(people))
        return sum(act(booking_row(row.id)) for row in found)
