"""Reports and corrections as rules and events see them, and what happens to their records."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.same_person import gave_keys
from app.domain.activities.engagements import titles
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.hours import record_log
from app.domain.hours.back_fill_rows import confirmations_of, person
from app.domain.hours.back_fill_rules import KEYS_COUNT_FOR
from app.domain.hours.events import ReportAnswered
from app.domain.hours.models import BackFill, HourRecord
from app.domain.hours.reports.correction_rules import CorrectionFacts
from app.domain.hours.reports.models import HourCorrection, HourReport, HourReportLine
from app.domain.hours.reports.rules import (
    OPEN,
    Answerer,
    RecordDecision,
    ReportFacts,
    next_record_state,
)
from app.domain.people import identities
from app.domain.people.queries import Resident
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound


def held_report(report_id: UUID) -> HourReport:
    """One report, locked; its records must be locked before."""
    row = session.scalar(
        select(HourReport)
        .where(HourReport.id == report_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def held_correction(correction_id: UUID) -> HourCorrection:
    """One correction, locked; its person and record must be held before."""
    row = session.scalar(
        select(HourCorrection)
        .where(HourCorrection.id == correction_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def record_ids_of(report_id: UUID) -> list[UUID]:
    """What a report is about."""
    query = select(HourReportLine.record_id).where(HourReportLine.report_id == report_id)
    return list(session.scalars(query.order_by(HourReportLine.record_id)))


def reported_elsewhere(report_id: UUID, record_ids: Collection[UUID]) -> set[UUID]:
    """Those of these records that another open report is about too."""
    query = (
        select(HourReportLine.record_id)
        .join(HourReport, HourReport.id == HourReportLine.report_id)
        .where(
            HourReportLine.record_id.in_(record_ids),
            HourReport.id != report_id,
            HourReport.state.in_(OPEN),
        )
    )
    return set(session.scalars(query))


def looked_into(record_ids: Collection[UUID]) -> set[UUID]:
    """Those of these records that a report was about which turned out not to be so."""
    query = (
        select(HourReportLine.record_id)
        .join(HourReport, HourReport.id == HourReportLine.report_id)
        .where(HourReportLine.record_id.in_(record_ids), HourReport.state == "dismissed")
    )
    return set(session.scalars(query))


def said_by(by: Resident) -> ColumnElement[bool]:
    """Reports that are hers to read: what she said as a volunteer, or as nobody by her WeChat."""
    hers = [HourReport.reporter_id == by.volunteer.id] if by.volunteer else []
    if by.identity_id:
        unregistered = HourReport.reporter_id.is_(None)
        hers.append(and_(HourReport.reporter_identity_id == by.identity_id, unregistered))
    return or_(false(), *hers)


def answerer(staff: Staff) -> Answerer:
    """A member of staff as the rules about answers see her."""
    return Answerer(record_log.decider(staff), person(staff), staff.place.level)


def holds_keys(staff: Staff, row: HourCorrection) -> bool:
    """Whether she, or who proposed it, could have signed in as the other in the week before."""
    since = row.proposed_at - KEYS_COUNT_FOR
    proposer = access.staff_member(row.proposed_by_id, EVERYWHERE)
    return gave_keys(staff, [proposer.id], since=since) or gave_keys(
        proposer, [staff.id], since=since
    )


def holds_keys_behind(staff: Staff, records: Iterable[HourRecord]) -> bool:
    """Whether she could have signed in as who stands behind these hours, in the week before."""
    rows = list(records)
    behind = {one.decided_by_id for one in rows if one.decided_by_id} | _others_behind(rows)
    earliest = min((one.created_at for one in rows), default=None)
    return earliest is not None and gave_keys(staff, behind, since=earliest - KEYS_COUNT_FOR)


def _others_behind(rows: Collection[HourRecord]) -> set[UUID]:
    """Who mended, typed in or confirmed them."""
    mended = {one.mended_by_id for one in rows if one.mended_by_id}
    return mended | _behind_back_fills({one.back_fill_id for one in rows if one.back_fill_id})


def report_facts(row: HourReport, records: Iterable[HourRecord]) -> ReportFacts:
    """A report with everybody who stands behind its hours; a statement for each of those few."""
    rows = list(records)
    approved = {one.decided_by_id for one in rows if one.decided_by_id}
    others = _others_behind(rows)
    staff = {one: access.staff_member(one, EVERYWHERE) for one in approved | others}
    return ReportFacts(
        state=row.state,
        place_path=row.place_path,
        reporter_id=row.reporter_id or _registered_since(row),
        volunteer_ids=frozenset(one.volunteer_id for one in rows),
        behind=tuple(person(one) for one in staff.values()),
        approved_at_levels=frozenset(staff[one].place.level for one in approved),
    )


def _registered_since(row: HourReport) -> UUID | None:
    """The volunteer that a WeChat id, which was nobody's then, belongs to now."""
    if row.reporter_identity_id is None:
        return None
    return identities.known(row.reporter_identity_id).volunteer_id


def _behind_back_fills(ids: Collection[UUID]) -> set[UUID]:
    if not ids:
        return set()
    entered = session.scalars(select(BackFill.entered_by_id).where(BackFill.id.in_(ids)))
    return {*entered, *(one.staff_id for one in confirmations_of(ids))}


def correction_facts(row: HourCorrection, record: HourRecord) -> CorrectionFacts:
    """A correction with its record as it stands."""
    proposed_by = access.staff_member(row.proposed_by_id, EVERYWHERE)
    return CorrectionFacts(
        state=row.state,
        record_state=record.state,
        place_path=row.place_path,
        volunteer_id=record.volunteer_id,
        minutes=row.minutes,
        answers_report=row.report_id is not None,
        proposed_by=person(proposed_by),
        proposed_from=row.proposed_from,
        proposed_at_centre=proposed_by.place.level == "centre",
    )


def move(
    records: Iterable[HourRecord],
    decision: RecordDecision,
    word: str,
    by: Actor,
    *,
    reason: str | None,
    now: datetime,
) -> list[HourRecord]:
    """Take records to the state that follows; those it does not touch are left out."""
    moved = []
    for record in records:
        state = next_record_state(record.state, decision)
        if state is None or state == record.state:
            continue
        record.state = state
        record_log.write_decision(record, word, by, reason=reason, now=now)
        moved.append(record)
    return moved


def note(by: Actor, row: HourReport, word: str, *, now: datetime, **detail: object) -> None:
    """Add what was done to a report to the trail; what was said stands in its row alone."""
    trail.record(by, word, "hour_report", row.id, now=now, place_id=row.place_id, **detail)


def tell_reporter(row: HourReport, title: str, *, upheld: bool, now: datetime) -> None:
    """The answer goes to who reported: to the volunteer she is by now, else to her WeChat."""
    volunteer_id, open_id = row.reporter_id or _registered_since(row), None
    if volunteer_id is None and row.reporter_identity_id is not None:
        known = identities.known(row.reporter_identity_id)
        open_id = known.open_id if known.following else None
    told = (row.answer or "", upheld, now)
    happened(ReportAnswered(row.id, volunteer_id, open_id, row.session_id, title, *told))


def title_of(record: HourRecord) -> str:
    """The title of a record's activity."""
    return titles([record.activity_id])[record.activity_id]
