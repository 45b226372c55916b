"""Take a ticket for a family's seats, or give it back.

The person is held first, so that two hands of one person take one ticket; seats are counted in by
one statement that rises no further than there are, so that the last seat goes to one.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Executable, Integer, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.culture.events import TicketTaken, Told
from app.domain.culture.holding import held_event
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.rules import (
    NUMBER_DIGITS,
    OPEN,
    OPEN_THEN,
    State,
    offer_of,
    why_no_room,
    why_not_give_back,
    why_not_take,
)
from app.domain.culture.ticket_states import NEXT_TICKET, Ticket, TicketStep
from app.domain.people.events import VolunteerLeft
from app.domain.people.holding import held, hold, holding
from app.kernel import lean
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Taken:
    """A ticket she has now; `again`: she had it before."""

    ticket_id: UUID
    seats: int
    again: bool = False


def take(volunteer_id: UUID, event_id: UUID, *, seats: int, now: datetime) -> Taken:
    """So many seats, or none of them. Asked again, the first answer."""
    try:
        return _taken(volunteer_id, event_id, seats, now=now)
    except IntegrityError:  # another ticket of the event has the number that was drawn
        return _taken(volunteer_id, event_id, seats, now=now)


def _taken(volunteer_id: UUID, event_id: UUID, seats: int, *, now: datetime) -> Taken:
    with transaction():
        hers, events, own = lean.run_together(
            holding(volunteer_id),
            lean.question(_EVENT, event_id=event_id),
            lean.question(_OWN, event_id=event_id, volunteer_id=volunteer_id),
        )
        if held(hers) is None or not events or events[0].state == State.DRAFT:
            raise NotFound
        if own:
            return Taken(own[0].id, own[0].seats, again=True)
        event = events[0]
        if refusal := why_not_take(offer_of(event), seats, now=now):
            raise refusal
        if not count_in(event_id, seats):
            now_there = lean.run(_EVENT, event_id=event_id).one()
            left = (now_there.capacity or 0) - now_there.seats_taken
            raise why_no_room(offer_of(now_there), seats, left=left)
        ticket_id = add_ticket(event_id, volunteer_id, seats, now=now)
        told = Told(event_id, event.title, event.venue, event.starts_at, event.ends_at)
        happened(TicketTaken(told, ticket_id, volunteer_id, seats, now))
        return Taken(ticket_id, seats)


def add_ticket(event_id: UUID, volunteer_id: UUID, seats: int, *, now: datetime) -> UUID:
    """A ticket's row; its seats are counted in before."""
    ticket_id = new_id()
    lean.add(
        CultureTicket,
        id=ticket_id,
        number=f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}",
        event_id=event_id,
        volunteer_id=volunteer_id,
        seats=seats,
        state=Ticket.HELD.value,
        taken_at=now,
        given_back_at=None,
        admitted=0,
        first_in_at=None,
    )
    return ticket_id


def give_back(volunteer_id: UUID, ticket_id: UUID, *, now: datetime) -> None:
    """Her seats are free for others. Asked again, nothing changes."""
    with transaction():
        if not hold([volunteer_id]):
            raise NotFound
        event_id = session.scalar(
            select(CultureTicket.event_id).where(
                CultureTicket.id == ticket_id, CultureTicket.volunteer_id == volunteer_id
            )
        )
        if event_id is None:
            raise NotFound
        _give_back(held_event(event_id), ticket_id, now=now, refuses=True)


def give_back_of_who_left(event: VolunteerLeft) -> None:
    """Seats of somebody who ended her account, where nobody has come in on them yet."""
    hers = session.execute(
        select(CultureTicket.event_id, CultureTicket.id)
        .where(CultureTicket.volunteer_id == event.volunteer_id, CultureTicket.state == "held")
        .order_by(CultureTicket.event_id)
    ).all()
    for event_id, ticket_id in hers:
        _give_back(held_event(event_id), ticket_id, now=event.now, refuses=False)


def _give_back(event: CultureEvent, ticket_id: UUID, *, now: datetime, refuses: bool) -> None:
    row = session.scalars(
        select(CultureTicket)
        .where(CultureTicket.id == ticket_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    after = NEXT_TICKET.get((Ticket(row.state), TicketStep.GIVE_BACK))
    if after is None:
        return
    refusal = why_not_give_back(
        admitted=row.admitted, starts_at=event.starts_at, ends_at=event.ends_at, now=now
    )
    if refusal:
        if refuses:
            raise refusal
        return
    row.state, row.given_back_at = after.value, now
    event.seats_taken -= row.seats
    session.flush()


def count_in(event_id: UUID, seats: int, *, also_ended: bool = False) -> bool:
    """Take so many seats if there are; the row that comes back says so."""
    counted = _COUNTED_LATER if also_ended else _COUNTED
    return lean.run(counted, event_id=event_id, seats=seats).first() is not None


_EVENTS = table_of(CultureEvent)
_EVENT = select(*_EVENTS.columns).where(CultureEvent.id == bindparam("event_id"))
_OWN = select(CultureTicket.id, CultureTicket.seats).where(
    CultureTicket.event_id == bindparam("event_id"),
    CultureTicket.volunteer_id == bindparam("volunteer_id"),
    CultureTicket.state == "held",
)
_WITH_THEM = _EVENTS.c.seats_taken + bindparam("seats", type_=Integer)


def _counting(states: Sequence[State]) -> Executable:
    return (
        update(_EVENTS)
        .where(
            _EVENTS.c.id == bindparam("event_id"),
            _EVENTS.c.state.in_([one.value for one in states]),
            or_(_EVENTS.c.capacity.is_(None), _EVENTS.c.capacity >= _WITH_THEM),
        )
        .values(seats_taken=_WITH_THEM)
        .returning(_EVENTS.c.id)
    )


_COUNTED, _COUNTED_LATER = _counting(OPEN), _counting(OPEN_THEN)
