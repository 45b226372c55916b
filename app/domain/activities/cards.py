"""Lines of a list: an activity, its place and how full it is, a constant number of statements."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select

from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.activities.rules import why_not_open
from app.domain.activities.views import ActivityCard
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session as database
from app.kernel.paging import Page


class Filled(NamedTuple):
    """Places in all sessions, those taken, and those still to be had."""

    capacity: int
    taken: int
    left: int


NO_PLACES = Filled(0, 0, 0)


def cards(page: Page[Activity], now: datetime) -> Page[ActivityCard]:
    """A page of rows as a page of cards."""
    return Page(listed(page.items, now), page.number, page.size, page.total)


def listed(rows: Sequence[Activity], now: datetime) -> list[ActivityCard]:
    """Cards in the order of the rows; two statements."""
    where = places.places([row.place_id for row in rows])
    filled = _filled([row.id for row in rows], now)
    return [_card(row, where[row.place_id], filled.get(row.id, NO_PLACES), now) for row in rows]


def _filled(activity_ids: Collection[UUID], now: datetime) -> dict[UUID, Filled]:
    """Of each activity; what is left in a session that has begun nobody can take any more."""
    if not activity_ids:
        return {}
    rows = database.execute(
        select(
            ActivitySession.activity_id,
            func.sum(Position.capacity).label("capacity"),
            func.sum(Position.taken).label("taken"),
            func.sum(
                case((ActivitySession.starts_at > now, Position.capacity - Position.taken), else_=0)
            ).label("left"),
        )
        .join(Position, Position.session_id == ActivitySession.id)
        .where(ActivitySession.activity_id.in_(activity_ids))
        .group_by(ActivitySession.activity_id)
    )
    return {
        row.activity_id: Filled(int(row.capacity), int(row.taken), int(row.left)) for row in rows
    }


def _card(row: Activity, place: PlaceView, filled: Filled, now: datetime) -> ActivityCard:
    closed = why_not_open(row.state, row.recruits_from, row.recruits_until, now=now)
    return ActivityCard(
        id=row.id,
        number=row.number,
        title=row.title,
        place_id=row.place_id,
        place_name=place.name,
        category=row.category,
        work_type=row.work_type,
        venue=row.venue,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        capacity=filled.capacity,
        taken=filled.taken,
        left=filled.left,
        why_closed=closed.sentence if closed else "",
    )
