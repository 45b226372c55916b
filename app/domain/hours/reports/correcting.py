"""An approved record was wrong: a new one takes its place, on two people's word.

Nothing is overwritten: the old record stays in the story of the new one, superseded.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import titles
from app.domain.hours import mending, record_log
from app.domain.hours.events import HoursCorrected
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import correction_rules, rows, rules
from app.domain.hours.reports.answers import to_answer
from app.domain.hours.reports.errors import (
    CorrectedToNothing,
    HoldsTheProposersKeys,
    NotOneRecord,
    ReportedElsewhere,
)
from app.domain.hours.reports.models import HourCorrection, HourReport
from app.domain.hours.reports.rules import Decision, RecordDecision
from app.domain.hours.rules import LONGEST_REASON, Credit, Stretch, why_not_this_text
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


def propose(staff: Staff, record_id: UUID, stretch: Stretch, reason: str, *, now: datetime) -> UUID:
    """What it should count; it counts as before until somebody above has approved that."""
    with transaction():
        record = mending.held(record_id)[0]
        return _proposed(staff, record, stretch, reason, report=None, now=now).id


def answer_with_correction(
    staff: Staff, report_id: UUID, stretch: Stretch, answer: str, *, now: datetime
) -> UUID:
    """Answer a report about one record: the time was wrong. It stays frozen until approved."""
    with transaction():
        ids = rows.record_ids_of(report_id)
        if len(ids) != 1:
            raise NotOneRecord
        mending.held(ids[0])  # the person before the record and the report
        row, records = to_answer(staff, report_id, Decision.CORRECT, answer)
        correction = _proposed(staff, records[ids[0]], stretch, answer, report=row, now=now)
        row.state = rules.NEXT_STATE[row.state, Decision.CORRECT]
        rows.note(staff.actor, row, "hours.correct_report", now=now, reason=answer.strip())
        return correction.id


def _proposed(
    staff: Staff,
    record: HourRecord,
    stretch: Stretch,
    reason: str,
    *,
    report: HourReport | None,
    now: datetime,
) -> HourCorrection:
    credit = _worth(staff, record, stretch, reason, answers_report=report is not None)
    row = HourCorrection(
        id=new_id(),
        record_id=record.id,
        report_id=report.id if report else None,
        place_path=record.place_path,
        counted_from=stretch.begins,
        counted_until=stretch.ends,
        minutes=credit.minutes,
        reason=reason.strip(),
        proposed_by_id=staff.id,
        proposed_from=staff.place.path,
        proposed_at=now,
        due_on=rules.due_on(now),
    )
    session.add(row)
    words = f"改为 {credit.minutes} 分钟。{reason.strip()}"[:LONGEST_REASON]
    record_log.note(record, "proposed", staff.actor, reason=words, now=now)
    session.flush()
    return row


def _worth(
    staff: Staff, record: HourRecord, stretch: Stretch, reason: str, *, answers_report: bool
) -> Credit:
    """What it would count, if she may propose that."""
    staff.require(Permission.HOURS_CORRECT, record.place_path)
    refusal = correction_rules.why_not_propose(
        record_log.facts(record),
        record_log.decider(staff),
        stretch=stretch,
        stay=mending.countable_of(record),
        now_counted=Stretch(record.counted_from, record.counted_until),
        waits=waiting_for(record.id) is not None,
        answers_report=answers_report,
    ) or why_not_this_text(reason, field="reason")
    if refusal is not None:
        raise refusal
    credit = record_log.credit_of(record.volunteer_id, stretch, except_for=record.id)
    if not credit.minutes:
        raise CorrectedToNothing
    return credit


def waiting_for(record_id: UUID) -> HourCorrection | None:
    """The correction of a record that waits."""
    return session.scalar(
        select(HourCorrection).where(
            HourCorrection.record_id == record_id, HourCorrection.state == "waiting"
        )
    )


def approve(staff: Staff, correction_id: UUID, *, now: datetime) -> UUID:
    """The new record takes the old one's place; its id. Points and notices follow."""
    with transaction():
        row, old, report = _held(correction_id)
        staff.require(Permission.HOURS_CORRECT, old.place_path)
        facts = rows.correction_facts(row, old)
        by, person = record_log.decider(staff), rows.answerer(staff).person
        refusal = correction_rules.why_not_approve(facts, by, person)
        if refusal is not None:
            raise refusal
        if rows.holds_keys(staff, row):
            raise HoldsTheProposersKeys
        stretch = Stretch(row.counted_from, row.counted_until)
        credit = record_log.credit_of(old.volunteer_id, stretch, except_for=old.id)
        refusal = correction_rules.why_not_as_proposed(facts, credit)
        if refusal is not None:
            raise refusal
        if report is not None and rows.reported_elsewhere(report.id, [old.id]):
            raise ReportedElsewhere
        _close(row, "approved", staff, now=now)
        new = _replaced(staff, row, old, credit, now=now)
        if report is not None:
            _answer(staff, report, row, now=now)
            rows.tell_reporter(report, rows.title_of(old), upheld=True, now=now)
        names = titles([old.activity_id])
        (before,) = record_log.told([old], names, reason=row.reason)
        (after,) = record_log.told([new], names, reason=row.reason)
        happened(HoursCorrected(before, after, now))
        return new.id


def refuse(staff: Staff, correction_id: UUID, reason: str, *, now: datetime) -> None:
    """Nothing changes, with the reason the proposer reads; a report waits for its answer again."""
    with transaction():
        row, record, report = _held(correction_id)
        staff.require(Permission.HOURS_CORRECT, record.place_path)
        person = rows.answerer(staff).person
        refusal = correction_rules.why_not_decide(
            rows.correction_facts(row, record), record_log.decider(staff), person
        ) or why_not_this_text(reason, field="reason")
        if refusal is not None:
            raise refusal
        row.refusal = reason.strip()
        _close(row, "refused", staff, now=now)
        _reopen(report)
        record_log.note(record, "unproposed", staff.actor, reason=row.refusal, now=now)


def withdraw(staff: Staff, correction_id: UUID, *, now: datetime) -> None:
    """Who proposed it takes it back."""
    with transaction():
        row, record, report = _held(correction_id)
        staff.require(Permission.HOURS_CORRECT, record.place_path)
        refusal = correction_rules.why_not_withdraw(
            rows.correction_facts(row, record), record_log.decider(staff)
        )
        if refusal is not None:
            raise refusal
        _close(row, "withdrawn", staff, now=now)
        _reopen(report)
        record_log.note(record, "unproposed", staff.actor, reason="提出的人已撤回", now=now)


def _held(correction_id: UUID) -> tuple[HourCorrection, HourRecord, HourReport | None]:
    """The person, the record, the report, then the correction: the order everything locks in."""
    found = row_with(HourCorrection, correction_id)
    record, _ = mending.held(found.record_id)
    report = rows.held_report(found.report_id) if found.report_id else None
    return rows.held_correction(correction_id), record, report


def _close(row: HourCorrection, state: str, staff: Staff, *, now: datetime) -> None:
    row.state, row.decided_by_id, row.decided_at = state, staff.id, now
    session.flush()


def _reopen(report: HourReport | None) -> None:
    if report is not None:
        report.state = rules.NEXT_STATE[report.state, Decision.NOT_CORRECTED]
    session.flush()


def _answer(staff: Staff, report: HourReport, row: HourCorrection, *, now: datetime) -> None:
    report.state = rules.NEXT_STATE[report.state, Decision.CORRECTED]
    report.answer = row.reason
    report.answered_by_id, report.answered_at = row.proposed_by_id, now
    rows.note(staff.actor, report, "hours.uphold_report", now=now, reason=row.reason)
    session.flush()


def _replaced(
    staff: Staff, row: HourCorrection, old: HourRecord, credit: Credit, *, now: datetime
) -> HourRecord:
    (moved,) = rows.move(
        [old], RecordDecision.REPLACE, "superseded", staff.actor, reason=row.reason, now=now
    )
    session.flush()  # the index allows one standing record a stay
    new = HourRecord(
        id=new_id(),
        **{name: getattr(moved, name) for name in _KEPT},
        supersedes_id=old.id,
        state="approved",
        decided_by_id=staff.id,
        decided_at=now,
        created_at=now,
        to_weigh=False,  # two people have just looked at its times
    )
    record_log.take_credit(new, credit)
    session.add(new)
    session.flush()
    record_log.note(new, "corrected", staff.actor, reason=row.reason, now=now)
    session.flush()
    return new


_KEPT = (
    *("attendance_id", "volunteer_id", "activity_id", "session_id", "place_id", "place_path"),
    *("due_on", "mended_by_id", "back_fill_id", "confirmed_on_request", "appealed_at"),
)
