"""Who has a place and does not hold what her position asks for: for staff to look at."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.engagements import ALIVE
from app.domain.activities.models import Position, SignUp
from app.domain.qualifications import checking
from app.domain.qualifications import queries as qualifications
from app.kernel.database import session


def who_lacks(session_id: UUID, *, now: datetime) -> dict[UUID, str]:
    """Names of what they lack when the session begins, by person; one to three statements.

    It ran out, or was revoked, after they had signed up.
    """
    rows = session.execute(
        select(SignUp.volunteer_id, Position.qualification_id, SignUp.starts_at)
        .join(Position, Position.id == SignUp.position_id)
        .where(
            SignUp.session_id == session_id,
            SignUp.state.in_(ALIVE),
            Position.qualification_id.is_not(None),
        )
    ).all()
    if not rows:
        return {}
    names = qualifications.names({row.qualification_id for row in rows})
    held = checking.holdings({row.volunteer_id for row in rows}, names)
    lacking = {}
    for row in rows:
        holding = held.get((row.volunteer_id, row.qualification_id))
        if holding is None or not holding.counts_at(max(now, row.starts_at)):
            lacking[row.volunteer_id] = names[row.qualification_id]
    return lacking
