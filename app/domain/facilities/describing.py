"""Describe a facility, show a photo of it, and take it off the list or put it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit import trail
from app.domain.facilities import errors
from app.domain.facilities.deciding import end_all_ahead
from app.domain.facilities.described import Described, why_not_described, why_not_this_alt
from app.domain.facilities.holding import staffs_facility
from app.domain.facilities.models import Facility
from app.domain.facilities.rules import why_not_this_reason
from app.domain.places import queries as places
from app.domain.places import site_queries as sites
from app.domain.places.opening_hours import as_stored
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

MANAGE = Permission.FACILITIES_MANAGE


def add(staff: Staff, said: Described, *, place_id: UUID, now: datetime) -> UUID:
    """One more facility of a place, open for booking at once; its id."""
    with transaction():
        place = places.site(place_id)
        staff.require(MANAGE, place.path)
        if place.closed:
            raise NotFound
        row = Facility(id=new_id(), place_id=place.id, made_by_id=staff.id, made_at=now, is_on=True)
        _describe(row, said, place)
        session.add(row)
        _note(staff, row, "add", now)
        return row.id


def describe(staff: Staff, facility_id: UUID, said: Described, *, now: datetime) -> None:
    """Say anew what it is; bookings that have been made stay as they are."""
    with transaction():
        row = staffs_facility(staff, facility_id, MANAGE)
        _describe(row, said, places.site(row.place_id))
        _note(staff, row, "describe", now)


def switch_off(staff: Staff, facility_id: UUID, *, call_off: str = "", now: datetime) -> int:
    """Nobody books it any more. With a reason, what is booked ahead ends, too: how many.

    Two steps, since people are held before the facility: once it is off nobody slips in, and then
    all that is ahead ends. Said again, the second step is done anew.
    """
    refusal = why_not_this_reason(call_off) if call_off else None
    if refusal:
        raise refusal
    with transaction():
        row = staffs_facility(staff, facility_id, MANAGE)
        if row.is_on:
            row.is_on = False
            _note(staff, row, "switch_off", now)
    if not call_off:
        return 0
    with transaction():
        return end_all_ahead(staff, facility_id, call_off, now=now)


def switch_on(staff: Staff, facility_id: UUID, *, now: datetime) -> None:
    """It can be booked again. Said again, nothing changes."""
    with transaction():
        row = staffs_facility(staff, facility_id, MANAGE)
        if not row.is_on:
            row.is_on = True
            _note(staff, row, "switch_on", now)


def show_picture(
    staff: Staff, facility_id: UUID, attachment_id: UUID, *, alt: str, now: datetime
) -> None:
    """A loose photo of hers in the place of the one there was; `alt` says what is seen."""
    refusal = why_not_this_alt(alt)
    if refusal:
        raise refusal
    with transaction():
        row = staffs_facility(staff, facility_id, MANAGE)
        before = row.picture_id
        (row.picture_id,) = keeping.attach(staff.actor, [attachment_id], now=now)
        row.picture_alt = alt.strip()
        session.flush()
        if before is not None:
            keeping.let_go([before])
        _note(staff, row, "show_picture", now)


def remove_picture(staff: Staff, facility_id: UUID, *, now: datetime) -> None:
    """No photo any more. Said again, nothing changes."""
    with transaction():
        row = staffs_facility(staff, facility_id, MANAGE)
        before, row.picture_id, row.picture_alt = row.picture_id, None, ""
        session.flush()
        if before is not None:
            keeping.let_go([before])
            _note(staff, row, "remove_picture", now)


def _describe(row: Facility, said: Described, place: PlaceView) -> None:
    refusal = why_not_described(
        said, place=place.short_name, place_hours=sites.description(place.id).hours
    )
    if refusal:
        raise refusal
    same = select(func.count()).where(
        Facility.place_id == place.id, Facility.name == said.name.strip(), Facility.id != row.id
    )
    if session.scalar(same):
        raise errors.FacilityNameTaken(name=said.name.strip())
    row.name, row.kind, row.seats = said.name.strip(), said.kind, said.seats
    row.inside, row.audience = said.inside.strip(), said.audience
    row.most_minutes, row.days_ahead = said.most_minutes, said.days_ahead
    row.needs_approval = said.needs_approval
    row.own_hours = as_stored(said.hours) if said.hours.said else {}


def _note(staff: Staff, row: Facility, word: str, now: datetime) -> None:
    session.flush()
    trail.record(
        staff.actor,
        f"facilities.{word}",
        "facility",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
    )
