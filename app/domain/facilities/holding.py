"""Rows held within an action, a booking's way through the table, and who is told.

Held in this order: the person who booked, the facility, the booking.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.facilities import errors
from app.domain.facilities.events import BookingNews, NewsKind
from app.domain.facilities.models import Booking, BookingSlot, Facility
from app.domain.facilities.rules import (
    HOLDS_ITS_TIME,
    NEXT,
    Decision,
    State,
    why_not,
    why_not_then,
)
from app.domain.people.holding import hold
from app.domain.places import queries as places
from app.kernel.canonical import moment
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row


def held_facility(facility_id: UUID) -> Facility:
    """A facility's row, held; raises NotFound."""
    return held_row(Facility, facility_id)


def staffs_facility(staff: Staff, facility_id: UUID, permission: Permission) -> Facility:
    """A facility of a place she answers for, held."""
    row = held_facility(facility_id)
    staff.require(permission, places.site(row.place_id).path)
    return row


def held_booking(booking_id: UUID) -> Booking:
    """Who booked, and then the booking's row, held; raises NotFound."""
    who = session.execute(
        select(Booking.volunteer_id).where(Booking.id == booking_id)
    ).one_or_none()
    if who is None:
        raise NotFound
    if who.volunteer_id is not None:
        hold([who.volunteer_id])
    return booking_row(booking_id)


def booking_row(booking_id: UUID) -> Booking:
    """A booking's row, held."""
    return session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def staffs_booking(staff: Staff, booking_id: UUID) -> Booking:
    """A booking that she may decide on, held; nobody decides on her own."""
    row = held_booking(booking_id)
    staff.require(Permission.BOOKINGS_DECIDE, place_of(row).path)
    if staff.volunteer_id is not None and staff.volunteer_id == row.volunteer_id:
        raise errors.OwnBooking
    return row


def place_of(row: Booking) -> places.PlaceView:
    """Where the facility is."""
    return places.site(session.get_one(Facility, row.facility_id).place_id)


def move(row: Booking, decision: Decision, by: Actor, *, now: datetime, reason: str = "") -> None:
    """Into the state the table says; half hours it no longer has are free. An entry of the trail.

    Refuses what is not in the table, and what comes too early or too late.
    """
    before = State(row.state)
    refusal = why_not(before, decision) or why_not_then(
        decision, starts_at=row.starts_at, ends_at=row.ends_at, now=now
    )
    if refusal:
        raise refusal
    row.state, row.reason = NEXT[before, decision].value, reason.strip()
    row.decided_at = now
    row.decided_by_id = by.id if by.kind == "staff" else None
    session.flush()
    if row.state not in HOLDS_ITS_TIME:
        session.execute(delete(BookingSlot).where(BookingSlot.booking_id == row.id))
    note(by, row, decision.value, now=now, reason=row.reason)


def note(by: Actor, row: Booking, word: str, *, now: datetime, reason: str = "") -> None:
    """An entry of the trail: which booking, of when, in which state; no name and no purpose."""
    trail.prove(
        by,
        f"bookings.{word}",
        "facility_booking",
        row.id,
        now=now,
        facts={"state": row.state, "from": moment(row.starts_at), "to": moment(row.ends_at)},
        place_id=session.get_one(Facility, row.facility_id).place_id,
        person_id=row.volunteer_id,
        detail={"name": row.number, **({"note": reason} if reason else {})},
    )


def tell(row: Booking, kind: NewsKind, *, now: datetime) -> None:
    """Announce what who booked should hear; of what was kept for an activity its staff, too."""
    if row.activity_id is not None:
        _tell_staff(row, row.activity_id, kind, now=now)
    elif row.volunteer_id is not None or row.phone:
        happened(_news(row, kind, now=now))


def _tell_staff(row: Booking, activity_id: UUID, kind: NewsKind, *, now: datetime) -> None:
    """Who planned the activity and who booked for it hear that it has no facility any more."""
    if kind != "called_off":
        return
    found, news = activities.activity(activity_id), _news(row, kind, now=now)
    members = {one for one in (found.created_by_id, row.made_by_id) if one is not None}
    for member in access.staff_by_ids(members):
        happened(
            replace(
                news,
                volunteer_id=member.volunteer_id,
                phone=member.phone,
                activity_id=activity_id,
                activity=found.title,
            )
        )


def _news(row: Booking, kind: NewsKind, *, now: datetime) -> BookingNews:
    facility = session.get_one(Facility, row.facility_id)
    return BookingNews(
        kind=kind,
        booking_id=row.id,
        facility=facility.name,
        place=places.site(facility.place_id).short_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        volunteer_id=row.volunteer_id,
        phone=row.phone,
        now=now,
        reason=row.reason,
    )
