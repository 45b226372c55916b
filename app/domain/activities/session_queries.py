"""Reading sessions: the day's list, one session with its activity's facts, what is near."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.rules import OPEN_STATES, REMIND_BEFORE, State
from app.domain.activities.views import SessionView
from app.domain.activities.vocabulary import TRAINING
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session as database
from app.kernel.geo import Point
from app.kernel.refusal import NotFound

_SHOWN_ON_THE_DAY = (State.PUBLISHED, State.RUNNING, State.ENDED)


def session(session_id: UUID, *, within: Scope = EVERYWHERE) -> SessionView:
    """One session; outside the scope it is not found. One statement."""
    row = database.execute(_sessions().where(ActivitySession.id == session_id)).first()
    if row is None or not within.covers(row[-1].path):
        raise NotFound
    return _view(row)


def activity_of_position(position_id: UUID) -> UUID:
    """To which activity a position belongs."""
    found = database.scalar(
        select(ActivitySession.activity_id)
        .join(Position, Position.session_id == ActivitySession.id)
        .where(Position.id == position_id)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class OpenPosition:
    """A position with `left` places nobody has taken."""

    id: UUID
    name: str
    left: int


def positions_with_room(session_id: UUID) -> list[OpenPosition]:
    """Where somebody who comes to the door can still have a place, in the plan's order."""
    rows = database.execute(
        select(Position.id, Position.name, Position.capacity - Position.taken)
        .where(Position.session_id == session_id, Position.taken < Position.capacity)
        .order_by(Position.id)
    )
    return [OpenPosition(*row) for row in rows]


def sessions_today(within: Scope, *, now: datetime) -> list[SessionView]:
    """The sessions that take place on the local day, in order of time."""
    today = local_date(now)
    return _views(
        _sessions()
        .where(
            Activity.state.in_(_SHOWN_ON_THE_DAY),
            Activity.place_id.in_(places.ids_within(within)),
            ActivitySession.starts_at < end_of_day(today),
            ActivitySession.ends_at > start_of_day(today),
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    )


def sessions_to_remind(*, now: datetime) -> list[SessionView]:
    """Sessions that start within a day and whose people have not been reminded."""
    return _views(
        _sessions()
        .where(
            Activity.state.in_(OPEN_STATES),
            ActivitySession.reminded_at.is_(None),
            ActivitySession.starts_at > now,
            ActivitySession.starts_at <= now + REMIND_BEFORE,
        )
        .order_by(ActivitySession.id)
    )


def signed_up_volunteers(session_id: UUID) -> list[UUID]:
    """Who has a place in a session; those who wait have none."""
    return list(
        database.scalars(
            select(SignUp.volunteer_id)
            .where(SignUp.session_id == session_id, SignUp.state == "signed_up")
            .order_by(SignUp.queued_at, SignUp.id)
        )
    )


def _sessions() -> Select[Any]:
    query = (
        select(
            ActivitySession,
            Activity,
            _sum_of(Position.capacity).label("capacity"),
            _sum_of(Position.taken).label("taken"),
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .execution_options(populate_existing=True)
    )
    return places.with_place(query, Activity.place_id)


def _sum_of(column: Any) -> Any:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(Position.session_id == ActivitySession.id)
        .correlate(ActivitySession)
        .scalar_subquery()
    )


def _views(query: Select[Any]) -> list[SessionView]:
    rows: Iterable[Any] = database.execute(query)
    return [_view(row) for row in rows]


def _view(row: Any) -> SessionView:
    part, its, place = row.ActivitySession, row.Activity, places.view(row[-1])
    located = its.latitude is not None and its.longitude is not None
    return SessionView(
        id=part.id,
        activity_id=its.id,
        number=its.number,
        title=its.title,
        activity_state=its.state,
        place_id=place.id,
        place_path=place.path,
        place_name=place.name,
        venue=its.venue,
        point=Point(its.latitude, its.longitude) if located else None,
        check_radius_metres=its.check_radius_metres,
        scene_code_allowed=its.scene_code_allowed,
        contact_name=its.contact_name,
        contact_phone=its.contact_phone,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        capacity=int(row.capacity),
        taken=int(row.taken),
        training=its.work_type == TRAINING,
    )
