"""What this room counts and copies for speed, and what it must agree with."""

from sqlalchemy import func, select

from app.domain.culture.models import CultureEvent, CultureScan, CultureTicket
from app.kernel.agreement import Agreement

_seats = (
    select(func.coalesce(func.sum(CultureTicket.seats), 0))
    .where(CultureTicket.event_id == CultureEvent.id, CultureTicket.state == "held")
    .correlate(CultureEvent)
    .scalar_subquery()
)
_came = (
    select(func.coalesce(func.sum(CultureScan.people), 0))
    .where(CultureScan.ticket_id == CultureTicket.id)
    .correlate(CultureTicket)
    .scalar_subquery()
)

AGREEMENTS = (
    Agreement(
        "an event's taken seats are those of its held tickets",
        select(CultureEvent.id).where(CultureEvent.seats_taken != _seats),
    ),
    Agreement(
        "who was admitted on a ticket is what its scans say",
        select(CultureTicket.id).where(CultureTicket.admitted != _came),
    ),
)
