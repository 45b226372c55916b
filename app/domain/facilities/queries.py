"""Reading facilities: those of a place, one with its days, those staff keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.facilities.described import AUDIENCES, KINDS
from app.domain.facilities.free import taken_between
from app.domain.facilities.half_hours import Day, day_of
from app.domain.facilities.models import Facility
from app.domain.places import queries as places
from app.domain.places import site_queries as sites
from app.domain.places.opening_hours import OpeningHours, from_stored
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class FacilityView:
    """A facility as pages show it; `own_hours` says nothing where its place's hold."""

    id: UUID
    place: PlaceView
    name: str
    kind: str
    seats: int
    inside: str
    audience: str
    most_minutes: int
    days_ahead: int
    needs_approval: bool
    own_hours: OpeningHours
    picture_id: UUID | None
    picture_alt: str
    is_on: bool

    @property
    def kind_title(self) -> str:
        """What it is, in words."""
        return KINDS[self.kind]

    @property
    def audience_title(self) -> str:
        """Who may book it, in words."""
        return AUDIENCES[self.audience]

    @property
    def open_for_booking(self) -> bool:
        """Whether anybody can book it."""
        return self.is_on and not self.place.closed


def facility(facility_id: UUID, within: Scope = EVERYWHERE) -> FacilityView:
    """One facility; outside the scope it is not found."""
    row = session.get(Facility, facility_id, populate_existing=True)
    if row is None:
        raise NotFound
    (found,) = _views([row])
    if not within.covers(found.place.path):
        raise NotFound
    return found


def at_place(place_id: UUID) -> list[FacilityView]:
    """What of a place can be booked, or is given out by its staff; two statements."""
    query = select(Facility).where(Facility.place_id == place_id, Facility.is_on)
    return _views(session.scalars(query.order_by(Facility.name, Facility.id)).all())


def facilities_within(within: Scope, *, page: int = 1) -> Page[FacilityView]:
    """Those of a subtree, place by place, what is off last; three statements."""
    query = select(Facility).where(Facility.place_id.in_(places.ids_within(within)))
    order = (Facility.is_on.desc(), Facility.place_id, Facility.name, Facility.id)
    found = page_of(query.order_by(*order).execution_options(populate_existing=True), number=page)
    return Page(_views(found.items), found.number, found.size, found.total)


def count_at(place_id: UUID) -> int:
    """How many facilities a place has, those that are off too."""
    return session.scalar(select(func.count()).where(Facility.place_id == place_id)) or 0


def hours_of(found: FacilityView) -> OpeningHours:
    """Its own hours, else its place's."""
    if found.own_hours.said:
        return found.own_hours
    return sites.description(found.place.id).hours


def days(found: FacilityView, *, first: date, count: int, now: datetime) -> list[Day]:
    """So many days of it in half hours, from a day on; one statement beside the hours."""
    hours = hours_of(found)
    last = first + timedelta(days=count - 1)
    taken = taken_between(found.id, start_of_day(first), end_of_day(last))
    several = (first + timedelta(days=number) for number in range(count))
    return [day_of(hours, day, taken=taken, now=now) for day in several]


def days_to_book(found: FacilityView, *, now: datetime) -> list[Day]:
    """The days a resident can choose from: today and as many as it is booked ahead."""
    return days(found, first=local_date(now), count=found.days_ahead + 1, now=now)


def picture_of(facility_id: UUID) -> UUID:
    """Its photo; not found where it has none."""
    found = facility(facility_id).picture_id
    if found is None:
        raise NotFound
    return found


def _views(rows: Sequence[Facility]) -> list[FacilityView]:
    where = places.places({row.place_id for row in rows})
    return [
        FacilityView(
            id=row.id,
            place=where[row.place_id],
            name=row.name,
            kind=row.kind,
            seats=row.seats,
            inside=row.inside,
            audience=row.audience,
            most_minutes=row.most_minutes,
            days_ahead=row.days_ahead,
            needs_approval=row.needs_approval,
            own_hours=from_stored(row.own_hours),
            picture_id=row.picture_id,
            picture_alt=row.picture_alt,
            is_on=row.is_on,
        )
        for row in rows
    ]
