"""The doors of events for audiences: tickets read, people counted by taps."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.domain.attendance import device_tickets
from app.domain.culture.door_log import Admitted
from app.entrypoints.api import shapes
from app.entrypoints.api.door import answered, door, read
from app.entrypoints.guard import current_device, needs_device
from app.kernel import clock


@door.get("/events")
@needs_device
def events() -> ResponseReturnValue:
    """The events whose doors this token opens now."""
    found = device_tickets.events_for(current_device(), now=clock.now())
    rows = [
        shapes.AudienceEvent(
            id=one.event.id,
            title=one.event.title,
            venue=one.event.venue,
            starts_at=one.event.starts_at,
            ends_at=one.event.ends_at,
            by_ticket=one.event.by_ticket,
            seats=one.event.capacity,
            scanned=one.heads.scanned or 0,
            tapped=one.tapped,
        )
        for one in found
    ]
    return answered(shapes.AudienceEvents(events=rows))


@door.post("/events/<uuid:event_id>/scans")
@needs_device
def admit(event_id: UUID) -> ResponseReturnValue:
    """Let in who comes on a ticket; the same nonce again gets the same answer."""
    asked = read(shapes.TicketShown)
    let_in = device_tickets.admit_by_device(
        current_device(),
        event_id,
        asked.code,
        nonce=asked.nonce,
        people=asked.people,
        now=clock.now(),
    )
    return answered(_let_in(asked.nonce, let_in))


@door.post("/events/<uuid:event_id>/scans/<string(maxlength=40):nonce>/people")
@needs_device
def fewer_came(event_id: UUID, nonce: str) -> ResponseReturnValue:
    """Put this device's own scan right: fewer came in."""
    asked = read(shapes.FewerCame)
    let_in = device_tickets.fewer_by_device(
        current_device(), event_id, nonce, people=asked.people, now=clock.now()
    )
    return answered(_let_in(nonce, let_in))


@door.post("/events/<uuid:event_id>/taps")
@needs_device
def tap(event_id: UUID) -> ResponseReturnValue:
    """Count people without a ticket."""
    asked = read(shapes.Tap)
    tapped = device_tickets.tap_by_device(
        current_device(), event_id, asked.people, nonce=asked.nonce, now=clock.now()
    )
    return answered(shapes.Tapped(nonce=asked.nonce, tapped=tapped))


def _let_in(nonce: str, let_in: Admitted) -> shapes.LetIn:
    return shapes.LetIn(
        nonce=nonce,
        people=let_in.people,
        admitted=let_in.admitted,
        seats=let_in.seats,
        at=let_in.at,
        sentence=let_in.sentence,
    )
