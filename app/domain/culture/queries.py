"""Reading programmes and events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select

from app.domain.culture.figures import heads_of
from app.domain.culture.models import CultureEvent, CultureProgramme, TourStop
from app.domain.culture.rules import DOOR_OPENS_BEFORE, HELD, OPEN, PUBLIC, State
from app.domain.culture.views import EventRow, EventView, ProgrammeRow, ProgrammeView
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

TABS: dict[str, tuple[State, ...]] = {
    "coming": (State.PUBLISHED, State.RUNNING),
    "draft": (State.DRAFT,),
    "ended": (State.ENDED,),
    "cancelled": (State.CANCELLED,),
}


def programme(programme_id: UUID, *, within: Scope | None = None) -> ProgrammeView:
    """One programme; of staff's scope, or one above it, for its events may be hers."""
    row = session.get(CultureProgramme, programme_id, populate_existing=True)
    if row is None:
        raise NotFound
    (found,) = _programmes([row])
    path = found.place.path
    if within is not None and not (within.covers(path) or within.path.startswith(path)):
        raise NotFound
    return found


def programmes_of(within: Scope, *, page: int = 1) -> Page[ProgrammeRow]:
    """Those of a subtree and of the places above it, the latest first; six statements."""
    query = (
        select(CultureProgramme)
        .where(_hers_or_above(within))
        .order_by(CultureProgramme.from_on.desc(), CultureProgramme.id.desc())
    )
    found = page_of(query, number=page)
    views = _programmes(list(found.items))
    ids = [one.id for one in views]
    held = func.count(case((CultureEvent.state.in_(_values(HELD)), 1)))
    rows = session.execute(
        select(CultureEvent.programme_id, func.count(), held)
        .where(CultureEvent.programme_id.in_(ids), CultureEvent.state != State.CANCELLED.value)
        .group_by(CultureEvent.programme_id)
    )
    counts = {row[0]: (row[1], row[2]) for row in rows}
    planned = session.execute(
        select(TourStop.programme_id, func.count())
        .where(TourStop.programme_id.in_(ids))
        .group_by(TourStop.programme_id)
    )
    stops = {row[0]: row[1] for row in planned}
    items = [
        ProgrammeRow(one, *counts.get(one.id, (0, 0)), stops=stops.get(one.id, 0)) for one in views
    ]
    return Page(items, found.number, found.size, found.total)


def to_choose_from(within: Scope) -> list[ProgrammeView]:
    """Programmes that an event of this subtree may belong to."""
    query = select(CultureProgramme).where(_hers_or_above(within))
    return _programmes(session.scalars(query.order_by(CultureProgramme.title)).all())


def shown_programme(programme_id: UUID) -> ProgrammeView:
    """As everybody may see it; not found until an event of it is published."""
    found = programme(programme_id)
    if session.scalar(_shown_of(programme_id).with_only_columns(CultureEvent.id).limit(1)) is None:
        raise NotFound
    return found


def shown_events(programme_id: UUID, *, page: int = 1, now: datetime) -> Page[EventView]:
    """A programme's events as everybody may see them: what is to come first, then what is over."""
    coming_first = case((CultureEvent.ends_at > now, 0), else_=1)
    query = _shown_of(programme_id)
    return _views_of(
        query.order_by(coming_first, CultureEvent.starts_at, CultureEvent.id), page=page
    )


def _shown_of(programme_id: UUID) -> Select[CultureEvent]:
    return select(CultureEvent).where(
        CultureEvent.programme_id == programme_id, CultureEvent.state.in_(_values(PUBLIC))
    )


def _views_of(query: Select[CultureEvent], *, page: int) -> Page[EventView]:
    found = page_of(query.execution_options(populate_existing=True), number=page)
    return Page(event_views(found.items), found.number, found.size, found.total)


def event(event_id: UUID, *, within: Scope | None = None) -> EventView:
    """One event; outside the scope it is not found. For everybody: not while it is a draft."""
    row = session.get(CultureEvent, event_id, populate_existing=True)
    if row is None or (within is None and row.state == State.DRAFT.value):
        raise NotFound
    (found,) = event_views([row])
    if within is not None and not within.covers(found.place.path):
        raise NotFound
    return found


def coming(*, kind: str = "", page: int = 1, now: datetime) -> Page[EventView]:
    """What residents can go to, the next first."""
    query = select(CultureEvent).where(
        CultureEvent.state.in_(_values(OPEN)), CultureEvent.ends_at > now
    )
    if kind:
        query = query.where(CultureEvent.kind == kind)
    return _views_of(query.order_by(CultureEvent.starts_at, CultureEvent.id), page=page)


def coming_within(within: Scope, *, venue: str = "", size: int, now: datetime) -> list[EventView]:
    """The next events of a subtree that people can go to; of a venue with these words. Three
    statements.
    """
    query = select(CultureEvent).where(
        CultureEvent.place_id.in_(places.ids_within(within)),
        CultureEvent.state.in_(_values(OPEN)),
        CultureEvent.ends_at > now,
    )
    if venue:
        query = query.where(CultureEvent.venue.contains(venue, autoescape=True))
    query = query.order_by(CultureEvent.starts_at, CultureEvent.id).limit(size)
    return event_views(session.scalars(query).all())


def events_of(
    within: Scope, *, tab: str = "coming", programme_id: UUID | None = None, page: int = 1
) -> Page[EventRow]:
    """A subtree's events with how many came; what is coming the next first."""
    query = select(CultureEvent).where(
        CultureEvent.place_id.in_(places.ids_within(within)),
        CultureEvent.state.in_(_values(TABS[tab])),
    )
    if programme_id is not None:
        query = query.where(CultureEvent.programme_id == programme_id)
    first = CultureEvent.starts_at
    order = first if tab in ("coming", "draft") else first.desc()
    found = page_of(query.order_by(order, CultureEvent.id), number=page)
    views = event_views(found.items)
    heads = heads_of([one.id for one in views])
    items = [EventRow(one, heads[one.id]) for one in views]
    return Page(items, found.number, found.size, found.total)


def at_the_doors_of(place_id: UUID, *, page: int = 1, now: datetime) -> Page[EventView]:
    """What people come in to at a place now, or within the hour."""
    query = select(CultureEvent).where(
        CultureEvent.place_id == place_id,
        CultureEvent.state.in_(_values(OPEN)),
        CultureEvent.starts_at <= now + DOOR_OPENS_BEFORE,
        CultureEvent.ends_at >= now,
    )
    return _views_of(query.order_by(CultureEvent.starts_at, CultureEvent.id), page=page)


def _hers_or_above(within: Scope) -> Any:
    above = [within.path[: end + 1] for end, sign in enumerate(within.path) if sign == "/"]
    return or_(
        CultureProgramme.place_id.in_(places.ids_within(within)),
        CultureProgramme.place_id.in_(places.ids_at(above)),
    )


def _values(states: Sequence[State]) -> list[str]:
    return [one.value for one in states]


def _programmes(rows: Sequence[CultureProgramme]) -> list[ProgrammeView]:
    where = places.places({row.place_id for row in rows})
    return [
        ProgrammeView(
            id=row.id,
            place=where[row.place_id],
            kind=row.kind,
            title=row.title,
            about=row.about,
            from_on=row.from_on,
            to_on=row.to_on,
            cover_id=row.cover_id,
        )
        for row in rows
    ]


def _titles(ids: set[UUID]) -> dict[UUID, str]:
    query: Select[UUID, str] = select(CultureProgramme.id, CultureProgramme.title)
    found = session.execute(query.where(CultureProgramme.id.in_(ids)))
    return {row.id: row.title for row in found}


def event_views(rows: Sequence[CultureEvent]) -> list[EventView]:
    """Rows as others see them; two statements."""
    if not rows:
        return []
    where = places.places({row.place_id for row in rows})
    names = _titles({row.programme_id for row in rows})
    return [
        EventView(
            id=row.id,
            programme_id=row.programme_id,
            programme=names[row.programme_id],
            place=where[row.place_id],
            kind=row.kind,
            title=row.title,
            about=row.about,
            venue=row.venue,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            entry=row.entry,
            capacity=row.capacity,
            seats_most=row.seats_most,
            seats_taken=row.seats_taken,
            tickets_from=row.tickets_from,
            tickets_until=row.tickets_until,
            state=State(row.state),
            reason=row.reason,
        )
        for row in rows
    ]
