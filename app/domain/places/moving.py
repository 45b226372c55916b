"""Put a point below another place: that one looks after it, and it is found there from then on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places.carrying import follow
from app.domain.places.holding import hold_rows
from app.domain.places.merging import LATE_FOR
from app.domain.places.models import Place, PlaceMove
from app.domain.places.numbers import next_path
from app.domain.places.opening import refuse_name
from app.domain.places.rules import why_not_move, why_not_this_reason
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def move_point(
    place_id: UUID, to_id: UUID, *, actor: Actor, scope: Scope, reason: str, now: datetime
) -> None:
    """Its path changes, and every copy of it; its page and its poster's code stay as they are."""
    refusal = why_not_this_reason(reason, what="原因")
    with transaction():
        rows = hold_rows({place_id, to_id}, scope)
        row, above = rows[place_id], rows[to_id]
        if above.closed_at is not None or row.parent_id is None:
            raise NotFound
        refusal = refusal or why_not_move(
            row.level,
            closed=row.closed_at is not None,
            to=above.level,
            already_there=row.parent_id == above.id,
        )
        if refusal:
            raise refusal
        refuse_name(row.name, parent_id=above.id, itself=row.id)
        _put_below(row, row.parent_id, above, by=actor, now=now)
        _note(row, above, actor, reason=reason.strip(), now=now)
        session.flush()
        session.expire_all()


def _put_below(row: Place, from_id: UUID, above: Place, *, by: Actor, now: datetime) -> None:
    move = PlaceMove(
        id=new_id(),
        place_id=row.id,
        from_id=from_id,
        to_id=above.id,
        path_before=row.path,
        path_after=next_path(above),
        moved_by_id=by.id,
        moved_at=now,
    )
    session.add(move)
    row.parent_id = above.id
    session.flush()
    follow([(move.path_before, move.path_after)])


def _note(row: Place, above: Place, by: Actor, *, reason: str, now: datetime) -> None:
    told = {"name": row.name, "to": above.name, "reason": reason}
    trail.record(by, "place.move", "place", row.id, now=now, place_id=above.id, **told)


def follow_late(*, now: datetime) -> int:
    """What was written with a point's old path while it moved follows; for the worker."""
    query = select(PlaceMove).where(PlaceMove.moved_at > now - LATE_FOR)
    with transaction():
        rows = session.scalars(query.order_by(PlaceMove.moved_at, PlaceMove.id)).all()
        for row in rows:
            follow([(row.path_before, row.path_after)])
        return len(rows)
