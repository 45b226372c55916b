"""Reading proposals to merge places, and what came of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.places import queries
from app.domain.places.models import Place, PlaceMerging
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.rows import row_with


@dataclass(frozen=True)
class MergingView:
    """A proposal. `state`: proposed | done | withdrawn."""

    id: UUID
    closed: PlaceView
    successor: PlaceView
    state: str
    reason: str
    keeps: frozenset[UUID]
    tells: bool
    proposed_by_id: UUID
    proposed_at: datetime
    decided_by_id: UUID | None
    decided_at: datetime | None


def merging(merging_id: UUID, *, within: Scope) -> MergingView:
    """One; outside the scope it is not found."""
    row = row_with(PlaceMerging, merging_id)
    closed = queries.place(row.closed_id, within=within)
    return _view(row, closed, queries.place(row.successor_id, within=within))


def about(place_id: UUID) -> MergingView | None:
    """The proposal that waits for a place, or how it was merged; whoever may see the place may."""
    row = session.scalars(
        select(PlaceMerging)
        .where(PlaceMerging.closed_id == place_id, PlaceMerging.state != "withdrawn")
        .limit(1)
    ).first()
    if row is None:
        return None
    return _view(row, queries.place(row.closed_id), queries.place(row.successor_id))


def waiting(within: Scope) -> list[MergingView]:
    """The proposals that nobody has decided on."""
    rows = session.scalars(
        select(PlaceMerging)
        .where(
            PlaceMerging.state == "proposed",
            PlaceMerging.closed_id.in_(queries.ids_within(within)),
        )
        .order_by(PlaceMerging.id)
    ).all()
    return [
        _view(row, queries.place(row.closed_id), queries.place(row.successor_id)) for row in rows
    ]


def successors(place: PlaceView, within: Scope) -> list[PlaceView]:
    """The open places of its level that it can be merged into."""
    query = select(Place).where(
        Place.level == place.level,
        Place.closed_at.is_(None),
        Place.id != place.id,
        Place.id.in_(queries.ids_within(within)),
    )
    return [queries.view(row) for row in session.scalars(query.order_by(Place.path))]


def _view(row: PlaceMerging, closed: PlaceView, successor: PlaceView) -> MergingView:
    return MergingView(
        id=row.id,
        closed=closed,
        successor=successor,
        state=row.state,
        reason=row.reason,
        keeps=frozenset(UUID(one) for one in row.keeps),
        tells=row.tells,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
    )
