"""A ticket's QR code, made anew each minute as the volunteer's card is: a screenshot soon ends."""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain.culture.errors import NotATicket, TicketCodeExpired
from app.domain.people.rules import CARD_LASTS
from app.kernel.fresh_codes import fresh_code, is_fresh, read_fresh_code

_PURPOSE = "culture ticket"


def ticket_code(ticket_id: UUID, *, now: datetime) -> str:
    """Which ticket, and since when: lives as long as the card."""
    return fresh_code(ticket_id, purpose=_PURPOSE, now=now)


def is_ticket_code(text: str) -> bool:
    """Whether it is a ticket's code of ours, however old."""
    return read_fresh_code(text, purpose=_PURPOSE) is not None


def ticket_of(text: str, *, at: datetime, tolerance: timedelta | None = None) -> UUID:
    """Whose code it is, if it was made within the last minute; NotATicket, TicketCodeExpired.

    `tolerance` is what the clock of a scanner without network may be wrong by.
    """
    read = read_fresh_code(text, purpose=_PURPOSE)
    if read is None:
        raise NotATicket
    ticket, made_at = read
    if not is_fresh(made_at, lasts=CARD_LASTS, now=at, tolerance=tolerance):
        raise TicketCodeExpired
    return ticket
