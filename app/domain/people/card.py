"""The volunteer's card: a QR code made anew each minute, which staff scan."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.people.errors import CardExpired, NotACard
from app.domain.people.rules import CARD_LASTS
from app.kernel.fresh_codes import fresh_code, is_fresh, read_fresh_code
from app.kernel.refusal import Refusal

_PURPOSE = "volunteer card"


def card_code(volunteer_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: who, and since when, signed."""
    return fresh_code(volunteer_id, purpose=_PURPOSE, now=now)


@dataclass(frozen=True)
class Card:
    """What a card says: whose it is, and when it was made."""

    holder: UUID
    made_at: datetime


def read_card(code: str) -> Card:
    """A card of ours, however old; refuses NotACard."""
    read = read_fresh_code(code, purpose=_PURPOSE)
    if read is None:
        raise NotACard
    return Card(*read)


def why_not_this_card(
    card: Card, *, at: datetime, tolerance: timedelta | None = None
) -> Refusal | None:
    """A card lives a minute; `tolerance` is what the scanner's clock may be wrong by."""
    fresh = is_fresh(card.made_at, lasts=CARD_LASTS, now=at, tolerance=tolerance)
    return None if fresh else CardExpired()


def holder_of(code: str, *, now: datetime, tolerance: timedelta | None = None) -> UUID:
    """Whose card it is, if it was made within the last minute."""
    card = read_card(code)
    if refusal := why_not_this_card(card, at=now, tolerance=tolerance):
        raise refusal
    return card.holder
