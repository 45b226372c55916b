"""What people are told of their tickets: taken, another time or place, cancelled, tomorrow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.culture.events import (
    CultureEventCancelled,
    CultureEventChanged,
    CultureEventNear,
    TicketTaken,
    Told,
)
from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, timespan, words

WORTH_SENDING = timedelta(days=3)


def ticket_taken(event: TicketTaken) -> None:
    """Somebody has a ticket."""
    holder = ((event.volunteer_id, event.ticket_id),)
    seats = str(event.seats)
    notices = _notices(
        "ticket_taken", event.event, holder, "领票成功", until=event.event.ends_at, seats=seats
    )
    tell(notices, now=event.now)


def event_changed(event: CultureEventChanged) -> None:
    """Another time or place, to all who hold tickets."""
    notices = _notices(
        "ticket_event_changed",
        event.event,
        event.holders,
        event.changes,
        until=event.event.ends_at,
        changes=event.changes,
    )
    tell(notices, now=event.now)


def event_cancelled(event: CultureEventCancelled) -> None:
    """It does not take place, to all who hold tickets."""
    notices = _notices(
        "ticket_event_cancelled",
        event.event,
        event.holders,
        event.reason,
        until=max(event.event.starts_at, event.now + WORTH_SENDING),
        reason=event.reason,
    )
    tell(notices, now=event.now)


def event_near(event: CultureEventNear) -> None:
    """It begins within a day."""
    notices = _notices(
        "ticket_reminder",
        event.event,
        event.holders,
        "来不了请退票，好让给别人",
        until=event.event.starts_at,
    )
    tell(notices, now=event.now)


def _notices(
    kind: str,
    about: Told,
    holders: Sequence[tuple[UUID, UUID]],
    said: str,
    *,
    until: datetime,
    **facts: str,
) -> list[Notice]:
    when = timespan(about.starts_at, about.ends_at)
    title, body = words(kind, title=about.title, when=when, venue=about.venue, **facts)
    return [
        Notice(
            kind=kind,
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(about.title, moment(about.starts_at), about.venue, said),
            url=pages.culture_ticket(ticket_id),
            expires_at=until,
        )
        for volunteer_id, ticket_id in holders
    ]
