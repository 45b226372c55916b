"""Rows held within an action (volunteer, event, ticket), and what is written down about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.culture.events import Told
from app.domain.culture.models import CultureEvent, CultureProgramme, CultureTicket
from app.domain.culture.rules import NEXT, Decision, State, why_not
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.rows import held_row


def held_event(event_id: UUID) -> CultureEvent:
    """An event's row, held; raises NotFound."""
    return held_row(CultureEvent, event_id)


def staffs_event(
    staff: Staff, event_id: UUID, permission: Permission = Permission.CULTURE_MANAGE
) -> CultureEvent:
    """An event that she answers for, held."""
    row = held_event(event_id)
    staff.require(permission, places.site(row.place_id).path)
    return row


def staffs_programme(staff: Staff, programme_id: UUID) -> CultureProgramme:
    """A programme of a place she answers for, held."""
    row = held_row(CultureProgramme, programme_id)
    staff.require(Permission.CULTURE_MANAGE, places.place(row.place_id).path)
    return row


def move(
    row: CultureEvent, decision: Decision, by: Actor, *, now: datetime, reason: str = ""
) -> None:
    """Into the state the table says; an entry of the trail."""
    before = State(row.state)
    if refusal := why_not(before, decision):
        raise refusal
    row.state = NEXT[before, decision].value
    note(by, row, decision.value, now=now, reason=reason)


def note(by: Actor, row: CultureEvent, word: str, *, now: datetime, **detail: object) -> None:
    """An entry of the trail about an event."""
    told = {key: value for key, value in detail.items() if value not in ("", None)}
    trail.record(
        by,
        f"culture.{word}",
        "culture_event",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.title,
        **told,
    )


def told(row: CultureEvent) -> Told:
    """As letters tell of it."""
    return Told(row.id, row.title, row.venue, row.starts_at, row.ends_at)


def holders(event_id: UUID) -> tuple[tuple[UUID, UUID], ...]:
    """Who holds tickets: volunteer and ticket, in order."""
    rows = session.execute(
        select(CultureTicket.volunteer_id, CultureTicket.id)
        .where(CultureTicket.event_id == event_id, CultureTicket.state == "held")
        .order_by(CultureTicket.id)
    )
    return tuple((row.volunteer_id, row.id) for row in rows)
