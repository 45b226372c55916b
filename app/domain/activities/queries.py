"""Reading activities: lists for residents and staff, and one activity whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select

from app.domain.access.queries import Staff
from app.domain.activities import reviewable
from app.domain.activities.cards import cards, listed
from app.domain.activities.engagements import Engagement, engagement, titles
from app.domain.activities.finding import published
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.rules import PUBLIC_STATES, State
from app.domain.activities.session_queries import (
    session,
    sessions_to_remind,
    sessions_today,
    signed_up_volunteers,
)
from app.domain.activities.sign_up_queries import (
    active_sign_up,
    my_sign_ups,
    sign_ups_of_session,
)
from app.domain.activities.views import ActivityCard, ActivityView, PositionView, SessionPart
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel import lean
from app.kernel.database import session as database
from app.kernel.geo import Point
from app.kernel.lean import table_of
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound

__all__ = [
    "Engagement",
    "active_sign_up",
    "activity",
    "activity_for_all",
    "ahead",
    "count_waiting_for_review",
    "engagement",
    "for_staff",
    "my_sign_ups",
    "published",
    "published_activity",
    "session",
    "sessions_to_remind",
    "sessions_today",
    "sign_ups_of_session",
    "signed_up_volunteers",
    "titles",
    "waiting_for_review",
]


OVER = (State.ENDED, State.WITHDRAWN, State.CANCELLED)


def for_staff(
    within: Scope,
    *,
    now: datetime,
    state: str = "",
    text: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ActivityCard]:
    """The activities of a subtree in every state, the latest first."""
    query = _matching(select(Activity), text, within)
    if state:
        query = query.where(Activity.state == state)
    query = query.order_by(Activity.starts_at.desc(), Activity.id.desc())
    return cards(page_of(query, number=page, size=size), now)


def ahead(
    within: Scope, *, now: datetime, only: UUID | None = None, size: int = PAGE_SIZE
) -> list[ActivityCard]:
    """What of a subtree is not over, plans too, what begins next on top; or `only` this one."""
    query = _matching(select(Activity), "", within).where(
        Activity.state.not_in(OVER), Activity.ends_at > now
    )
    if only is not None:
        query = query.where(Activity.id == only)
    query = query.order_by(Activity.starts_at, Activity.id).limit(size)
    return listed(database.scalars(query).all(), now)


def waiting_for_review(
    staff: Staff, *, now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Page[ActivityCard]:
    """What this member of staff may review, the one that starts first on top."""
    query = _reviewable_by(staff).order_by(Activity.starts_at, Activity.id)
    return cards(page_of(query, number=page, size=size), now)


def count_waiting_for_review(staff: Staff) -> int:
    """How many activities wait for her."""
    waiting = _reviewable_by(staff).with_only_columns(Activity.id).subquery()
    return database.scalar(select(func.count()).select_from(waiting)) or 0


def activity(activity_id: UUID, *, within: Scope = EVERYWHERE) -> ActivityView:
    """One activity whole, in any state; outside the scope it is not found. Three statements."""
    row = lean.run(_ONE, activity_id=activity_id).first()
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return _whole(row, places.view_in(row), _parts(activity_id))


_ONE = places.with_place_columns(
    select(*(column for column in table_of(Activity).columns if column.name != "place_id")),
    Activity.place_id,
).where(Activity.id == bindparam("activity_id"))


def published_activity(activity_id: UUID) -> ActivityView:
    """One activity as the public may see it: once published, it stays findable."""
    found = activity(activity_id)
    if found.state not in PUBLIC_STATES:
        raise NotFound
    return found


def activity_for_all(activity_id: UUID) -> ActivityView:
    """The same, but for what one team does for a neighbour: that is not for everybody to read."""
    found = published_activity(activity_id)
    if found.team_id is not None:
        raise NotFound
    return found


def _matching(query: Select[Activity], text: str, within: Scope) -> Select[Activity]:
    query = query.execution_options(populate_existing=True)
    if within.path:
        query = query.where(Activity.place_id.in_(places.ids_within(within)))
    text = text.strip()
    if not text:
        return query
    return query.where(
        or_(
            Activity.title.contains(text, autoescape=True),
            Activity.venue.contains(text, autoescape=True),
            Activity.content.contains(text, autoescape=True),
            Activity.number == text.upper(),
        )
    )


def _reviewable_by(staff: Staff) -> Select[Activity]:
    return select(Activity).where(Activity.series_id.is_(None), *reviewable.by(staff))


def _parts(activity_id: UUID) -> tuple[SessionPart, ...]:
    rows = lean.run(_PARTS, activity_id=activity_id)
    positions: dict[UUID, list[PositionView]] = {}
    for row in rows:
        positions.setdefault(row.part_id, []).append(_position(row))
    parts = {row.part_id: row for row in rows}
    return tuple(
        SessionPart(part.part_id, part.starts_at, part.ends_at, tuple(positions[part.part_id]))
        for part in parts.values()
    )


_WAITING = (
    select(func.count())
    .where(SignUp.position_id == Position.id, SignUp.state == "waiting")
    .correlate(Position)
    .scalar_subquery()
)
_PARTS = (
    select(
        ActivitySession.id.label("part_id"),
        ActivitySession.starts_at,
        ActivitySession.ends_at,
        *table_of(Position).columns,
        _WAITING.label("waiting"),
    )
    .join(Position, Position.session_id == ActivitySession.id)
    .where(ActivitySession.activity_id == bindparam("activity_id"))
    .order_by(ActivitySession.starts_at, ActivitySession.id, Position.id)
)


def _position(row: Any) -> PositionView:
    return PositionView(
        id=row.id,
        name=row.name,
        duties=row.duties,
        capacity=row.capacity,
        taken=row.taken,
        waiting=row.waiting,
        youngest=row.youngest,
        oldest=row.oldest,
        skills=tuple(row.skills),
        qualification_id=row.qualification_id,
    )


_SAME_NAMES = (
    *("id", "number", "title", "work_type", "category", "content", "venue"),
    *("check_radius_metres", "risk_level", "risk_text", "insurance_number"),
    *("contact_name", "contact_phone", "recruits_from", "recruits_until"),
    *("cancel_deadline_hours", "scene_code_allowed", "state", "state_reason"),
    *("starts_at", "ends_at", "created_by_id", "submitted_by_id", "reviewed_by_id"),
    *("created_at", "published_at", "version", "team_id", "series_id"),
)


def _whole(row: Any, place: PlaceView, parts: Sequence[SessionPart]) -> ActivityView:
    located = row.latitude is not None and row.longitude is not None
    return ActivityView(
        place=place,
        targets=tuple(row.targets),
        point=Point(row.latitude or 0.0, row.longitude or 0.0) if located else None,
        sessions=tuple(parts),
        **{name: getattr(row, name) for name in _SAME_NAMES},
    )
