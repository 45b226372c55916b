"""Approve a booking, decline it, call it off, cancel it, or note who did not come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.audit.actors import Actor
from app.domain.facilities.errors import ContactGone
from app.domain.facilities.holding import (
    booking_row,
    held_booking,
    move,
    note,
    staffs_booking,
    tell,
)
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import OPEN, REMIND_BEFORE, Decision, State, why_not_this_reason
from app.domain.people.holding import hold
from app.domain.people.queries import VolunteerView
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def approve(staff: Staff, booking_id: UUID, *, now: datetime) -> None:
    """The time is hers."""
    with transaction():
        row = staffs_booking(staff, booking_id)
        move(row, Decision.APPROVE, staff.actor, now=now)
        if row.starts_at <= now + REMIND_BEFORE:
            row.reminded_at = now
        tell(row, "approved", now=now)


def decline(staff: Staff, booking_id: UUID, reason: str, *, now: datetime) -> None:
    """Not this time; she reads why, and others may have it."""
    _refuse(reason)
    with transaction():
        row = staffs_booking(staff, booking_id)
        move(row, Decision.DECLINE, staff.actor, now=now, reason=reason)
        tell(row, "declined", now=now)


def call_off(staff: Staff, booking_id: UUID, reason: str, *, now: datetime) -> None:
    """What was promised cannot be kept; she reads why."""
    _refuse(reason)
    with transaction():
        row = staffs_booking(staff, booking_id)
        move(row, Decision.CALL_OFF, staff.actor, now=now, reason=reason)
        tell(row, "called_off", now=now)


def miss(staff: Staff, booking_id: UUID, *, now: datetime) -> None:
    """Nobody came."""
    with transaction():
        move(staffs_booking(staff, booking_id), Decision.MISS, staff.actor, now=now)


def came(staff: Staff, booking_id: UUID, *, now: datetime) -> None:
    """It was noted wrongly: she was there."""
    with transaction():
        move(staffs_booking(staff, booking_id), Decision.CAME, staff.actor, now=now)


def cancel(by: VolunteerView, booking_id: UUID, *, now: datetime) -> None:
    """She does not need it; until it begins. Again: nothing changes."""
    with transaction():
        row = held_booking(booking_id)
        if row.volunteer_id != by.id:
            raise NotFound
        if row.state == State.CANCELLED:
            return
        move(row, Decision.CANCEL, Actor("volunteer", by.id, by.name), now=now)


def cancel_for(staff: Staff, booking_id: UUID, *, now: datetime) -> None:
    """Who had staff book does not need it, or the activity does not; until it begins."""
    with transaction():
        row = staffs_booking(staff, booking_id)
        if row.volunteer_id is not None:
            raise NotFound
        move(row, Decision.CANCEL, staff.actor, now=now)


def look(staff: Staff, booking_id: UUID, *, now: datetime) -> tuple[str, str]:
    """Name and phone of who had staff book; each look is written down."""
    with transaction():
        row = staffs_booking(staff, booking_id)
        if not row.contact_kept:
            raise ContactGone
        note(staff.actor, row, "look", now=now)
        return row.name, row.phone


def end_all_ahead(staff: Staff, facility_id: UUID, reason: str, *, now: datetime) -> int:
    """Decline or call off all that is ahead of a facility, within an action; how many.

    Who booked is held before the bookings.
    """
    ahead = select(Booking.id, Booking.volunteer_id).where(
        Booking.facility_id == facility_id,
        Booking.state.in_([one.value for one in OPEN]),
        Booking.starts_at > now,
    )
    found = session.execute(ahead.order_by(Booking.id)).all()
    people = {row.volunteer_id for row in found if row.volunteer_id is not None}
    if people:
        hold(sorted(people))
    ended = 0
    for booking_id, _ in found:
        row = booking_row(booking_id)
        if row.state == State.ASKED:
            move(row, Decision.DECLINE, staff.actor, now=now, reason=reason)
            tell(row, "declined", now=now)
        elif row.state == State.APPROVED:
            move(row, Decision.CALL_OFF, staff.actor, now=now, reason=reason)
            tell(row, "called_off", now=now)
        else:
            continue
        ended += 1
    return ended


def _refuse(reason: str) -> None:
    refusal = why_not_this_reason(reason)
    if refusal:
        raise refusal
