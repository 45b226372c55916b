"""Approved minutes of many people at once, for what is given back for them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from app.domain.hours.models import HourRecord
from app.kernel.database import session


def approved_minutes_by_person(
    *, until: date, since: date | None = None, least: int = 1, also: Collection[UUID] = ()
) -> dict[UUID, int]:
    """Who has at least so many approved minutes of service on these days (both included).

    `also` are counted however little they have; who has none is missing.
    """
    total = func.sum(HourRecord.minutes)
    query = (
        select(HourRecord.volunteer_id, total)
        .where(HourRecord.state == "approved", HourRecord.service_date <= until)
        .group_by(HourRecord.volunteer_id)
    )
    if since is not None:
        query = query.where(HourRecord.service_date >= since)
    enough = total >= least
    if also:
        enough = or_(enough, HourRecord.volunteer_id.in_(also))
    return {row[0]: int(row[1]) for row in session.execute(query.having(enough))}
