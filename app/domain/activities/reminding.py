"""Announce the sessions that are near, each once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.events import SessionNear
from app.domain.activities.models import Activity, ActivitySession, SignUp
from app.domain.activities.rules import OPEN_STATES, REMIND_BEFORE
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def remind(*, now: datetime) -> int:
    """Announce every session that starts within a day and has not been announced; how many."""
    with transaction():
        due = session.execute(
            select(ActivitySession, Activity)
            .join(Activity, Activity.id == ActivitySession.activity_id)
            .where(
                Activity.state.in_(OPEN_STATES),
                ActivitySession.reminded_at.is_(None),
                ActivitySession.starts_at > now,
                ActivitySession.starts_at <= now + REMIND_BEFORE,
            )
            .order_by(ActivitySession.id)
            .with_for_update(of=ActivitySession, key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        coming = _coming([row.ActivitySession.id for row in due])
        for row in due:
            row.ActivitySession.reminded_at = now
        session.flush()
        for row in due:
            if row.ActivitySession.id in coming:
                happened(_near(row.ActivitySession, row.Activity, coming, now))
        return len(due)


def _coming(session_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    if not session_ids:
        return found
    rows = session.execute(
        select(SignUp.session_id, SignUp.volunteer_id)
        .where(SignUp.session_id.in_(session_ids), SignUp.state == "signed_up")
        .order_by(SignUp.volunteer_id)
    )
    for row in rows:
        found.setdefault(row.session_id, []).append(row.volunteer_id)
    return found


def _near(
    part: ActivitySession, activity: Activity, coming: dict[UUID, list[UUID]], now: datetime
) -> SessionNear:
    return SessionNear(
        activity_id=activity.id,
        session_id=part.id,
        title=activity.title,
        venue=activity.venue,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        contact_name=activity.contact_name,
        contact_phone=activity.contact_phone,
        volunteer_ids=tuple(coming[part.id]),
        now=now,
    )
