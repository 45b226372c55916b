"""Programmes, events and tickets as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.culture.errors import Full
from app.domain.culture.figures import Heads
from app.domain.culture.rules import OPEN, State, offer_of, why_not_give_back, why_not_take
from app.domain.places.queries import PlaceView
from app.kernel.refusal import Refusal


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

    @property
    def shared(self) -> bool:
        """Whether it should be passed on."""
        return self.state in (*OPEN, State.ENDED)

    def why_no_ticket(self, now: datetime) -> Refusal | None:
        """Why nobody gets a ticket now, whoever asks; None while there are seats."""
        return why_not_take(offer_of(self), 1, now=now) or (Full() if self.left == 0 else None)


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

    def good(self, now: datetime) -> bool:
        """Whether its code can still open a door."""
        return self.held and self.event.state in OPEN and now <= self.event.ends_at

    def to_give_back(self, now: datetime) -> bool:
        """Whether its seats can be left to others."""
        event = self.event
        return self.good(now) and not why_not_give_back(
            admitted=self.admitted, starts_at=event.starts_at, ends_at=event.ends_at, now=now
        )


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
    """What a door did; `fewer` are the numbers a scan can be put right to.

    Made without network, it was sent at `received_at`, and `let_in` stood inside by then.
    """

    id: UUID
    at: datetime
    way: str
    people: int
    refusal: str | None
    sentence: str
    by: str
    received_at: datetime | None
    let_in: int | None
    device: str | None

    @property
    def fewer(self) -> range:
        """To fewer than came in; nothing where it was refused, tapped or is a correction."""
        right = self.refusal is None and self.way != "tap" and self.people > 1
        return range(self.people - 1, 0, -1) if right else range(0)

    @property
    def to_look_at(self) -> bool:
        """Whether a door without network let in more than may count."""
        if self.received_at is None:
            return False
        return self.refusal is not None or (self.let_in or self.people) > self.people

    @property
    def words(self) -> str:
        """What came of it; where more were let in than count, how many, and why not."""
        if not self.to_look_at:
            return self.sentence
        let_in = f"放行了 {self.let_in} 人" if self.let_in else "可能已放行"
        if self.refusal is not None:
            return f"没有网络时{let_in}，没有算进人数：{self.sentence}"
        return f"没有网络时{let_in}，票上只剩 {self.people} 个座位，算 {self.people} 人"
