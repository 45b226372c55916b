"""Hold places' rows, so that what is counted by unit is counted one after the other."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.domain.places.models import Place
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import NotFound


def hold_place(place_id: UUID) -> None:
    """Lock one place until the end of the action; after the people, before records."""
    query = select(Place.id).where(Place.id == place_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise NotFound


def hold_rows(ids: Collection[UUID], scope: Scope) -> dict[UUID, Place]:
    """Lock places to be changed, in the order of their ids; outside the scope none is found."""
    query = select(Place).where(Place.id.in_(ids)).order_by(Place.id)
    held = query.with_for_update().execution_options(populate_existing=True)
    rows = {row.id: row for row in session.scalars(held)}
    if not all(one in rows and scope.covers(rows[one].path) for one in ids):
        raise NotFound
    return rows
