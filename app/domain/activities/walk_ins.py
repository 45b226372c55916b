"""Who took part without having signed up: noted beside the sign-ups, taking nobody's place."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.engagements import ALIVE
from app.domain.activities.models import ActivitySession, Position, SignUp
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

WALKED_IN = "walked_in"


def sign_ups_or_walk_ins(
    session_id: UUID, volunteer_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, UUID]:
    """Each person's living sign-up, or a new note that she walked in; her row must be held.

    A session without any position is not found: nothing was ever offered there.
    """
    with transaction():
        found = living_sign_ups(session_id, volunteer_ids)
        others = [one for one in volunteer_ids if one not in found]
        if not others:
            return found
        its = session.get_one(ActivitySession, session_id)
        position_id = session.scalar(
            select(Position.id).where(Position.session_id == session_id).order_by(Position.id)
        )
        if position_id is None:
            raise NotFound
        rows = [
            SignUp(
                id=new_id(),
                activity_id=its.activity_id,
                session_id=its.id,
                position_id=position_id,
                volunteer_id=volunteer_id,
                state=WALKED_IN,
                starts_at=its.starts_at,
                ends_at=its.ends_at,
                queued_at=now,
            )
            for volunteer_id in others
        ]
        session.add_all(rows)
        session.flush()
        return found | {row.volunteer_id: row.id for row in rows}


def living_sign_ups(session_id: UUID, volunteer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The sign-ups with a place or waiting for one of several people, by person."""
    rows = session.execute(
        select(SignUp.volunteer_id, SignUp.id).where(
            SignUp.session_id == session_id,
            SignUp.volunteer_id.in_(volunteer_ids),
            SignUp.state.in_(ALIVE),
        )
    )
    return {row.volunteer_id: row.id for row in rows}
