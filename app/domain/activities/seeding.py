"""Enter made-up sign-ups by the hundred: for the demo and benchmarks, never for real people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from app.domain.activities.models import ActivitySession, Position, SignUp
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Offered:
    """One position of a session, and whom it takes."""

    position_id: UUID
    session_id: UUID
    activity_id: UUID
    starts_at: datetime
    ends_at: datetime
    capacity: int
    youngest: int | None
    oldest: int | None
    skills: tuple[str, ...]


@dataclass(frozen=True)
class SeededSignUp:
    """A sign-up as it stands. `state`: signed_up | waiting | cancelled."""

    offered: Offered
    volunteer_id: UUID
    state: str
    queued_at: datetime
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None


def offered(activity_ids: Collection[UUID]) -> list[Offered]:
    """The positions of several activities, in order of time."""
    query = (
        select(Position, ActivitySession)
        .join(ActivitySession, ActivitySession.id == Position.session_id)
        .where(ActivitySession.activity_id.in_(set(activity_ids)))
        .order_by(ActivitySession.starts_at, Position.id)
    )
    return [_offered(position, part) for position, part in session.execute(query)]


def _offered(position: Position, part: ActivitySession) -> Offered:
    return Offered(
        position_id=position.id,
        session_id=part.id,
        activity_id=part.activity_id,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        capacity=position.capacity,
        youngest=position.youngest,
        oldest=position.oldest,
        skills=tuple(position.skills),
    )


def enter_sign_ups(sign_ups: Sequence[SeededSignUp]) -> list[UUID]:
    """Write them and count the places taken; the ids in the order given. Nobody is told."""
    rows = [_row(sign_up) for sign_up in sign_ups]
    with transaction():
        session.execute(insert(SignUp), rows)
        _count({row["position_id"] for row in rows})
    return [row["id"] for row in rows]


def _count(position_ids: Collection[UUID]) -> None:
    taken = (
        select(func.count())
        .where(SignUp.position_id == Position.id, SignUp.state == "signed_up")
        .scalar_subquery()
    )
    session.execute(
        update(Position)
        .where(Position.id.in_(position_ids))
        .values(taken=taken)
        .execution_options(synchronize_session=False)
    )


def _row(sign_up: SeededSignUp) -> dict[str, Any]:
    return {
        "id": new_id(),
        "activity_id": sign_up.offered.activity_id,
        "session_id": sign_up.offered.session_id,
        "position_id": sign_up.offered.position_id,
        "volunteer_id": sign_up.volunteer_id,
        "state": sign_up.state,
        "starts_at": sign_up.offered.starts_at,
        "ends_at": sign_up.offered.ends_at,
        "queued_at": sign_up.queued_at,
        "cancelled_at": sign_up.cancelled_at,
        "cancel_reason": sign_up.cancel_reason,
    }
