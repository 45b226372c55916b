"""Reading corrections: those that wait, one beside its record, and what replaced what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.hours import record_log
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import correction_rules, rows
from app.domain.hours.reports.correction_rules import STANDINGS
from app.domain.hours.reports.errors import HoldsTheProposersKeys
from app.domain.hours.reports.models import HourCorrection
from app.domain.hours.views import RecordRow, rows_of
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class CorrectionRow:
    """A correction beside the record it is about. `new_record_id`: what took its place."""

    id: UUID
    record: RecordRow
    report_id: UUID | None
    counted_from: datetime
    counted_until: datetime
    minutes: int
    reason: str
    state: str
    proposed_by: str
    proposed_by_id: UUID
    proposed_at: datetime
    due_on: date
    decided_by: str | None
    decided_at: datetime | None
    refusal: str | None
    new_record_id: UUID | None

    @property
    def standing(self) -> str:
        """The state in words."""
        return STANDINGS[self.state]

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been decided before today."""
        return self.state == "waiting" and self.due_on < local_date(now)


def queue(
    within: Scope, *, waiting: bool = True, page: int = 1, size: int = PAGE_SIZE
) -> Page[CorrectionRow]:
    """Corrections of a subtree: those that wait by their day, the decided ones latest first."""
    query = select(HourCorrection).where(
        HourCorrection.place_path.startswith(within.path, autoescape=True)
    )
    if waiting:
        query = query.where(HourCorrection.state == "waiting")
        query = query.order_by(HourCorrection.due_on, HourCorrection.id)
    else:
        query = query.where(HourCorrection.state != "waiting")
        query = query.order_by(HourCorrection.decided_at.desc(), HourCorrection.id.desc())
    found = page_of(query, number=page, size=size)
    return Page(_views(found.items), found.number, found.size, found.total)


def waiting_count(staff: Staff) -> int:
    """How many wait that she could decide, as far as her place tells."""
    query = select(func.count(HourCorrection.id)).where(
        HourCorrection.place_path.startswith(staff.place.path, autoescape=True),
        HourCorrection.state == "waiting",
        HourCorrection.proposed_by_id != staff.id,
    )
    if staff.place.level != "centre":
        query = query.where(HourCorrection.proposed_from != staff.place.path)
    return session.scalar(query) or 0


def correction(correction_id: UUID, within: Scope) -> CorrectionRow:
    """One correction; outside the scope it is not found."""
    return _views([_one(correction_id, within)])[0]


def why_not_decide(staff: Staff, correction_id: UUID) -> Refusal | None:
    """Why she could not decide this one now; for pages, that say so before she tries."""
    row = _one(correction_id, staff.scope)
    record = session.get_one(HourRecord, row.record_id)
    refusal = correction_rules.why_not_decide(
        rows.correction_facts(row, record), record_log.decider(staff), rows.answerer(staff).person
    )
    return refusal or (HoldsTheProposersKeys() if rows.holds_keys(staff, row) else None)


def waiting_of(record_id: UUID) -> UUID | None:
    """The correction that waits for a record."""
    query = select(HourCorrection.id).where(HourCorrection.record_id == record_id)
    return session.scalar(query.where(HourCorrection.state == "waiting"))


def _one(correction_id: UUID, within: Scope) -> HourCorrection:
    row = session.get(HourCorrection, correction_id)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return row


def _views(found: Sequence[HourCorrection]) -> list[CorrectionRow]:
    ids = {row.record_id for row in found}
    records = session.scalars(select(HourRecord).where(HourRecord.id.in_(ids))).all()
    seen = {row.id: row for row in rows_of(records)}
    names = access.names(
        {row.proposed_by_id for row in found}
        | {row.decided_by_id for row in found if row.decided_by_id}
    )
    later = select(HourRecord.supersedes_id, HourRecord.id).where(HourRecord.supersedes_id.in_(ids))
    replaced_by: dict[UUID | None, UUID] = dict(session.execute(later).all())
    return [
        CorrectionRow(
            id=row.id,
            record=seen[row.record_id],
            report_id=row.report_id,
            counted_from=row.counted_from,
            counted_until=row.counted_until,
            minutes=row.minutes,
            reason=row.reason,
            state=row.state,
            proposed_by=names[row.proposed_by_id],
            proposed_by_id=row.proposed_by_id,
            proposed_at=row.proposed_at,
            due_on=row.due_on,
            decided_by=names.get(row.decided_by_id) if row.decided_by_id else None,
            decided_at=row.decided_at,
            refusal=row.refusal,
            new_record_id=replaced_by.get(row.record_id) if row.state == "approved" else None,
        )
        for row in found
    ]
