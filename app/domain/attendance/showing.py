"""The code staff show at a session, as long as it is of use."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import engagement
from app.domain.attendance.codes import RotatingCode, session_code
from app.domain.attendance.rules import Direction, why_not_show
from app.kernel.refusal import NotFound


def code_to_show(
    staff: Staff, session_id: UUID, direction: Direction, *, now: datetime
) -> RotatingCode:
    """The present code of a session of her subtree; refused once nobody can use it any more."""
    there = engagement(session_id, None)
    if there is None:
        raise NotFound
    staff.require(Permission.ATTENDANCE_RUN, there.outline.place_path)
    refusal = why_not_show(
        direction,
        title=there.outline.title,
        activity_state=there.activity_state,
        ends_at=there.outline.ends_at,
        now=now,
    )
    if refusal:
        raise refusal
    return session_code(session_id, direction, now=now)
