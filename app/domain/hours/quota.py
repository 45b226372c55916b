"""What a unit scanned lately and what it typed in this month, in minutes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.hours.back_fill_rules import SCANNED_WITHIN, Quota
from app.domain.hours.models import BackFill, HourRecord
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session


def scanned_lately(place_id: UUID, *, now: datetime) -> int:
    """Minutes of the unit's records of the last three months behind which a scan stands."""
    query = select(func.coalesce(func.sum(HourRecord.minutes), 0)).where(
        HourRecord.place_id == place_id,
        HourRecord.state.in_(("pending", "approved")),
        HourRecord.back_fill_id.is_(None),
        HourRecord.service_date >= local_date(now - SCANNED_WITHIN),
    )
    return int(session.scalar(query) or 0)


def entered_this_month(place_id: UUID, *, now: datetime) -> int:
    """Minutes typed in for the unit since the first of the month, waiting or confirmed."""
    begins = start_of_day(local_date(now).replace(day=1))
    query = select(func.coalesce(func.sum(BackFill.minutes), 0)).where(
        BackFill.place_id == place_id,
        BackFill.entered_at >= begins,
        BackFill.state.in_(("waiting", "confirmed")),
    )
    return int(session.scalar(query) or 0)


def left_this_month(place_id: UUID, quota: Quota, *, now: datetime) -> int:
    """How many minutes the unit may still type in."""
    limit = quota.minutes(scanned_lately(place_id, now=now))
    return max(0, limit - entered_this_month(place_id, now=now))
