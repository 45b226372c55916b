"""Somebody says that hours in notice are not true: they are frozen until that is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select

from app.domain.activities.engagements import outlines, titles
from app.domain.attachments import keeping
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.hours import notice_rules, record_log
from app.domain.hours.events import HoursFrozen
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import rows, rules
from app.domain.hours.reports.errors import NotInNotice
from app.domain.hours.reports.models import HourReport, HourReportLine, HourReportPicture
from app.domain.hours.reports.rules import RecordDecision, Said
from app.domain.people import holding, identities
from app.domain.people.queries import Resident
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
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


def report(by: Resident, said: Report, *, notice_days: int, now: datetime) -> UUID:
    """Freeze what is in notice of it, until somebody of another level has answered.

    By a volunteer, or by a WeChat id that is registered as nobody (rules.why_not_report).
    """
    refusal = rules.why_not_say(said.text)
    if refusal is not None:
        raise refusal
    with transaction():
        _hold(by)
        records, looked_into = _in_notice(said, notice_days=notice_days, now=now), False
        if by.volunteer is None:
            records, looked_into = _not_looked_into(records)
        refusal = rules.why_not_report(
            Said(
                registered=by.volunteer is not None,
                in_notice=bool(records) or looked_into,
                reported_before=_reported_before(by, [one.id for one in records]),
                looked_into=looked_into,
                reports_today=_reports_today(by, now=now),
                pictures=len(said.attachment_ids),
            )
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


def _hold(by: Resident) -> None:
    """Her reports are counted one after the other, whatever she sends at once."""
    if by.volunteer is not None:
        holding.hold([by.volunteer.id])
    elif by.identity_id is not None:
        identities.locked_identity(by.identity_id)


def _not_looked_into(records: list[HourRecord]) -> tuple[list[HourRecord], bool]:
    """Those that nobody has looked into yet, and whether that leaves none of some."""
    before = rows.looked_into([one.id for one in records])
    fresh = [one for one in records if one.id not in before]
    return fresh, bool(records) and not fresh


def _hers(by: Resident) -> ColumnElement[bool]:
    """What she has said under her account or her WeChat id, whoever they belonged to then."""
    said = [HourReport.reporter_id == by.volunteer.id] if by.volunteer else []
    if by.identity_id is not None:
        said.append(HourReport.reporter_identity_id == by.identity_id)
    return or_(false(), *said)


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


def _reports_today(by: Resident, *, now: datetime) -> int:
    query = select(func.count(HourReport.id)).where(
        _hers(by), HourReport.reported_at >= start_of_day(local_date(now))
    )
    return session.scalar(query) or 0


def _reported_before(by: Resident, record_ids: list[UUID]) -> bool:
    """Whether she has said something about all of these already."""
    query = (
        select(HourReportLine.record_id)
        .join(HourReport, HourReport.id == HourReportLine.report_id)
        .where(_hers(by), HourReportLine.record_id.in_(record_ids))
    )
    return bool(record_ids) and set(session.scalars(query)) == set(record_ids)


def _written(by: Resident, said: Report, records: list[HourRecord], *, now: datetime) -> HourReport:
    row = HourReport(
        id=new_id(),
        session_id=said.session_id,
        place_id=records[0].place_id,
        place_path=records[0].place_path,
        whole_session=said.record_id is None,
        reporter_id=by.volunteer.id if by.volunteer else None,
        reporter_identity_id=by.identity_id,
        text=said.text.strip(),
        state="open",
        reported_at=now,
        due_on=rules.due_on(now),
    )
    session.add(row)
    session.flush()
    session.add_all(HourReportLine(report_id=row.id, record_id=one.id) for one in records)
    if said.attachment_ids and by.volunteer is not None:
        actor = Actor("volunteer", by.volunteer.id, by.volunteer.name)
        kept = keeping.attach(actor, said.attachment_ids, now=now)
        session.add_all(HourReportPicture(report_id=row.id, attachment_id=one) for one in kept)
    session.flush()
    return row
