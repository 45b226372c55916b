"""Events as entries of calendars: a place's for everybody, and of one's own tickets."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.calendar_feed import CalendarFacts, CalendarLine
from app.domain.audit import queries as audit
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.rules import PUBLIC, State
from app.domain.messaging import pages
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session

SHOWN_AFTERWARDS = timedelta(days=30)
MOST_ENTRIES = 500
_CHANGES = ("culture.publish", "culture.change", "culture.cancel", "culture.import")


def events_at(place_id: UUID, *, now: datetime) -> list[CalendarLine]:
    """What a place and those below it show, in order of time; two statements. Raises NotFound.

    What was cancelled stays, cancelled. SEQUENCE is the seconds from its being planned to its last
    change: it rises with every one.
    """
    rows = session.execute(
        select(CultureEvent, audit.last_at("culture_event", CultureEvent.id, _CHANGES))
        .where(
            CultureEvent.place_id.in_(places.ids_within(Scope(places.place(place_id).path))),
            CultureEvent.state.in_([one.value for one in PUBLIC]),
            CultureEvent.ends_at > now - SHOWN_AFTERWARDS,
        )
        .order_by(CultureEvent.starts_at, CultureEvent.id)
        .limit(MOST_ENTRIES)
        .execution_options(populate_existing=True)
    ).all()
    return [
        CalendarLine(
            event.id,
            _facts(event, gone=event.state == State.CANCELLED),
            _seconds(event.made_at, changed_at or event.made_at),
            changed_at or event.made_at,
            page=pages.culture_event_for_all(event.id),
        )
        for event, changed_at in rows
    ]


def tickets_of(volunteer_id: UUID, *, now: datetime) -> list[CalendarLine]:
    """Her tickets, in order of time; one statement. What she gave back is struck out.

    SEQUENCE is the seconds from her taking it to the last change.
    """
    rows = session.execute(
        select(
            CultureTicket,
            CultureEvent,
            audit.last_at("culture_event", CultureEvent.id, _CHANGES),
        )
        .join(CultureEvent, CultureEvent.id == CultureTicket.event_id)
        .where(
            CultureTicket.volunteer_id == volunteer_id,
            CultureEvent.ends_at > now - SHOWN_AFTERWARDS,
        )
        .order_by(CultureEvent.starts_at, CultureTicket.id)
        .limit(MOST_ENTRIES)
        .execution_options(populate_existing=True)
    ).all()
    return [_of_ticket(*row) for row in rows]


def _of_ticket(
    ticket: CultureTicket, event: CultureEvent, changed_at: datetime | None
) -> CalendarLine:
    gone = ticket.state != "held" or event.state in (State.CANCELLED, State.DRAFT)
    moments = [ticket.taken_at, ticket.given_back_at, changed_at]
    last = max(one for one in moments if one is not None)
    return CalendarLine(
        ticket.id,
        _facts(event, gone=gone),
        _seconds(ticket.taken_at, last),
        last,
        page=pages.culture_ticket(ticket.id),
        told=(f"票：{ticket.seats} 个座位",),
    )


def _facts(event: CultureEvent, *, gone: bool) -> CalendarFacts:
    return CalendarFacts(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        position="",
        venue=event.venue,
        contact_name="",
        contact_phone="",
        of_id=event.id,
        standing="CANCELLED" if gone else "CONFIRMED",
    )


def _seconds(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds()))
