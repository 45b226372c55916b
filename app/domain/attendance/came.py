"""Whether somebody ever came."""

from uuid import UUID

from sqlalchemy import select

from app.domain.attendance.models import Attendance
from app.kernel.database import session


def ever_came(volunteer_id: UUID) -> bool:
    """Whether a stay of hers stands in the records."""
    query = select(Attendance.id).where(Attendance.volunteer_id == volunteer_id).limit(1)
    return session.scalar(query) is not None
