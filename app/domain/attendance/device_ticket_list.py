"""The tickets of an event, sealed for a scanner without network: what it needs to let people in.

Each entry opens with a ticket's code, or with its holder's card, as the list of people does
(docs/decisions/0005). It says seats and state and no name; numbers open nothing, for eight digits
are tried through in seconds. A list is fetched whole once, then what has changed.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.attendance.device_rules import OFFLINE_SCANS_KEEP, ends_at
from app.domain.attendance.device_tickets import its_door
from app.domain.attendance.devices import Device, seen
from app.domain.attendance.door_list import SALT_BYTES, SealedEntry
from app.domain.culture.door_tickets import DoorTicket, door_tickets
from app.kernel.calendar import local
from app.kernel.crypto import sealed_for
from app.kernel.ids import new_id

TICKETS_A_PAGE = 500
# An action that began before a list was read may have been written after it.
CHANGES_OVERLAP = timedelta(minutes=1)
_REF_BYTES = 9
_PADDED_TO_BYTES = 96
_ID_MILLISECONDS_DIGITS = 12


@dataclass(frozen=True)
class SealedTickets:
    """A page of the list; `next_id` begins the following one.

    `complete_to`: the head of an id, in hex. A ticket that begins with less and is not in the list
    is not of this event; one that begins with more, or a card's holder, may have got it since.
    """

    salt: bytes
    entries: Sequence[SealedEntry]
    made_at: datetime
    good_until: datetime
    complete_to: str
    next_id: UUID | None


def sealed_tickets(
    device: Device,
    event_id: UUID,
    *,
    since: datetime | None = None,
    after: UUID | None = None,
    now: datetime,
) -> SealedTickets:
    """Of one event, or what has changed since a list was made; NotThisSession, DeviceEnded."""
    event = its_door(device, event_id, now)
    seen(device, now=now)
    changed_since = since - CHANGES_OVERLAP if since else None
    complete_to = _head_of_ids_now()
    found = door_tickets(event_id, since=changed_since, after=after, most=TICKETS_A_PAGE)
    salt = _salt(device.id, event_id)
    entries = [one for ticket in found for one in _entries(ticket, salt)]
    return SealedTickets(
        salt=salt,
        entries=sorted(entries, key=lambda entry: entry.lookup),
        made_at=now,
        good_until=min(
            event.ends_at, ends_at(device.facts, event.ends_at), now + OFFLINE_SCANS_KEEP
        ),
        complete_to=complete_to,
        next_id=found[-1].id if len(found) == TICKETS_A_PAGE else None,
    )


def ticket_mark(ticket_id: UUID) -> str:
    """By which a scanner knows a ticket again, however it was shown; leads nobody to its code."""
    digest = hashlib.sha256(b"ticket mark" + ticket_id.bytes).digest()
    return base64.urlsafe_b64encode(digest[:_REF_BYTES]).decode()


def _entries(ticket: DoorTicket, salt: bytes) -> Iterator[SealedEntry]:
    said = _said(ticket)
    yield SealedEntry(*sealed_for(ticket.id.bytes, said, salt=salt))
    if ticket.opens_by_card:
        yield SealedEntry(*sealed_for(ticket.holder_id.bytes, said, salt=salt))


def _said(ticket: DoorTicket) -> bytes:
    """Every entry as long as the others."""
    facts = {
        "ticket": ticket_mark(ticket.id),
        "seats": ticket.seats,
        "held": ticket.held,
        "admitted": ticket.admitted,
        "in_at": f"{local(ticket.first_in_at):%H:%M}" if ticket.first_in_at else "",
    }
    return json.dumps(facts, separators=(",", ":")).encode().ljust(_PADDED_TO_BYTES)


def _salt(device_id: UUID, event_id: UUID) -> bytes:
    """The device's own, and the same each time, so that changes find the entries they are of."""
    return hashlib.sha256(b"tickets" + device_id.bytes + event_id.bytes).digest()[:SALT_BYTES]


def _head_of_ids_now() -> str:
    """How ids begin that are made a little before this moment; ids are ordered by it."""
    milliseconds = int(new_id().hex[:_ID_MILLISECONDS_DIGITS], 16)
    overlap = CHANGES_OVERLAP // timedelta(milliseconds=1)
    return f"{milliseconds - overlap:0{_ID_MILLISECONDS_DIGITS}x}"
