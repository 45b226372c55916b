"""Records as those see them who check them afterwards: what was approved, and who stands behind."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.hours.models import BackFill, BackFillConfirmation, HourRecord
from app.kernel.database import session


@dataclass(frozen=True)
class DecidedRecord:
    """An approved record: whose, and of which place."""

    id: UUID
    place_id: UUID
    place_path: str
    volunteer_id: UUID


@dataclass(frozen=True)
class RecordOutline:
    """Which record it is, whatever its state."""

    volunteer_id: UUID
    activity_id: UUID
    place_id: UUID
    service_date: date


def outline(record_id: UUID) -> RecordOutline | None:
    """One record; None where there is none."""
    row = session.execute(
        select(
            HourRecord.volunteer_id,
            HourRecord.activity_id,
            HourRecord.place_id,
            HourRecord.service_date,
        ).where(HourRecord.id == record_id)
    ).one_or_none()
    return RecordOutline(*row) if row else None


def approved_between(since: datetime, until: datetime) -> list[DecidedRecord]:
    """Records that were approved in a stretch of time, and still are."""
    query = select(
        HourRecord.id, HourRecord.place_id, HourRecord.place_path, HourRecord.volunteer_id
    ).where(
        HourRecord.state == "approved",
        HourRecord.decided_at >= since,
        HourRecord.decided_at < until,
    )
    return [DecidedRecord(*row) for row in session.execute(query)]


def who_is_behind(record_id: UUID) -> frozenset[UUID]:
    """Staff who approved it, mended it, typed it in or confirmed what was typed in."""
    row = session.execute(
        select(HourRecord.decided_by_id, HourRecord.mended_by_id, BackFill.entered_by_id)
        .outerjoin(BackFill, BackFill.id == HourRecord.back_fill_id)
        .where(HourRecord.id == record_id)
    ).one()
    confirmed = session.scalars(
        select(BackFillConfirmation.staff_id)
        .join(HourRecord, HourRecord.back_fill_id == BackFillConfirmation.back_fill_id)
        .where(HourRecord.id == record_id)
    )
    return frozenset(one for one in (*row, *confirmed) if one)
