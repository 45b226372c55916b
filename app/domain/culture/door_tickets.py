"""The tickets of an event as a door without network needs them: seats and state, and no names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from app.domain.culture.models import CultureScan, CultureTicket
from app.kernel.database import session


@dataclass(frozen=True)
class DoorTicket:
    """`opens_by_card`: what its holder's card leads to, which is her held one where she has it."""

    id: UUID
    holder_id: UUID
    seats: int
    held: bool
    admitted: int
    first_in_at: datetime | None
    opens_by_card: bool


def door_tickets(
    event_id: UUID, *, since: datetime | None = None, after: UUID | None = None, most: int
) -> list[DoorTicket]:
    """In the order of their ids, at most so many beginning behind `after`; one statement.

    `since`: those only of which something has changed from then on.
    """
    other = aliased(CultureTicket)
    another_held = (
        select(other.id)
        .where(
            other.event_id == CultureTicket.event_id,
            other.volunteer_id == CultureTicket.volunteer_id,
            other.state == "held",
        )
        .exists()
    )
    opens = or_(CultureTicket.state == "held", ~another_held)
    query = select(CultureTicket, opens).where(CultureTicket.event_id == event_id)
    if since is not None:
        query = query.where(_changed(event_id, since))
    if after is not None:
        query = query.where(CultureTicket.id > after)
    rows = session.execute(
        query.order_by(CultureTicket.id).limit(most).execution_options(populate_existing=True)
    )
    return [
        DoorTicket(
            id=row.id,
            holder_id=row.volunteer_id,
            seats=row.seats,
            held=row.state == "held",
            admitted=row.admitted,
            first_in_at=row.first_in_at,
            opens_by_card=bool(opens_by_card),
        )
        for row, opens_by_card in rows
    ]


def _changed(event_id: UUID, since: datetime) -> ColumnElement[bool]:
    scanned = select(CultureScan.ticket_id).where(
        CultureScan.event_id == event_id,
        CultureScan.ticket_id.is_not(None),
        or_(CultureScan.at >= since, CultureScan.received_at >= since),
    )
    return or_(
        CultureTicket.taken_at >= since,
        CultureTicket.given_back_at >= since,
        CultureTicket.id.in_(scanned),
    )
