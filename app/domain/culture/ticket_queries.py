"""Reading one's own tickets."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.queries import event_views
from app.domain.culture.views import TicketView
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


def ticket(volunteer_id: UUID, ticket_id: UUID) -> TicketView:
    """One's own; anybody else's is not found."""
    row = session.get(CultureTicket, ticket_id, populate_existing=True)
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound
    return _tickets([row])[0]


def tickets_of(
    volunteer_id: UUID, *, past: bool = False, page: int = 1, now: datetime
) -> Page[TicketView]:
    """Hers of what is coming, the next first; or of what is over, the latest first."""
    query = (
        select(CultureTicket)
        .join(CultureEvent, CultureEvent.id == CultureTicket.event_id)
        .where(CultureTicket.volunteer_id == volunteer_id, CultureTicket.state == "held")
        .execution_options(populate_existing=True)
    )
    first = CultureEvent.starts_at
    when, order = (
        (CultureEvent.ends_at <= now, first.desc()) if past else (CultureEvent.ends_at > now, first)
    )
    found = page_of(query.where(when).order_by(order, CultureTicket.id), number=page)
    return Page(_tickets(found.items), found.number, found.size, found.total)


def ticket_for(volunteer_id: UUID, event_id: UUID) -> TicketView | None:
    """The ticket she holds for an event."""
    row = session.scalars(
        select(CultureTicket).where(
            CultureTicket.event_id == event_id,
            CultureTicket.volunteer_id == volunteer_id,
            CultureTicket.state == "held",
        )
    ).one_or_none()
    return _tickets([row])[0] if row else None


def _tickets(rows: Sequence[CultureTicket]) -> list[TicketView]:
    ids = {row.event_id for row in rows}
    query = select(CultureEvent).where(CultureEvent.id.in_(ids))
    events = {one.id: one for one in event_views(session.scalars(query).all())}
    return [
        TicketView(
            id=row.id,
            number=row.number,
            event=events[row.event_id],
            seats=row.seats,
            held=row.state == "held",
            admitted=row.admitted,
            first_in_at=row.first_in_at,
        )
        for row in rows
    ]
