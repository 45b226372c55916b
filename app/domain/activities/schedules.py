"""Activities as courses see them: state, times, how long in all; and lists of one work type."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.cards import cards, listed
from app.domain.activities.models import Activity, ActivitySession
from app.domain.activities.rules import OPEN_STATES
from app.domain.activities.views import ActivityCard
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of

NEXT_SHOWN = 5


@dataclass(frozen=True)
class Schedule:
    """An activity's plan in a few words. `minutes`: of all its sessions together."""

    id: UUID
    place_id: UUID
    title: str
    content: str
    venue: str
    state: str
    starts_at: datetime
    ends_at: datetime
    minutes: int


def schedules(activity_ids: Collection[UUID]) -> dict[UUID, Schedule]:
    """Several activities by id; two statements."""
    if not activity_ids:
        return {}
    parts = session.execute(
        select(
            ActivitySession.activity_id, ActivitySession.starts_at, ActivitySession.ends_at
        ).where(ActivitySession.activity_id.in_(set(activity_ids)))
    )
    minutes: dict[UUID, int] = {}
    for part in parts:
        lasts = int((part.ends_at - part.starts_at).total_seconds()) // 60
        minutes[part.activity_id] = minutes.get(part.activity_id, 0) + lasts
    rows = session.execute(
        select(
            *(Activity.id, Activity.place_id, Activity.title, Activity.content, Activity.venue),
            *(Activity.state, Activity.starts_at, Activity.ends_at),
        ).where(Activity.id.in_(set(activity_ids)))
    )
    return {row.id: Schedule(*row, minutes=minutes.get(row.id, 0)) for row in rows}


def of_work_type(
    work_type: str, within: Scope, *, now: datetime, state: str = "", page: int = 1
) -> Page[ActivityCard]:
    """A subtree's activities of one work type, the latest first."""
    query = select(Activity).where(
        Activity.work_type == work_type, Activity.place_id.in_(places.ids_within(within))
    )
    if state:
        query = query.where(Activity.state == state)
    query = query.order_by(Activity.starts_at.desc(), Activity.id.desc())
    return cards(page_of(query, number=page), now)


def ids_between(work_type: str, within: Scope, since: datetime, until: datetime) -> list[UUID]:
    """Ids of a subtree's activities of one work type that begin between two moments, in order."""
    query = (
        select(Activity.id)
        .where(
            Activity.work_type == work_type,
            Activity.place_id.in_(places.ids_within(within)),
            Activity.starts_at >= since,
            Activity.starts_at < until,
        )
        .order_by(Activity.starts_at, Activity.id)
    )
    return list(session.scalars(query))


def next_among(activity_ids: Collection[UUID], *, now: datetime) -> list[ActivityCard]:
    """Those of these that people can still sign up for, or soon can, the nearest in time first."""
    query = (
        select(Activity)
        .where(
            Activity.id.in_(set(activity_ids)),
            Activity.state.in_(OPEN_STATES),
            Activity.recruits_until > now,
            Activity.ends_at > now,
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(NEXT_SHOWN)
    )
    return listed(session.scalars(query).all(), now)
