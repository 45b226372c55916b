"""Reading bookings: one's own, those that wait for staff, a facility's week."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.activities.engagements import titles
from app.domain.facilities.booking import SOURCES
from app.domain.facilities.models import Booking, Facility
from app.domain.facilities.rules import HOLDS_ITS_TIME, OPEN, State, decisions_open
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE, Scope
from app.domain.teams import queries as teams
from app.kernel.calendar import end_of_day, start_of_day
from app.kernel.database import session
from app.kernel.masking import masked_name
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

# The parts of the staff's list.
TABS = ("asked", "ahead", "past")


@dataclass(frozen=True)
class BookingView:
    """One booking; `who` and what for are for who handles it and for herself."""

    id: UUID
    number: str
    facility_id: UUID
    facility: str
    place: PlaceView
    starts_at: datetime
    ends_at: datetime
    heads: int
    state: State
    reason: str
    source: str
    volunteer_id: UUID | None
    team: str
    activity_id: UUID | None
    activity: str
    made_at: datetime
    made_by: str
    decided_at: datetime | None
    decided_by: str
    contact_kept: bool
    who: str = field(repr=False)
    purpose: str = field(repr=False)

    @property
    def masked_who(self) -> str:
        """Who it is for, as who does not handle it may see her."""
        return masked_name(self.who)

    @property
    def source_title(self) -> str:
        """How it came, in words."""
        return SOURCES[self.source]

    def title_at(self, now: datetime) -> str:
        """How it stands, in words: what was approved and is over was used."""
        if self.state is State.APPROVED and self.ends_at <= now:
            return "已结束"
        return self.state.title

    def open_at(self, now: datetime) -> frozenset[str]:
        """What could be decided now, by name."""
        return decisions_open(self.state, starts_at=self.starts_at, ends_at=self.ends_at, now=now)


def bookings_of(volunteer_id: UUID, *, page: int = 1) -> Page[BookingView]:
    """Her own, the latest first; six statements however many."""
    query = select(Booking).where(Booking.volunteer_id == volunteer_id)
    return _page(query.order_by(Booking.starts_at.desc(), Booking.id), page)


def booking_of(volunteer_id: UUID, booking_id: UUID) -> BookingView:
    """One of hers; anybody else's is not found."""
    found = booking(booking_id)
    if found.volunteer_id != volunteer_id:
        raise NotFound
    return found


def booking(booking_id: UUID, within: Scope = EVERYWHERE) -> BookingView:
    """One booking; outside the scope it is not found."""
    row = session.get(Booking, booking_id, populate_existing=True)
    if row is None:
        raise NotFound
    (found,) = _views([row])
    if not within.covers(found.place.path):
        raise NotFound
    return found


def bookings_within(within: Scope, tab: str, *, now: datetime, page: int = 1) -> Page[BookingView]:
    """One part of the staff's list: what begins next on top, what is past the latest first."""
    query = _within(select(Booking), within)
    if tab == "asked":
        query = query.where(Booking.state == State.ASKED.value)
    elif tab == "ahead":
        query = query.where(Booking.state == State.APPROVED.value, Booking.ends_at > now)
    else:
        gone = Booking.state.not_in(_values(OPEN)) | (Booking.ends_at <= now)
        query = query.where(gone, Booking.state != State.ASKED.value)
        return _page(query.order_by(Booking.starts_at.desc(), Booking.id), page)
    return _page(query.order_by(Booking.starts_at, Booking.id), page)


def count_waiting(within: Scope) -> int:
    """How many wait for staff to decide."""
    query = _within(select(func.count(Booking.id)), within)
    return session.scalar(query.where(Booking.state == State.ASKED.value)) or 0


def week_of(facility_id: UUID, monday: date) -> dict[date, list[BookingView]]:
    """Who has a facility in a week, day by day."""
    begin, end = start_of_day(monday), end_of_day(monday + timedelta(days=6))
    query = select(Booking).where(
        Booking.facility_id == facility_id,
        Booking.starts_at >= begin,
        Booking.starts_at < end,
        Booking.state.in_(_values(HOLDS_ITS_TIME)),
    )
    found = _views(session.scalars(query.order_by(Booking.starts_at)).all())
    several = [monday + timedelta(days=number) for number in range(7)]
    return {
        day: [one for one in found if start_of_day(day) <= one.starts_at < end_of_day(day)]
        for day in several
    }


def kept_for(activity_id: UUID, within: Scope, *, now: datetime) -> list[BookingView]:
    """What a subtree's facilities keep for an activity and is not over, the first on top."""
    query = _within(select(Booking), within).where(
        Booking.activity_id == activity_id,
        Booking.state == State.APPROVED.value,
        Booking.ends_at > now,
    )
    rows = session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()
    return _views(rows) if rows else []


def count_ahead(facility_id: UUID, *, now: datetime) -> int:
    """How many bookings of a facility are still to come."""
    query = select(func.count(Booking.id)).where(
        Booking.facility_id == facility_id,
        Booking.state.in_(_values(OPEN)),
        Booking.starts_at > now,
    )
    return session.scalar(query) or 0


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    query = query.join(Facility, Facility.id == Booking.facility_id)
    return query.where(Facility.place_id.in_(places.ids_within(within)))


def _values(states: Sequence[State]) -> list[str]:
    return [one.value for one in states]


def _page(query: Select[Any], number: int) -> Page[BookingView]:
    found = page_of(query.execution_options(populate_existing=True), number=number)
    return Page(_views(found.items), found.number, found.size, found.total)


def _views(rows: Sequence[Booking]) -> list[BookingView]:
    rooms = {
        one.id: one
        for one in session.scalars(
            select(Facility).where(Facility.id.in_({row.facility_id for row in rows}))
        )
    }
    where = places.places({one.place_id for one in rooms.values()})
    persons = people.cards({row.volunteer_id for row in rows if row.volunteer_id is not None})
    team_names = teams.names({row.team_id for row in rows})
    members = access.names({one for row in rows for one in (row.made_by_id, row.decided_by_id)})
    activities = titles({row.activity_id for row in rows if row.activity_id is not None})
    return [
        BookingView(
            id=row.id,
            number=row.number,
            facility_id=row.facility_id,
            facility=rooms[row.facility_id].name,
            place=where[rooms[row.facility_id].place_id],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            heads=row.heads,
            state=State(row.state),
            reason=row.reason,
            source=row.source,
            volunteer_id=row.volunteer_id,
            team=_named(team_names, row.team_id),
            activity_id=row.activity_id,
            activity=_named(activities, row.activity_id),
            made_at=row.made_at,
            made_by=_named(members, row.made_by_id),
            decided_at=row.decided_at,
            decided_by=_named(members, row.decided_by_id),
            contact_kept=row.contact_kept,
            who=persons[row.volunteer_id].name if row.volunteer_id else row.name,
            purpose=row.purpose,
        )
        for row in rows
    ]


def _named(names: dict[UUID, str], one: UUID | None) -> str:
    return names.get(one, "") if one is not None else ""
