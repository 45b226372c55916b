"""A scanner at the door of an event for an audience: tickets read, people counted by taps.

A token made for a place opens the doors of that place's events; one made for a session, none.
Without network it goes by its list (device_ticket_list.py), and sends later what it scanned.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.attendance.device_rules import (
    OFFLINE_CARD_TOLERANCE,
    Occasion,
    moment_of,
    why_not_believe,
    why_not_use,
)
from app.domain.attendance.devices import Device, seen
from app.domain.culture import admission
from app.domain.culture.at_door import DoorEvent, Look, door_event
from app.domain.culture.door_log import Admitted, Door, tapped_at
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.queries import at_the_doors_of, event
from app.domain.culture.rules import DOOR_OPENS_BEFORE
from app.domain.culture.views import EventView
from app.kernel.paging import PAGE_SIZE, Page
from app.kernel.refusal import Refusal


@dataclass(frozen=True)
class EventAtDoor:
    """An event as a scanner lists it, with how many have come in.

    `closed`: why nobody may, whatever the hour; the hours a scanner knows itself.
    """

    event: EventView
    heads: Heads
    tapped: int
    closed: Refusal | None = None

    @property
    def opens_at(self) -> datetime:
        return self.event.starts_at - DOOR_OPENS_BEFORE


@dataclass(frozen=True, kw_only=True)
class DoorScan:
    """A ticket read, or people tapped; the same nonce is the same scan.

    `scanned_at` is given when there was no network; `sent_at` is the device's clock on sending, by
    which `scanned_at` is put right. `people` then says how many were let in, None if not known.
    """

    nonce: str
    code: str = ""
    people: int | None = None
    scanned_at: datetime | None = None
    sent_at: datetime | None = None

    def moment(self, now: datetime) -> datetime:
        """When it was; refuses MomentNotBelievable."""
        at = moment_of(self.scanned_at, sent_at=self.sent_at, now=now)
        if refusal := why_not_believe(at, now=now):
            raise refusal
        return min(at, now)


def events_for(device: Device, *, page: int = 1, now: datetime) -> Page[EventAtDoor]:
    """Whose doors are open at this moment and this token's to open."""
    seen(device, now=now)
    place_id, ends_at = device.facts.place_id, device.facts.ends_at
    if place_id is None or (ends_at is not None and now > ends_at):
        return Page((), 1, PAGE_SIZE, 0)
    found = at_the_doors_of(place_id, page=page, now=now)
    heads = heads_of([one.id for one in found.items])
    items = [EventAtDoor(one, heads[one.id], tapped_at(one.id)) for one in found.items]
    return Page(items, found.number, found.size, found.total)


def event_for(device: Device, event_id: UUID, *, now: datetime) -> EventAtDoor:
    """One of them, also before and after its hours; refuses NotThisSession, DeviceEnded."""
    at_door = its_door(device, event_id, now)
    seen(device, now=now)
    heads = heads_of([event_id])[event_id]
    closed = at_door.why_closed(at_door.starts_at)
    return EventAtDoor(event(event_id), heads, tapped_at(event_id), closed)


def admit_by_device(device: Device, event_id: UUID, scan: DoorScan, *, now: datetime) -> Admitted:
    """Let in who comes on a ticket; sent again with the same nonce, the first answer."""
    at = scan.moment(now)
    at_door = its_door(device, event_id, at)
    tolerance = OFFLINE_CARD_TOLERANCE if scan.scanned_at else None
    look = Look(scan.code.strip(), at, scan.people, tolerance)
    return admission.look_at(_door(device, scan.nonce), at_door, look, now=now)


def fewer_by_device(
    device: Device, event_id: UUID, nonce: str, *, people: int, now: datetime
) -> Admitted:
    """Put its own scan right: fewer came in."""
    at_door = its_door(device, event_id, now)
    return admission.fewer(_door(device, nonce), at_door, nonce, people=people, now=now)


def tap_by_device(device: Device, event_id: UUID, tapped: DoorScan, *, now: datetime) -> int:
    """Count people without a ticket; how many are counted now."""
    at = tapped.moment(now)
    at_door = its_door(device, event_id, at)
    return admission.tap(
        _door(device, tapped.nonce),
        at_door,
        tapped.people or 0,
        now=now,
        tapped_on=at if tapped.scanned_at else None,
    )


def its_door(device: Device, event_id: UUID, at: datetime) -> DoorEvent:
    """The event, at a moment the token may be used; refuses NotThisSession, DeviceEnded."""
    found = door_event(event_id)
    occasion = Occasion(found.id, found.place_id, found.ends_at)
    if refusal := why_not_use(device.facts, occasion, at=at):
        raise refusal
    return found


def _door(device: Device, nonce: str) -> Door:
    return Door(device.created_by_id, str(device.id), nonce)
