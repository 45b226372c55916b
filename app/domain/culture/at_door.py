"""What is shown at an event's door, and whose ticket it is: by its code, its number, or a card."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.culture import errors, tickets
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.rules import NUMBER_DIGITS, Shown, State, why_not_at_door
from app.domain.culture.ticket_codes import is_ticket_code, ticket_of
from app.domain.people.card import holder_of
from app.domain.people.errors import NotACard
from app.kernel import lean
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class DoorEvent:
    """An event as a door meets it."""

    id: UUID
    place_id: UUID
    title: str
    state: State
    entry: str
    starts_at: datetime
    ends_at: datetime
    seats_most: int

    def why_closed(self, at: datetime, *, offline: bool = False) -> Refusal | None:
        """Whether nobody may come in at that moment."""
        return why_not_at_door(
            self.state,
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            at=at,
            offline=offline,
        )


@dataclass(frozen=True)
class Look:
    """A ticket's code or number, or its holder's card, as it was held before a door.

    `people` None: all seats that are left. `tolerance` is set where it was read without network: by
    so much the door's clock may differ from ours, and `people` have been let in already.
    """

    code: str
    at: datetime
    people: int | None = None
    tolerance: timedelta | None = None

    @property
    def offline(self) -> bool:
        return self.tolerance is not None


def door_event(event_id: UUID) -> DoorEvent:
    """One statement; raises NotFound."""
    row = lean.run(_EVENT, event_id=event_id).first()
    if row is None:
        raise NotFound
    return DoorEvent(
        id=row.id,
        place_id=row.place_id,
        title=row.title,
        state=State(row.state),
        entry=row.entry,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seats_most=row.seats_most,
    )


def held_ticket(ticket_id: UUID) -> Any:
    """A ticket's row with what its event is, held; None without it."""
    return lean.run(_BY_ID, ticket_id=ticket_id).first()


def ticket_looked_at(event: DoorEvent, look: Look) -> tuple[str, Any]:
    """How a ticket was shown, and its row, held; who shows a card at an open door gets one."""
    code = look.code
    if code.isascii() and code.isdigit():
        whole = len(code) == NUMBER_DIGITS
        found = lean.run(_BY_NUMBER, event_id=event.id, number=code).first() if whole else None
        return "number", _there(found, errors.NoSuchNumber())
    if is_ticket_code(code):
        ticket_id = ticket_of(code, at=look.at, tolerance=look.tolerance)
        return "ticket", _there(held_ticket(ticket_id), errors.NotATicket())
    try:
        holder = holder_of(code, now=look.at, tolerance=look.tolerance)
    except NotACard:
        raise errors.NotATicket from None
    found = lean.run(_BY_HOLDER, event_id=event.id, volunteer_id=holder).first()
    if found is None and event.entry == "open":
        found = _counted_in(event, holder, look)
    return "card", _there(found, errors.NoTicket())


def _counted_in(event: DoorEvent, holder: UUID, look: Look) -> Any:
    """Who shows her card at an open door has a ticket from this moment on."""
    people = look.people or 1
    if refusal := event.why_closed(look.at, offline=look.offline):
        raise refusal
    if not 1 <= people <= event.seats_most:
        raise errors.PeopleOutside(most=event.seats_most)
    if not tickets.count_in(event.id, people, also_ended=look.offline):
        raise errors.EventNotOpenAtDoor(title=event.title)
    return held_ticket(tickets.add_ticket(event.id, holder, people, now=look.at))


def _there(row: Any, otherwise: Refusal) -> Any:
    if row is None:
        raise otherwise
    return row


def as_shown(event: DoorEvent, row: Any) -> Shown:
    """A ticket's row as the rules see it."""
    return Shown(
        same_event=row.event_id == event.id,
        title=row.title,
        state=State(row.event_state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        held=row.state == "held",
        seats=row.seats,
        admitted=row.admitted,
        first_in_at=row.first_in_at,
    )


_TICKETS, _EVENTS = table_of(CultureTicket), table_of(CultureEvent)
_EVENT = select(*_EVENTS.columns).where(_EVENTS.c.id == bindparam("event_id"))
_TICKET = (
    select(
        *_TICKETS.columns,
        _EVENTS.c.title,
        _EVENTS.c.state.label("event_state"),
        _EVENTS.c.starts_at,
        _EVENTS.c.ends_at,
    )
    .join(_EVENTS, _EVENTS.c.id == _TICKETS.c.event_id)
    .with_for_update(of=_TICKETS, key_share=True)
)
_BY_ID = _TICKET.where(_TICKETS.c.id == bindparam("ticket_id"))
_BY_NUMBER = _TICKET.where(
    _TICKETS.c.event_id == bindparam("event_id"), _TICKETS.c.number == bindparam("number")
)
_BY_HOLDER = _TICKET.where(
    _TICKETS.c.event_id == bindparam("event_id"),
    _TICKETS.c.volunteer_id == bindparam("volunteer_id"),
    _TICKETS.c.state == "held",
)
