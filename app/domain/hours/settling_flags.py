"""Flags end with a look: nothing wrong, says a note, or the record falls."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.hours import record_log, risk_rules, rules
from app.domain.hours.models import BackFill, HourRecord, RiskFlag
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction


def checked_note(note: str) -> str:
    """What one has seen, in 2 to 200 characters; refuses BadInput."""
    text = note.strip()
    if not risk_rules.SHORTEST_NOTE <= len(text) <= risk_rules.LONGEST_NOTE:
        raise BadInput(field="note", problem="请写明怎么核实的（2 到 200 个字）")
    return text


def dismiss(staff: Staff, record_id: UUID, note: str, *, now: datetime) -> None:
    """Look at the flags of an approved record: it stands. Neither her own nor what she approved."""
    text = checked_note(note)
    with transaction():
        record = record_log.locked([record_id]).get(record_id)
        refusal = rules.why_not_dismiss(
            record_log.facts(record) if record else None, record_log.decider(staff)
        )
        if refusal is not None:
            raise refusal
        staff.require(Permission.HOURS_REVOKE, record.place_path if record else "")
        settle([record] if record else [], "dismissed", staff, note=text, now=now)


def settle(
    records: Collection[HourRecord], outcome: str, staff: Staff, *, note: str | None, now: datetime
) -> None:
    """End what is open on some locked records: one statement for any number of them."""
    flagged = [one for one in records if one.open_flags]
    if not flagged:
        return
    _end(RiskFlag.record_id.in_([one.id for one in flagged]), outcome, staff, note=note, now=now)
    for record in flagged:
        record.open_flags = 0
        _tell("hour_record", record, outcome, staff, note=note, now=now)


def settle_back_fill(
    row: BackFill, outcome: str, staff: Staff, *, note: str | None, now: datetime
) -> None:
    """End what is open on a locked back-fill."""
    if row.open_flags:
        _end(RiskFlag.back_fill_id == row.id, outcome, staff, note=note, now=now)
        row.open_flags = 0
        _tell("back_fill", row, outcome, staff, note=note, now=now)


def _end(
    which: ColumnElement[bool], outcome: str, staff: Staff, *, note: str | None, now: datetime
) -> None:
    session.execute(
        update(RiskFlag)
        .where(which, RiskFlag.settled_at.is_(None))
        .values(outcome=outcome, settled_at=now, settled_by_id=staff.id, note=note)
        .execution_options(synchronize_session=False)
    )


def _tell(
    kind: str,
    subject: HourRecord | BackFill,
    outcome: str,
    staff: Staff,
    *,
    note: str | None,
    now: datetime,
) -> None:
    trail.record(
        staff.actor,
        "hours.look" if outcome == "dismissed" else "hours.uphold_flags",
        kind,
        subject.id,
        now=now,
        place_id=subject.place_id,
        reason=note,
    )
