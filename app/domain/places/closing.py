"""Close a point and open it again: its page stays, says so, and leads to the place above."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places.carrying import going_on
from app.domain.places.errors import AboveIsClosed, NameTaken, StillUsed
from app.domain.places.holding import hold_rows
from app.domain.places.models import Place
from app.domain.places.rules import why_not_this_reason, why_not_turn
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.transaction import transaction


def close_point(place_id: UUID, *, actor: Actor, scope: Scope, reason: str, now: datetime) -> None:
    """It is on no list any more. Refuses while something of its own goes on there."""
    refusal = why_not_this_reason(reason, what="原因")
    with transaction():
        row = hold_rows({place_id}, scope)[place_id]
        refusal = refusal or why_not_turn(row.level, closed=_closed(row), closes=True)
        if refusal:
            raise refusal
        if there := going_on(row.id, now=now):
            raise StillUsed(what="、".join(f"{what} {rows} 项" for what, rows in there.items()))
        row.closed_at = now
        _note(actor, "place.close", row, now=now, reason=reason.strip())


def reopen_point(place_id: UUID, *, actor: Actor, scope: Scope, now: datetime) -> None:
    """It is as it was before it was closed; the place above is open, no other has its name."""
    with transaction():
        row = hold_rows({place_id}, scope)[place_id]
        refusal = why_not_turn(row.level, closed=_closed(row), closes=False)
        if refusal:
            raise refusal
        above = session.get(Place, row.parent_id, populate_existing=True)
        if above is not None and _closed(above):
            raise AboveIsClosed(name=above.name)
        _refuse_its_name(row)
        row.closed_at = None
        _note(actor, "place.reopen", row, now=now)


def _refuse_its_name(row: Place) -> None:
    """A merging may have brought an open one of that name; closed ones stand in nobody's way."""
    query = select(Place.id).where(
        Place.parent_id == row.parent_id, Place.name == row.name, Place.id != row.id
    )
    if session.scalars(query.where(Place.closed_at.is_(None))).first() is not None:
        raise NameTaken(name=row.name)


def _closed(row: Place) -> bool:
    return row.closed_at is not None


def _note(actor: Actor, action: str, row: Place, *, now: datetime, **detail: str) -> None:
    trail.record(actor, action, "place", row.id, now=now, place_id=row.id, name=row.name, **detail)
