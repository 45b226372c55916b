"""The code an authenticator would show now: for demos, where nobody holds one.

The door asks only where `Settings.shows_codes` says so; a production start never does.
"""

from datetime import datetime

from sqlalchemy import select

from app.domain.access.models import SecondFactor, StaffMember
from app.domain.access.one_time_codes import code_of_step, step_at
from app.domain.access.sessions import member_waiting
from app.kernel.database import session


def demo_code(token: str, *, now: datetime) -> str | None:
    """What the sign-in that waits behind this token may answer; the next one, if this was used."""
    row = session.scalar(
        select(SecondFactor).where(SecondFactor.staff_id == member_waiting(token, now=now))
    )
    return _next_code(row, now=now) if row else None


def demo_code_of(username: str, *, now: datetime) -> str | None:
    """The same by user name; None when she has no authenticator."""
    row = session.scalar(
        select(SecondFactor)
        .join(StaffMember, StaffMember.id == SecondFactor.staff_id)
        .where(StaffMember.username == username)
    )
    return _next_code(row, now=now) if row else None


def _next_code(row: SecondFactor, *, now: datetime) -> str | None:
    if row.secret is None:
        return None
    return code_of_step(max(step_at(now), row.last_step + 1), row.secret)
