"""An event or programme as those see it who answer a complaint about it: where, and whose work."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain.culture.models import (
    CultureEvent,
    CultureProgramme,
    CultureScan,
    CultureTicket,
    HeadCount,
)
from app.domain.culture.queries import event, shown_programme
from app.kernel.database import session
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class CultureOutline:
    """Which event or programme, as everybody may see it."""

    title: str
    place_id: UUID


def outline(culture_id: UUID) -> CultureOutline:
    """One event or programme that everybody can see; raises NotFound."""
    if session.get(CultureEvent, culture_id) is not None:
        found = event(culture_id)
        return CultureOutline(found.title, found.place.id)
    shown = shown_programme(culture_id)
    return CultureOutline(shown.title, shown.place.id)


def event_of_ticket(ticket_id: UUID, holder_ids: frozenset[UUID]) -> UUID:
    """Which event a ticket is for; anybody else's ticket is not found."""
    row = session.get(CultureTicket, ticket_id)
    if row is None or row.volunteer_id not in holder_ids:
        raise NotFound
    return row.event_id


def who_is_behind(culture_id: UUID) -> frozenset[UUID]:
    """Staff who planned it or its programme, stood at its door, or counted who came."""
    row = session.get(CultureEvent, culture_id)
    programme = session.get(CultureProgramme, row.programme_id if row else culture_id)
    planned = {one.made_by_id for one in (row, programme) if one is not None}
    at_the_door = select(CultureScan.staff_id).where(CultureScan.event_id == culture_id).distinct()
    counted = select(HeadCount.by_id).where(HeadCount.event_id == culture_id)
    return frozenset(planned | {*session.scalars(at_the_door), *session.scalars(counted)})
