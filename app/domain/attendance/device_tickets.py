"""A scanner at the door of an event for an audience: tickets read, people counted by taps.

A token made for a place opens the doors of that place's events; one made for a session, none.
Tickets are read with network only: whether a seat has been used is known only now.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.attendance.device_rules import Occasion, why_not_use
from app.domain.attendance.devices import Device, seen
from app.domain.culture import admission
from app.domain.culture.admission import DoorEvent
from app.domain.culture.door_log import Admitted, Door, tapped_at
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.queries import at_the_doors_of
from app.domain.culture.views import EventView
from app.domain.places import queries as places
from app.domain.places.scope import Scope


@dataclass(frozen=True)
class EventAtDoor:
    """An event as a scanner lists it, with how many have come in."""

    event: EventView
    heads: Heads
    tapped: int


def events_for(device: Device, *, now: datetime) -> list[EventAtDoor]:
    """Whose doors are open at this moment and this token's to open."""
    seen(device, now=now)
    if device.facts.place_id is None:
        return []
    scope = Scope(places.place(device.facts.place_id).path)
    there = [
        one
        for one in at_the_doors_of(scope, now=now)
        if why_not_use(device.facts, _occasion(one.id, one.place.id, one.ends_at), at=now) is None
    ]
    heads = heads_of([one.id for one in there])
    return [EventAtDoor(one, heads[one.id], tapped_at(one.id)) for one in there]


def admit_by_device(
    device: Device,
    event_id: UUID,
    code: str,
    *,
    nonce: str,
    people: int | None = None,
    now: datetime,
) -> Admitted:
    """Let in who comes on a ticket; sent again with the same nonce, the first answer."""
    event = _its_door(device, event_id, now)
    return admission.admit(_door(device, nonce), event, code, people=people, now=now)


def fewer_by_device(
    device: Device, event_id: UUID, nonce: str, *, people: int, now: datetime
) -> Admitted:
    """Put its own scan right: fewer came in."""
    event = _its_door(device, event_id, now)
    return admission.fewer(_door(device, nonce), event, nonce, people=people, now=now)


def tap_by_device(device: Device, event_id: UUID, people: int, *, nonce: str, now: datetime) -> int:
    """Count people without a ticket; how many are counted now."""
    event = _its_door(device, event_id, now)
    return admission.tap(_door(device, nonce), event, people, now=now)


def _its_door(device: Device, event_id: UUID, now: datetime) -> DoorEvent:
    """The event; refuses NotThisSession, DeviceEnded."""
    event = admission.door_event(event_id)
    occasion = _occasion(event.id, event.place_id, event.ends_at)
    if refusal := why_not_use(device.facts, occasion, at=now):
        raise refusal
    return event


def _occasion(event_id: UUID, place_id: UUID, ends_at: datetime) -> Occasion:
    return Occasion(event_id, place_id, ends_at)


def _door(device: Device, nonce: str) -> Door:
    return Door(device.created_by_id, str(device.id), nonce)
