"""The volunteer's card: a QR code made anew each minute, which staff scan."""

import struct
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.people.errors import CardExpired, NotACard
from app.domain.people.rules import CARD_LASTS
from app.kernel.crypto import read_signed_code, signed_code

_PURPOSE = "volunteer card"
_LAYOUT = struct.Struct(">16sI")
# Two web servers' clocks may differ by this much.
_CLOCK_SKEW = timedelta(seconds=5)


def card_code(volunteer_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: who, and since when, signed."""
    payload = _LAYOUT.pack(volunteer_id.bytes, int(now.timestamp()))
    return signed_code(payload, purpose=_PURPOSE)


def holder_of(code: str, *, now: datetime) -> UUID:
    """Whose card it is, if it was made within the last minute."""
    payload = read_signed_code(code.strip(), purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise NotACard
    holder, made_at = _LAYOUT.unpack(payload)
    age = timedelta(seconds=now.timestamp() - made_at)
    if not -_CLOCK_SKEW <= age <= CARD_LASTS:
        raise CardExpired
    return UUID(bytes=holder)
