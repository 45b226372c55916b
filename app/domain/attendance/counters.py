"""What must agree between an attendance and the sign-up behind it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.domain.activities.counters import sign_up_keys
from app.domain.attendance.models import Attendance
from app.kernel.agreement import Agreement

_sign_ups = sign_up_keys().subquery()

AGREEMENTS = (
    Agreement(
        "an attendance is of its sign-up's person and session",
        select(Attendance.id)
        .join(_sign_ups, _sign_ups.c.id == Attendance.sign_up_id)
        .where(
            or_(
                Attendance.volunteer_id != _sign_ups.c.volunteer_id,
                Attendance.session_id != _sign_ups.c.session_id,
            )
        ),
    ),
    Agreement(
        "nobody leaves before she has come",
        select(Attendance.id).where(Attendance.out_at < Attendance.in_at),
    ),
)


def stay_keys() -> Select[UUID, UUID, UUID, UUID, datetime | None]:
    """Whose each stay is, at which session, and whether it has ended: for the records of it."""
    return select(
        Attendance.id,
        Attendance.volunteer_id,
        Attendance.session_id,
        Attendance.activity_id,
        Attendance.out_at,
    )
