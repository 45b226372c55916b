"""Who had a place and never came: noted once, for organisers to see. Nothing follows from it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select

from app.domain.activities.engagements import places_held
from app.domain.attendance.device_rules import OFFLINE_SCANS_KEEP
from app.domain.attendance.models import Attendance, NoShow
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

COUNTED_FOR = timedelta(days=365)
LOOKS_BACK = timedelta(days=60)  # further than any worker is ever down; keeps the look indexed
AT_ONCE = 200


def note_no_shows(now: datetime) -> int:
    """Note who never came, a day after the session, when no scan can come in late; how many."""
    with transaction():
        until = now - OFFLINE_SCANS_KEEP
        held = places_held(until - LOOKS_BACK, until).subquery()
        came = and_(
            Attendance.session_id == held.c.session_id,
            Attendance.volunteer_id == held.c.volunteer_id,
        )
        rows = session.execute(
            select(held)
            .outerjoin(Attendance, came)
            .outerjoin(NoShow, NoShow.sign_up_id == held.c.sign_up_id)
            .where(Attendance.id.is_(None), NoShow.id.is_(None))
            .order_by(held.c.sign_up_id)
            .limit(AT_ONCE)
        ).all()
        session.add_all(
            NoShow(
                id=new_id(),
                sign_up_id=row.sign_up_id,
                session_id=row.session_id,
                volunteer_id=row.volunteer_id,
                ended_at=row.ends_at,
                noted_at=now,
            )
            for row in rows
        )
        session.flush()
        return len(rows)


def no_shows_of(volunteer_id: UUID, *, now: datetime) -> int:
    """How often she had a place and did not come, within a year."""
    query = select(func.count(NoShow.id)).where(
        NoShow.volunteer_id == volunteer_id, NoShow.ended_at > now - COUNTED_FOR
    )
    return session.scalar(query) or 0


def no_shows_at(session_id: UUID) -> int:
    """How many never came to a session, once they have been counted."""
    query = select(func.count(NoShow.id)).where(NoShow.session_id == session_id)
    return session.scalar(query) or 0
