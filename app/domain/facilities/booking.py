"""Book a facility: for oneself, for one's team, or by staff for who calls or for an activity.

The person is held first, then the facility: of two who want the same half hour the second is told
what is still free, and the half hours' own key lets nobody in beside them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import for_a_team, race_window
from app.domain.activities import queries as activities
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.facilities import errors
from app.domain.facilities.free import day_of_facility, hours_in_force, taken_between
from app.domain.facilities.half_hours import begins_between, day_in_words, in_words, spans
from app.domain.facilities.holding import held_facility, note, staffs_facility, tell
from app.domain.facilities.limiting import limits_in_force
from app.domain.facilities.models import Booking, BookingSlot, Facility
from app.domain.facilities.rules import (
    HOLDS_ITS_TIME,
    OPEN,
    REMIND_BEFORE,
    State,
    Terms,
    Wanted,
    why_no_more,
    why_not_for,
    why_not_wanted,
)
from app.domain.people.holding import hold
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import clean_name, required_phone, why_not_this_name
from app.domain.places import queries as places
from app.domain.teams import queries as teams
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.numbers import spoken_number
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

SOURCES = {"own": "自己预约", "phone": "电话预约", "visit": "当面预约", "activity": "活动用"}
BY_STAFF = ("phone", "visit")


@dataclass(frozen=True)
class Caller:
    """Who asked staff to book; `source`: phone | visit. Her name and phone are not printed."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    source: str = "phone"


def book(
    by: VolunteerView,
    facility_id: UUID,
    wanted: Wanted,
    *,
    team_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """A resident asks for a time, or has it at once; the booking's id. Sent twice, the first one.

    With `team_id` it is for a recognised team she leads.
    """
    if by.frozen:
        raise errors.AccountFrozen
    with transaction():
        hold([by.id])
        row = held_facility(facility_id)
        refusal = why_not_for(row.name, row.audience, for_a_team=team_id is not None)
        if refusal:
            raise refusal
        if team_id is not None and team_id not in {team.id for team in teams.led_by(by.id)}:
            raise NotFound
        earlier = _sent_before(by.id, facility_id, wanted)
        if earlier is not None:
            return earlier
        refusal = why_not_wanted(wanted, terms_of(row), now=now) or _why_no_more(by.id, now)
        if refusal:
            raise refusal
        found = _new(row, wanted, "own", now=now)
        found.volunteer_id, found.team_id = by.id, team_id
        at_once = None if row.needs_approval else SYSTEM
        _take(row, found, Actor("volunteer", by.id, by.name), approved_by=at_once, now=now)
        if at_once:
            tell(found, "approved", now=now)
        return found.id


def book_for(
    staff: Staff, facility_id: UUID, wanted: Wanted, caller: Caller, *, now: datetime
) -> UUID:
    """Staff book for somebody who called or came by; it needs nobody's approval."""
    if caller.source not in BY_STAFF:
        raise BadInput(field="source", problem="请选择怎样提出的")
    name, phone = clean_name(caller.name), required_phone(caller.phone)
    if refusal := why_not_this_name(name):
        raise refusal
    with transaction():
        row = _bookable_by(staff, facility_id, wanted, now=now)
        found = _new(row, wanted, caller.source, now=now)
        found.name, found.phone, found.contact_kept = name, phone, True
        found.made_by_id = staff.id
        _take(row, found, staff.actor, approved_by=staff.actor, now=now)
        tell(found, "approved", now=now)
        return found.id


def book_for_activity(
    staff: Staff, facility_id: UUID, wanted: Wanted, activity_id: UUID, *, now: datetime
) -> UUID:
    """Staff keep it for an activity of theirs; when that is cancelled, it is free again."""
    activity = activities.activity(activity_id, within=staff.scope)
    with transaction():
        if for_a_team.held_state(activity.id) in activities.OVER:
            raise errors.ActivityOver
        row = _bookable_by(staff, facility_id, wanted, now=now)
        found = _new(row, wanted, "activity", now=now)
        found.activity_id, found.made_by_id = activity.id, staff.id
        _take(row, found, staff.actor, approved_by=staff.actor, now=now)
        return found.id


def terms_of(row: Facility) -> Terms:
    """A facility as the rules meet it."""
    return Terms(
        name=row.name,
        seats=row.seats,
        most_minutes=row.most_minutes,
        days_ahead=row.days_ahead,
        hours=hours_in_force(row),
        is_on=row.is_on and not places.site(row.place_id).closed,
    )


def _bookable_by(staff: Staff, facility_id: UUID, wanted: Wanted, *, now: datetime) -> Facility:
    row = staffs_facility(staff, facility_id, Permission.BOOKINGS_DECIDE)
    refusal = why_not_wanted(wanted, terms_of(row), by_staff=True, now=now)
    if refusal:
        raise refusal
    return row


def _new(row: Facility, wanted: Wanted, source: str, *, now: datetime) -> Booking:
    return Booking(
        id=new_id(),
        number=spoken_number("CD", now),
        facility_id=row.id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        purpose=wanted.purpose.strip(),
        heads=wanted.heads,
        source=source,
        state=State.ASKED.value,
        made_at=now,
    )


def _take(
    row: Facility, found: Booking, by: Actor, *, approved_by: Actor | None = None, now: datetime
) -> None:
    """Its half hours are this booking's from now on, or a refusal that says what is free."""
    taken = taken_between(row.id, found.starts_at, found.ends_at)
    race_window.pass_through()
    if taken:
        raise _time_taken(row, found, taken, now=now)
    if approved_by is not None:
        found.state, found.decided_at = State.APPROVED.value, now
        found.decided_by_id = approved_by.id
        # What is told now of a time within a day is reminder enough.
        found.reminded_at = now if found.starts_at <= now + REMIND_BEFORE else None
    session.add(found)
    session.flush()
    session.add_all(
        BookingSlot(facility_id=row.id, starts_at=begin, booking_id=found.id)
        for begin in begins_between(found.starts_at, found.ends_at)
    )
    session.flush()
    note(by, found, "book", now=now)


def _time_taken(
    row: Facility, found: Booking, taken: list[datetime], *, now: datetime
) -> errors.TimeTaken:
    day = local_date(found.starts_at)
    free = day_of_facility(row, day, now=now).free_in_words
    return errors.TimeTaken(
        day=day_in_words(day),
        taken=in_words(spans(taken)),
        free=f"这一天 {free} 还空着，请另选时间。" if free else "这一天已经约满，请换一天。",
    )


def _sent_before(volunteer_id: UUID, facility_id: UUID, wanted: Wanted) -> UUID | None:
    query = select(Booking.id).where(
        Booking.volunteer_id == volunteer_id,
        Booking.facility_id == facility_id,
        Booking.starts_at == wanted.starts_at,
        Booking.ends_at == wanted.ends_at,
        Booking.state.in_([one.value for one in HOLDS_ITS_TIME]),
    )
    return session.scalars(query.limit(1)).first()


def _why_no_more(volunteer_id: UUID, now: datetime) -> Refusal | None:
    missed = select(Booking.ends_at).where(
        Booking.volunteer_id == volunteer_id, Booking.state == State.NO_SHOW.value
    )
    return why_no_more(
        open_now=count_open(volunteer_id, now=now),
        missed=session.scalars(missed).all(),
        limits=limits_in_force(),
        now=now,
    )


def count_open(volunteer_id: UUID, *, now: datetime) -> int:
    """How many of hers are not over; one statement."""
    query = select(func.count(Booking.id)).where(
        Booking.volunteer_id == volunteer_id,
        Booking.state.in_([one.value for one in OPEN]),
        Booking.ends_at > now,
    )
    return session.scalar(query) or 0
