"""The doors of events for audiences: tickets read, people counted by taps, also sent later."""

from datetime import datetime
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.attendance import device_tickets
from app.domain.attendance.device_ticket_list import sealed_tickets, ticket_mark
from app.domain.attendance.device_tickets import DoorScan, EventAtDoor
from app.domain.culture.door_log import Admitted
from app.entrypoints.api import shapes
from app.entrypoints.api.door import answered, asked_about, base64, door, its_nonce, moment, read
from app.entrypoints.guard import current_device, needs_device
from app.kernel import clock


@door.get("/events")
@needs_device
def events() -> ResponseReturnValue:
    """The events whose doors this token opens now."""
    now, page = clock.now(), request.args.get("page", 1, type=int)
    found = device_tickets.events_for(current_device(), page=page, now=now)
    rows = [_event(one, now) for one in found.items]
    return answered(shapes.AudienceEvents(events=rows, page=found.number, pages=found.last))


@door.get("/events/<uuid:event_id>")
@needs_device
def event(event_id: UUID) -> ResponseReturnValue:
    """One of them: its hours, and how many have come in."""
    now = clock.now()
    return answered(_event(device_tickets.event_for(current_device(), event_id, now=now), now))


@door.get("/events/<uuid:event_id>/sealed-list")
@needs_device
def sealed_list_of_tickets(event_id: UUID) -> ResponseReturnValue:
    """The list to keep for no network: each entry opens with that ticket, or its holder's card."""
    found = sealed_tickets(
        current_device(),
        event_id,
        since=asked_about("since", moment),
        after=asked_about("after", UUID),
        now=clock.now(),
    )
    entries = [
        shapes.SealedPerson(lookup=base64(one.lookup), sealed=base64(one.sealed))
        for one in found.entries
    ]
    return answered(
        shapes.SealedTickets(
            salt=base64(found.salt),
            entries=entries,
            made_at=found.made_at,
            good_until=found.good_until,
            complete_to=found.complete_to,
            next=found.next_id,
        )
    )


@door.post("/events/<uuid:event_id>/scans")
@needs_device
def admit(event_id: UUID) -> ResponseReturnValue:
    """Let in who comes on a ticket; the same nonce again gets the same answer."""
    asked = read(shapes.TicketShown)
    scan = DoorScan(**asked.model_dump())
    let_in = device_tickets.admit_by_device(current_device(), event_id, scan, now=clock.now())
    return answered(_let_in(asked.nonce, let_in))


@door.post("/events/<uuid:event_id>/scans/<string(maxlength=40):nonce>/people")
@needs_device
def fewer_came(event_id: UUID, nonce: str) -> ResponseReturnValue:
    """Put this device's own scan right: fewer came in."""
    asked = read(shapes.FewerCame)
    let_in = device_tickets.fewer_by_device(
        current_device(), event_id, its_nonce(nonce), people=asked.people, now=clock.now()
    )
    return answered(_let_in(nonce, let_in))


@door.post("/events/<uuid:event_id>/taps")
@needs_device
def tap(event_id: UUID) -> ResponseReturnValue:
    """Count people without a ticket."""
    asked = read(shapes.Tap)
    scan = DoorScan(**asked.model_dump())
    tapped = device_tickets.tap_by_device(current_device(), event_id, scan, now=clock.now())
    return answered(shapes.Tapped(nonce=asked.nonce, tapped=tapped))


def _event(found: EventAtDoor, now: datetime) -> shapes.AudienceEvent:
    one = found.event
    return shapes.AudienceEvent(
        id=one.id,
        title=one.title,
        venue=one.venue,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        opens_at=found.opens_at,
        by_ticket=one.by_ticket,
        tickets_until=one.tickets_until,
        seats=one.capacity,
        scanned=found.heads.scanned or 0,
        tapped=found.tapped,
        closed=found.closed.sentence if found.closed else "",
        now=now,
    )


def _let_in(nonce: str, let_in: Admitted) -> shapes.LetIn:
    return shapes.LetIn(
        nonce=nonce,
        ticket=ticket_mark(let_in.ticket_id),
        people=let_in.people,
        admitted=let_in.admitted,
        seats=let_in.seats,
        at=let_in.at,
        sentence=let_in.sentence,
    )
