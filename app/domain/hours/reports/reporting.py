"""Somebody says that hours in notice are not true: they are frozen until that is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.activities.engagements import outlines, titles
from app.domain.attachments import keeping
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.hours import notice_rules, record_log
from app.domain.hours.events import HoursFrozen
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import rows, rules
from app.domain.hours.reports.errors import NotInNotice
from app.domain.hours.reports.models import HourReport, HourReportLine, HourReportPicture
from app.domain.hours.reports.rules import RecordDecision
from app.domain.people.queries import VolunteerView
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction

# The trail names nobody: who could read it could find out who reported.
REPORTER = Actor("volunteer", None, "提出异议的人")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """What is said. Without `record_id` it is about everything of the session in notice."""

    session_id: UUID
    record_id: UUID | None
    text: str
    attachment_ids: Sequence[UUID] = field(default_factory=tuple)


def report(by: VolunteerView, said: Report, *, notice_days: int, now: datetime) -> UUID:
    """Freeze what is in notice of it, until somebody of another level has answered."""
    refusal = rules.why_not_say(said.text) or _why_not_these_pictures(said)
    if refusal is not None:
        raise refusal
    with transaction():
        records = _in_notice(said, notice_days=notice_days, now=now)
        refusal = rules.why_not_report(
            reports_today=_reports_today(by.id, now=now),
            in_notice=bool(records),
            reported_before=_reported_before(by.id, [one.id for one in records]),
        )
        if refusal is not None:
            raise refusal
        row = _written(by, said, records, now=now)
        frozen = rows.move(records, RecordDecision.FREEZE, "frozen", SYSTEM, reason=None, now=now)
        rows.note(REPORTER, row, "hours.report", now=now, count=len(records))
        session.flush()
        if frozen:
            names = titles({one.activity_id for one in frozen})
            happened(HoursFrozen(record_log.told(frozen, names), row.due_on, now))
        return row.id


def _why_not_these_pictures(said: Report) -> Refusal | None:
    if len(said.attachment_ids) <= rules.MOST_PICTURES:
        return None
    problem = f"最多 {rules.MOST_PICTURES} 张图片"
    return BadInput(field="pictures", problem=problem)


def _in_notice(said: Report, *, notice_days: int, now: datetime) -> list[HourRecord]:
    """The locked records it is about."""
    plan = outlines([said.session_id]).get(said.session_id)
    if plan is None:
        raise NotInNotice
    query = select(HourRecord.id).where(
        HourRecord.activity_id == plan.activity_id,
        HourRecord.session_id == said.session_id,
        HourRecord.state.in_(notice_rules.SHOWN),
    )
    if said.record_id is not None:
        query = query.where(HourRecord.id == said.record_id)
    locked = record_log.locked(session.scalars(query).all())
    return [
        one
        for one in locked.values()
        if notice_rules.in_notice(one.state, one.decided_at, days=notice_days, now=now)
    ]


def _reports_today(volunteer_id: UUID, *, now: datetime) -> int:
    query = select(func.count(HourReport.id)).where(
        HourReport.reporter_id == volunteer_id,
        HourReport.reported_at >= start_of_day(local_date(now)),
    )
    return session.scalar(query) or 0


def _reported_before(volunteer_id: UUID, record_ids: list[UUID]) -> bool:
    """Whether she has said something about all of these already."""
    query = (
        select(HourReportLine.record_id)
        .join(HourReport, HourReport.id == HourReportLine.report_id)
        .where(HourReport.reporter_id == volunteer_id, HourReportLine.record_id.in_(record_ids))
    )
    return bool(record_ids) and set(session.scalars(query)) == set(record_ids)


def _written(
    by: VolunteerView, said: Report, records: list[HourRecord], *, now: datetime
) -> HourReport:
    row = HourReport(
        id=new_id(),
        session_id=said.session_id,
        place_id=records[0].place_id,
        place_path=records[0].place_path,
        whole_session=said.record_id is None,
        reporter_id=by.id,
        text=said.text.strip(),
        state="open",
        reported_at=now,
        due_on=rules.due_on(now),
    )
    session.add(row)
    session.flush()
    session.add_all(HourReportLine(report_id=row.id, record_id=one.id) for one in records)
    if said.attachment_ids:
        actor = Actor("volunteer", by.id, by.name)
        kept = keeping.attach(actor, said.attachment_ids, now=now)
        session.add_all(HourReportPicture(report_id=row.id, attachment_id=one) for one in kept)
    session.flush()
    return row
