"""A ticket's QR code, made anew each minute as the volunteer's card is: a screenshot soon ends."""

import struct
from datetime import UTC, datetime
from uuid import UUID

from app.domain.culture.errors import NotATicket, TicketCodeExpired
from app.domain.culture.rules import CLOCK_SKEW, CODE_LASTS
from app.kernel.crypto import read_signed_code, signed_code

_PURPOSE = "culture ticket"
_LAYOUT = struct.Struct(">16sI")


def ticket_code(ticket_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: which ticket, and since when, signed."""
    return signed_code(_LAYOUT.pack(ticket_id.bytes, int(now.timestamp())), purpose=_PURPOSE)


def is_ticket_code(text: str) -> bool:
    """Whether it is a ticket's code of ours, however old."""
    payload = read_signed_code(text.strip(), purpose=_PURPOSE)
    return payload is not None and len(payload) == _LAYOUT.size


def ticket_of(text: str, *, at: datetime) -> UUID:
    """Whose code it is, if it was made within the last minute; NotATicket, TicketCodeExpired."""
    payload = read_signed_code(text.strip(), purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise NotATicket
    ticket, seconds = _LAYOUT.unpack(payload)
    if not -CLOCK_SKEW <= at - datetime.fromtimestamp(seconds, UTC) <= CODE_LASTS:
        raise TicketCodeExpired
    return UUID(bytes=ticket)
