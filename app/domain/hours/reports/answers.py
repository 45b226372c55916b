"""Somebody of another level looks into a report: it was not so, it was, or the time was wrong."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import titles
from app.domain.hours import record_log
from app.domain.hours.events import HoursReleased, HoursRevoked
from app.domain.hours.models import HourRecord
from app.domain.hours.reports import rows, rules
from app.domain.hours.reports.errors import HoldsKeysBehindTheHours, NothingUpheld
from app.domain.hours.reports.models import HourReport
from app.domain.hours.reports.rules import Decision, RecordDecision
from app.domain.hours.rules import why_not_this_text
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def dismiss(staff: Staff, report_id: UUID, answer: str, *, now: datetime) -> None:
    """It was not so: what no other report is about counts again."""
    with transaction():
        row, records = to_answer(staff, report_id, Decision.DISMISS, answer)
        _answered(staff, row, Decision.DISMISS, answer, now=now)
        released = release(staff, row, list(records.values()), now=now)
        word, count = "hours.dismiss_report", len(released)
        rows.note(staff.actor, row, word, now=now, count=count, reason=row.answer)
        _tell(row, records, upheld=False, now=now)


def uphold(
    staff: Staff, report_id: UUID, answer: str, *, untrue: Collection[UUID], now: datetime
) -> None:
    """It was so: these of its records are revoked; what else it froze counts again."""
    with transaction():
        row, records = to_answer(staff, report_id, Decision.UPHOLD, answer)
        wrong = [records[one] for one in records if one in set(untrue)]
        if not wrong:
            raise NothingUpheld
        _answered(staff, row, Decision.UPHOLD, answer, now=now)
        revoked = _revoke(staff, row, wrong, now=now)
        release(staff, row, [one for one in records.values() if one not in revoked], now=now)
        rows.note(
            staff.actor, row, "hours.uphold_report", now=now, count=len(revoked), reason=row.answer
        )
        if revoked:  # unless another report has brought that about before
            names = titles({one.activity_id for one in revoked})
            happened(HoursRevoked(record_log.told(revoked, names), now))
        _tell(row, records, upheld=True, now=now)


def _revoke(
    staff: Staff, row: HourReport, wrong: list[HourRecord], *, now: datetime
) -> list[HourRecord]:
    frozen = [one for one in wrong if one.state == "frozen"]
    for record in frozen:  # first: a decision proves the record as it stands
        record.reason = row.answer
        record.decided_by_id, record.decided_at = staff.id, now
    revoked = rows.move(
        frozen, RecordDecision.UPHOLD, "revoke", staff.actor, reason=row.answer, now=now
    )
    session.flush()
    return revoked


def to_answer(
    staff: Staff, report_id: UUID, decision: Decision, answer: str
) -> tuple[HourReport, dict[UUID, HourRecord]]:
    """The records first, then the report: the order everything locks in. Refuses who may not."""
    records = record_log.locked(rows.record_ids_of(report_id))
    row = rows.held_report(report_id)
    staff.require(Permission.HOURS_ANSWER, row.place_path)
    refusal = rules.why_not_answer(
        rows.report_facts(row, records.values()), decision, rows.answerer(staff)
    ) or why_not_this_text(answer, field="answer")
    if refusal is not None:
        raise refusal
    if rows.holds_keys_behind(staff, records.values()):
        raise HoldsKeysBehindTheHours
    return row, records


def release(
    staff: Staff, row: HourReport, records: list[HourRecord], *, now: datetime
) -> list[HourRecord]:
    """What this report froze counts again, unless another one is open; they are told why."""
    still = rows.reported_elsewhere(row.id, [one.id for one in records])
    released = rows.move(
        [one for one in records if one.id not in still],
        RecordDecision.RELEASE,
        "released",
        staff.actor,
        reason=row.answer,
        now=now,
    )
    session.flush()
    if released:
        names = titles({one.activity_id for one in released})
        told = record_log.told(released, names, reason=row.answer)
        happened(HoursReleased(told, now))
    return released


def _answered(
    staff: Staff, row: HourReport, decision: Decision, answer: str, *, now: datetime
) -> None:
    row.state = rules.NEXT_STATE[row.state, decision]
    row.answer, row.answered_by_id, row.answered_at = answer.strip(), staff.id, now
    session.flush()


def _tell(row: HourReport, records: dict[UUID, HourRecord], *, upheld: bool, now: datetime) -> None:
    title = rows.title_of(next(iter(records.values())))
    rows.tell_reporter(row, title, upheld=upheld, now=now)
