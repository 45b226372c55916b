"""New events for audiences in the letters that tell people of what is new (`Shows` there)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select

from app.domain.activities.suggestion_rules import NEW_FOR
from app.domain.activities.suggestion_shows import A_DAY, Show
from app.domain.audit import queries as audit
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.queries import event_views
from app.domain.culture.rules import OPEN
from app.domain.culture.suggestion_models import SuggestedEvent
from app.domain.culture.views import EventView
from app.domain.people.events import VolunteerLeft
from app.domain.places import queries as places
from app.kernel.database import session

MOST_SHOWS = 200  # of what is new, the nearest in time: the work is bounded
SHOWN = 20
_PUBLISHED = ("culture.publish", "culture.import")


def to_tell(*, now: datetime) -> list[Show]:
    """What was published in the last days and has room, the next first; one statement.

    By ticket: while tickets are given out. What lasts for days is told of until it is over.
    """
    published_at = audit.last_at("culture_event", CultureEvent.id, _PUBLISHED)
    query = places.with_place(select(CultureEvent, published_at), CultureEvent.place_id).where(
        *_still_on(now), _has_room(now), published_at > now - NEW_FOR
    )
    query = query.order_by(CultureEvent.starts_at, CultureEvent.id).limit(MOST_SHOWS)
    rows = session.execute(query.execution_options(populate_existing=True)).all()
    return [
        Show(
            id=event.id,
            title=event.title,
            venue=event.venue,
            place=places.view(place),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            published_at=at,
        )
        for event, at, place in rows
        if event.starts_at > now or event.ends_at - event.starts_at > A_DAY
    ]


def known_to(
    volunteer_ids: Collection[UUID], event_ids: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Who was told of which of these, or has had a ticket for it; two statements."""
    found: set[tuple[UUID, UUID]] = set()
    for table in (SuggestedEvent, CultureTicket):
        query: Select[UUID, UUID] = select(table.volunteer_id, table.event_id)
        query = query.where(table.volunteer_id.in_(volunteer_ids), table.event_id.in_(event_ids))
        found |= {(row[0], row[1]) for row in session.execute(query)}
    return found


def remember(told: Sequence[tuple[UUID, UUID]], *, now: datetime) -> None:
    """Who is told of which; within the action that tells."""
    rows = [{"volunteer_id": who, "event_id": what, "at": now} for who, what in told]
    if rows:
        session.execute(insert(SuggestedEvent), rows)


def told_of(volunteer_id: UUID, *, now: datetime) -> list[EventView]:
    """What she was told of and can still go to, the latest first; three statements."""
    query = (
        select(CultureEvent)
        .join(SuggestedEvent, SuggestedEvent.event_id == CultureEvent.id)
        .where(SuggestedEvent.volunteer_id == volunteer_id, *_still_on(now))
        .order_by(SuggestedEvent.at.desc(), CultureEvent.starts_at, CultureEvent.id)
        .limit(SHOWN)
    )
    return event_views(session.scalars(query.execution_options(populate_existing=True)).all())


def _still_on(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return CultureEvent.state.in_([one.value for one in OPEN]), CultureEvent.ends_at > now


def _has_room(now: datetime) -> ColumnElement[bool]:
    tickets = and_(
        CultureEvent.seats_taken < CultureEvent.capacity, CultureEvent.tickets_until > now
    )
    return or_(CultureEvent.entry == "open", tickets)


def forget_who_left(event: VolunteerLeft) -> None:
    """Of what she heard."""
    session.execute(
        delete(SuggestedEvent)
        .where(SuggestedEvent.volunteer_id == event.volunteer_id)
        .execution_options(synchronize_session=False)
    )
