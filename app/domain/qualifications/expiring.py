"""Tell who holds a qualification that runs out soon: once each, for the worker's clock."""

from datetime import datetime

from sqlalchemy import select

from app.domain.qualifications.events import QualificationNews
from app.domain.qualifications.models import Qualification, QualificationGrant
from app.domain.qualifications.rules import TOLD_BEFORE
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

TOLD_AT_ONCE = 500


def tell_expiring(*, now: datetime) -> int:
    """How many were told. What has run out unseen meanwhile is not told any more, and marked."""
    with transaction():
        rows = session.execute(
            select(QualificationGrant, Qualification.name)
            .join(Qualification, Qualification.id == QualificationGrant.qualification_id)
            .where(
                QualificationGrant.state == "held",
                QualificationGrant.told_at.is_(None),
                QualificationGrant.ends_at <= now + TOLD_BEFORE,
            )
            .order_by(QualificationGrant.ends_at, QualificationGrant.id)
            .limit(TOLD_AT_ONCE)
            .with_for_update(of=QualificationGrant, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        told = 0
        for given, name in rows:
            given.told_at = now
            if given.ends_at is None or given.ends_at <= now:
                continue
            told += 1
            happened(
                QualificationNews(
                    what="expiring",
                    grant_id=given.id,
                    qualification_id=given.qualification_id,
                    volunteer_id=given.volunteer_id,
                    name=name,
                    until=last_day(given.ends_at),
                    reason="",
                    now=now,
                )
            )
        return told
