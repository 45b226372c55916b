"""What of a facility is free."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.facilities.half_hours import Day, day_of
from app.domain.facilities.models import BookingSlot, Facility
from app.domain.places import site_queries as sites
from app.domain.places.opening_hours import OpeningHours, from_stored
from app.kernel.calendar import end_of_day, start_of_day
from app.kernel.database import session


def hours_in_force(row: Facility) -> OpeningHours:
    """Its own hours, else its place's."""
    own = from_stored(row.own_hours)
    return own if own.said else sites.description(row.place_id).hours


def taken_between(facility_id: UUID, starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """Where half hours begin that somebody has."""
    query = select(BookingSlot.starts_at).where(
        BookingSlot.facility_id == facility_id,
        BookingSlot.starts_at >= starts_at,
        BookingSlot.starts_at < ends_at,
    )
    return list(session.scalars(query.order_by(BookingSlot.starts_at)))


def day_of_facility(row: Facility, day: date, *, now: datetime) -> Day:
    """One day of it in half hours."""
    taken = taken_between(row.id, start_of_day(day), end_of_day(day))
    return day_of(hours_in_force(row), day, taken=taken, now=now)
