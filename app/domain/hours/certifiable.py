"""Which hours may stand on a certificate: approved ones in good standing, and no others.

What is pending, returned, rejected, revoked or in dispute has another state and is left out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.domain.hours.models import HourRecord
from app.domain.places.scope import Scope
from app.kernel.database import session


@dataclass(frozen=True)
class CertifiableHours:
    """One approved record. `back_filled`: typed in with pictures, not scanned."""

    record_id: UUID
    volunteer_id: UUID
    activity_id: UUID
    place_id: UUID
    place_path: str
    service_date: date
    counted_from: datetime
    counted_until: datetime
    minutes: int
    back_filled: bool


def certifiable(
    volunteer_ids: Collection[UUID],
    *,
    since: date | None,
    until: date,
    within: Scope,
    held: bool = False,
) -> dict[UUID, list[CertifiableHours]]:
    """Each person's records recorded in a subtree, by day; who has none is missing.

    `held`: nobody revokes one of them before the end of the action.
    """
    query = (
        select(HourRecord)
        .where(HourRecord.volunteer_id.in_(volunteer_ids), HourRecord.minutes > 0)
        .where(_in_good_standing(), HourRecord.service_date <= until)
        .order_by(HourRecord.id)
    )
    if held:
        query = query.with_for_update(read=True).execution_options(populate_existing=True)
    if since is not None:
        query = query.where(HourRecord.service_date >= since)
    found: dict[UUID, list[CertifiableHours]] = {}
    rows = session.scalars(_recorded_in(query, within)).all()
    for row in sorted(rows, key=lambda row: (row.counted_from, row.id)):
        found.setdefault(row.volunteer_id, []).append(_view(row))
    return found


def people_with_hours_of(activity_id: UUID, within: Scope) -> list[UUID]:
    """Who has such hours of an activity recorded in the subtree."""
    query = (
        select(HourRecord.volunteer_id)
        .where(HourRecord.activity_id == activity_id, HourRecord.minutes > 0, _in_good_standing())
        .distinct()
    )
    return sorted(session.scalars(_recorded_in(query, within)))


def _in_good_standing() -> ColumnElement[bool]:
    return HourRecord.state == "approved"


def _recorded_in(query: Select[Any], within: Scope) -> Select[Any]:
    if not within.path:
        return query
    return query.where(HourRecord.place_path.startswith(within.path, autoescape=True))


def _view(row: HourRecord) -> CertifiableHours:
    return CertifiableHours(
        record_id=row.id,
        volunteer_id=row.volunteer_id,
        activity_id=row.activity_id,
        place_id=row.place_id,
        place_path=row.place_path,
        service_date=row.service_date,
        counted_from=row.counted_from,
        counted_until=row.counted_until,
        minutes=row.minutes,
        back_filled=row.back_fill_id is not None,
    )
