"""The volunteer's card: a QR code made anew each minute, which staff scan."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.people.errors import CardExpired, NotACard
from app.domain.people.rules import CARD_LASTS
from app.kernel.crypto import read_signed_code, signed_code
from app.kernel.refusal import Refusal

_PURPOSE = "volunteer card"
_LAYOUT = struct.Struct(">16sI")
# Two web servers' clocks may differ by this much.
_CLOCK_SKEW = timedelta(seconds=5)


def card_code(volunteer_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: who, and since when, signed."""
    payload = _LAYOUT.pack(volunteer_id.bytes, int(now.timestamp()))
    return signed_code(payload, purpose=_PURPOSE)


@dataclass(frozen=True)
class Card:
    """What a card says: whose it is, and when it was made."""

    holder: UUID
    made_at: datetime


def read_card(code: str) -> Card:
    """A card of ours, however old; refuses NotACard."""
    payload = read_signed_code(code.strip(), purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise NotACard
    holder, made_at = _LAYOUT.unpack(payload)
    return Card(UUID(bytes=holder), datetime.fromtimestamp(made_at, UTC))


def why_not_this_card(
    card: Card, *, at: datetime, tolerance: timedelta | None = None
) -> Refusal | None:
    """A card lives a minute; `tolerance` is what the scanner's clock may be wrong by."""
    skew = tolerance or _CLOCK_SKEW
    lasts = CARD_LASTS + (tolerance or timedelta())
    return None if -skew <= at - card.made_at <= lasts else CardExpired()


def holder_of(code: str, *, now: datetime) -> UUID:
    """Whose card it is, if it was made within the last minute."""
    card = read_card(code)
    if refusal := why_not_this_card(card, at=now):
        raise refusal
    return card.holder
