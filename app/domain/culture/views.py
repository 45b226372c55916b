"""Programmes, events and tickets as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.culture.figures import Heads
from app.domain.culture.rules import State
from app.domain.places.queries import PlaceView


@dataclass(frozen=True)
class ProgrammeView:
    """One programme."""

    id: UUID
    place: PlaceView
    kind: str
    title: str
    about: str
    from_on: date
    to_on: date
    cover_id: UUID | None


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list of staff: how many events it has, and its tour's stops."""

    programme: ProgrammeView
    events: int
    held: int
    stops: int


@dataclass(frozen=True)
class EventView:
    """One event; `left` None: as many as come."""

    id: UUID
    programme_id: UUID
    programme: str
    place: PlaceView
    kind: str
    title: str
    about: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    entry: str
    capacity: int | None
    seats_most: int
    seats_taken: int
    tickets_from: datetime | None
    tickets_until: datetime | None
    state: State
    reason: str

    @property
    def by_ticket(self) -> bool:
        return self.entry == "ticket"

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.seats_taken


@dataclass(frozen=True)
class EventRow:
    """An event in a list of staff, with how many came."""

    event: EventView
    heads: Heads


@dataclass(frozen=True)
class TicketView:
    """One's own ticket."""

    id: UUID
    number: str
    event: EventView
    seats: int
    held: bool
    admitted: int
    first_in_at: datetime | None


@dataclass(frozen=True)
class CountView:
    """A head count; `replaced`: another stands in its place."""

    id: UUID
    event_id: UUID
    kind: str
    number: int
    source: str
    link: str
    picture_id: UUID | None
    counted_at: datetime
    by: str
    at: datetime
    reason: str
    replaced: bool


@dataclass(frozen=True)
class ScanView:
    """What a door did."""

    at: datetime
    way: str
    people: int
    refusal: str | None
    sentence: str
    by: str
