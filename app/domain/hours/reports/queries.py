"""Reading reports: the queue of those who answer, one with its records, and what one has said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.attachments import queries as attachments
from app.domain.attachments.queries import AttachmentView, Picture
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import rows, rules
from app.domain.hours.reports.errors import HoldsKeysBehindTheHours
from app.domain.hours.reports.models import (
    HourCorrection,
    HourReport,
    HourReportLine,
    HourReportPicture,
)
from app.domain.hours.reports.rules import OPEN, STANDINGS, Decision
from app.domain.hours.views import RecordRow, rows_of
from app.domain.people.queries import Resident
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class ReportRow:
    """A report as staff see it: never who made it."""

    id: UUID
    plan: SessionOutline
    whole_session: bool
    records: int
    text: str
    state: str
    reported_at: datetime
    due_on: date
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None

    @property
    def standing(self) -> str:
        """The state in words."""
        return STANDINGS[self.state]

    @property
    def waits(self) -> bool:
        """Whether it freezes its records."""
        return self.state in OPEN

    def age_days(self, now: datetime) -> int:
        """For how many days it has been there."""
        return (local_date(now) - local_date(self.reported_at)).days

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been answered before today."""
        return self.waits and self.due_on < local_date(now)


@dataclass(frozen=True)
class ReportStory:
    """A report with its records, its pictures, and the correction that waits to answer it."""

    row: ReportRow
    records: list[RecordRow]
    pictures: list[AttachmentView]
    correction_id: UUID | None


@dataclass(frozen=True)
class MyReport:
    """What she has reported herself."""

    title: str
    reported_at: datetime
    text: str
    state: str
    due_on: date
    answer: str | None

    @property
    def standing(self) -> str:
        """The state in words; a correction that waits is nothing she has to know of."""
        return STANDINGS["open" if self.state in OPEN else self.state]


def queue(
    within: Scope, *, waiting: bool = True, page: int = 1, size: int = PAGE_SIZE
) -> Page[ReportRow]:
    """Reports of a subtree: those that wait by their day, the answered ones latest first."""
    query = _within(select(HourReport), within)
    if waiting:
        query = query.where(HourReport.state.in_(OPEN)).order_by(HourReport.due_on, HourReport.id)
    else:
        query = query.where(HourReport.state.not_in(OPEN))
        query = query.order_by(HourReport.answered_at.desc(), HourReport.id.desc())
    found = page_of(query, number=page, size=size)
    return Page(_views(found.items), found.number, found.size, found.total)


def waiting_count(staff: Staff) -> int:
    """How many of her subtree wait for an answer."""
    query = _within(select(func.count(HourReport.id)), staff.scope)
    return session.scalar(query.where(HourReport.state == "open")) or 0


def report(report_id: UUID, within: Scope) -> ReportStory:
    """One report; outside the scope it is not found."""
    row = _one(report_id, within)
    records = session.scalars(
        select(HourRecord)
        .where(HourRecord.id.in_(rows.record_ids_of(row.id)))
        .order_by(HourRecord.counted_from, HourRecord.id)
    ).all()
    correction = select(HourCorrection.id).where(
        HourCorrection.report_id == row.id, HourCorrection.state == "waiting"
    )
    return ReportStory(
        row=_views([row])[0],
        records=rows_of(records),
        pictures=attachments.attachments(list(session.scalars(_picture_ids(row.id)))),
        correction_id=session.scalar(correction),
    )


def why_not_answer(staff: Staff, report_id: UUID) -> Refusal | None:
    """Why she could not answer this one now; for pages, that say so before she tries."""
    row = _one(report_id, staff.scope)
    query = select(HourRecord).where(HourRecord.id.in_(rows.record_ids_of(row.id)))
    records = session.scalars(query).all()
    facts = rows.report_facts(row, records)
    refusal = rules.why_not_answer(facts, Decision.DISMISS, rows.answerer(staff))
    holds_keys = refusal is None and rows.holds_keys_behind(staff, records)
    return HoldsKeysBehindTheHours() if holds_keys else refusal


def picture(report_id: UUID, attachment_id: UUID, within: Scope) -> Picture:
    """A picture of a report of the scope; one of another report is not found."""
    row = _one(report_id, within)
    if attachment_id not in set(session.scalars(_picture_ids(row.id))):
        raise NotFound
    return attachments.picture(attachment_id)


def answer_due_on(record_id: UUID) -> date | None:
    """The day by which the reports that freeze a record are answered."""
    query = (
        select(func.max(HourReport.due_on))
        .join(HourReportLine, HourReportLine.report_id == HourReport.id)
        .where(HourReportLine.record_id == record_id, HourReport.state.in_(OPEN))
    )
    return session.scalar(query)


def reports_about(record_id: UUID, within: Scope) -> list[ReportRow]:
    """Every report about a record, the latest first."""
    query = (
        _within(select(HourReport), within)
        .join(HourReportLine, HourReportLine.report_id == HourReport.id)
        .where(HourReportLine.record_id == record_id)
        .order_by(HourReport.reported_at.desc())
    )
    return _views(session.scalars(query).all())


def my_reports(by: Resident, page: int = 1, *, size: int = PAGE_SIZE) -> Page[MyReport]:
    """What she has reported, the latest first; with what she said before she registered."""
    query = select(HourReport).where(rows.said_by(by))
    order = (HourReport.reported_at.desc(), HourReport.id.desc())
    found = page_of(query.order_by(*order), number=page, size=size)
    plans = outlines({row.session_id for row in found.items})
    views = [
        MyReport(
            title=plans[row.session_id].title,
            reported_at=row.reported_at,
            text=row.text,
            state=row.state,
            due_on=row.due_on,
            answer=row.answer if row.state not in OPEN else None,
        )
        for row in found.items
    ]
    return Page(views, found.number, found.size, found.total)


def _one(report_id: UUID, within: Scope) -> HourReport:
    row = session.get(HourReport, report_id)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return row


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    if not within.path:
        return query
    return query.where(HourReport.place_path.startswith(within.path, autoescape=True))


def _picture_ids(report_id: UUID) -> Select[UUID]:
    return select(HourReportPicture.attachment_id).where(HourReportPicture.report_id == report_id)


def _views(found: Sequence[HourReport]) -> list[ReportRow]:
    """With everything they show: three statements for any number."""
    plans = outlines({row.session_id for row in found})
    names = access.names({row.answered_by_id for row in found if row.answered_by_id})
    lines = select(HourReportLine.report_id, func.count()).group_by(HourReportLine.report_id)
    asked = lines.where(HourReportLine.report_id.in_([row.id for row in found]))
    counts = {report_id: int(count) for report_id, count in session.execute(asked)}
    return [
        ReportRow(
            id=row.id,
            plan=plans[row.session_id],
            whole_session=row.whole_session,
            records=counts.get(row.id, 0),
            text=row.text,
            state=row.state,
            reported_at=row.reported_at,
            due_on=row.due_on,
            answer=row.answer,
            answered_by=names.get(row.answered_by_id) if row.answered_by_id else None,
            answered_at=row.answered_at,
        )
        for row in found
    ]
