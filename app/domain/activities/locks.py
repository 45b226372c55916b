"""Rows held until the end of the action. Order: volunteer, activity, positions by id.

`FOR NO KEY UPDATE` (key_share) holds a row against its equals, and still lets others insert rows
that refer to it: a notice to somebody, an attendance in a session. `FOR UPDATE` would stop them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.refusal import NotFound


def hold_activity(activity_id: UUID) -> tuple[Activity, PlaceView]:
    """An activity and its place, the activity's row held; raises NotFound."""
    return _found(_activity(activity_id).with_for_update(of=Activity, key_share=True))


def look_at_activity(activity_id: UUID) -> tuple[Activity, PlaceView]:
    """An activity and its place, nothing held; raises NotFound."""
    return _found(_activity(activity_id))


def _activity(activity_id: UUID) -> Select[Any]:
    return places.with_place(select(Activity), Activity.place_id).where(Activity.id == activity_id)


def _found(query: Select[Any]) -> tuple[Activity, PlaceView]:
    row = session.execute(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound
    return row[0], places.view(row[1])


def hold_position(position_id: UUID) -> Position:
    """One position's row, held; raises NotFound."""
    found = session.scalars(
        select(Position)
        .where(Position.id == position_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return found


def hold_positions(activity_id: UUID) -> list[Position]:
    """All positions of an activity, held in id order: nobody signs up or cancels meanwhile."""
    return list(session.scalars(_positions(activity_id).with_for_update(key_share=True)))


def look_at_positions(activity_id: UUID) -> list[Position]:
    """All positions of an activity in id order, nothing held."""
    return list(session.scalars(_positions(activity_id)))


def _positions(activity_id: UUID) -> Select[Position]:
    sessions = select(ActivitySession.id).where(ActivitySession.activity_id == activity_id)
    query = select(Position).where(Position.session_id.in_(sessions)).order_by(Position.id)
    return query.execution_options(populate_existing=True)


def hold_both_positions(one: UUID, other: UUID) -> dict[UUID, Position]:
    """Two positions by id, held in id order; raises NotFound when one is missing."""
    rows = session.scalars(
        select(Position)
        .where(Position.id.in_((one, other)))
        .order_by(Position.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    held = {row.id: row for row in rows}
    if set(held) != {one, other}:
        raise NotFound
    return held
