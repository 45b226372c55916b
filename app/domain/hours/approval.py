"""Decide on records, one or hundreds at once: approve, return, reject; and revoke."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import titles
from app.domain.attendance.queries import picked_only
from app.domain.hours import record_log, rules, settling_flags, weighing
from app.domain.hours.errors import TooManyAtOnce
from app.domain.hours.events import (
    HourFacts,
    HoursApproved,
    HoursRejected,
    HoursReturned,
    HoursRevoked,
)
from app.domain.hours.models import HourRecord
from app.domain.hours.rules import Decider, RecordFacts
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class BatchOutcome:
    """Who and why: the records decided as asked, and for each other one the reason it was not."""

    decided: list[UUID]
    refused: dict[UUID, Refusal]

    @property
    def approved(self) -> list[UUID]:
        """What was decided, after `approve_batch`."""
        return self.decided


@dataclass(frozen=True)
class _Decision:
    word: str
    state: str
    permission: Permission
    why_not: Callable[[RecordFacts, Decider], Refusal | None]
    event: Callable[[tuple[HourFacts, ...], datetime], object]
    flags_end: str | None = None  # how risk flags end with it


_APPROVE = _Decision(
    "approve", "approved", Permission.HOURS_APPROVE, rules.why_not_approve_unseen, HoursApproved
)
_APPROVE_SEEN = replace(_APPROVE, why_not=rules.why_not_approve, flags_end="dismissed")
_RETURN = _Decision(
    "return", "returned", Permission.HOURS_APPROVE, rules.why_not_return, HoursReturned
)
_REJECT = _Decision(
    "reject",
    "rejected",
    Permission.HOURS_APPROVE,
    rules.why_not_reject,
    HoursRejected,
    flags_end="upheld",
)
_REVOKE = _Decision(
    "revoke",
    "revoked",
    Permission.HOURS_REVOKE,
    rules.why_not_revoke,
    HoursRevoked,
    flags_end="upheld",
)


def approve_batch(staff: Staff, record_ids: Collection[UUID], *, now: datetime) -> BatchOutcome:
    """Approve what can be approved; the rest comes back with reasons, flagged records among it.

    One statement more or less for 1 or 1000 records; what she approved before counts as approved.
    """
    return _decide(staff, record_ids, _APPROVE, reason=None, now=now)


def approve_after_look(staff: Staff, record_id: UUID, note: str, *, now: datetime) -> None:
    """Approve one record whose flags she has looked at; her note stays with them."""
    text = settling_flags.checked_note(note)
    outcome = _decide(staff, [record_id], _APPROVE_SEEN, reason=None, note=text, now=now)
    for refusal in outcome.refused.values():
        raise refusal


def return_batch(
    staff: Staff, record_ids: Collection[UUID], reason: str, *, now: datetime
) -> BatchOutcome:
    """Return records to be mended, with the reason the volunteers will read."""
    return _decide(staff, record_ids, _RETURN, reason=_checked(reason), now=now)


def reject_batch(
    staff: Staff, record_ids: Collection[UUID], reason: str, *, now: datetime
) -> BatchOutcome:
    """Reject records with a reason; each may be appealed once."""
    return _decide(staff, record_ids, _REJECT, reason=_checked(reason), now=now)


def revoke(staff: Staff, record_id: UUID, reason: str, *, now: datetime) -> None:
    """Take an approval back with a reason; the approval stays in the record's history."""
    outcome = _decide(staff, [record_id], _REVOKE, reason=_checked(reason), now=now)
    for refusal in outcome.refused.values():
        raise refusal


def _checked(reason: str) -> str:
    refusal = rules.why_not_this_text(reason, field="reason")
    if refusal is not None:
        raise refusal
    return reason.strip()


def _decide(
    staff: Staff,
    record_ids: Collection[UUID],
    decision: _Decision,
    *,
    reason: str | None,
    note: str | None = None,
    now: datetime,
) -> BatchOutcome:
    staff.require(decision.permission, staff.place.path)
    wanted = list(dict.fromkeys(record_ids))
    if len(wanted) > rules.LARGEST_BATCH:
        raise TooManyAtOnce(most=rules.LARGEST_BATCH)
    outcome = BatchOutcome([], {})
    with transaction():
        records = record_log.locked(wanted)
        if decision is _APPROVE and weighing.weigh_before_approval(records.values(), now=now):
            records = record_log.locked(wanted)  # with the flags that were raised just now
        changing = _sort_out(staff, wanted, records, decision=decision, outcome=outcome)
        if changing:
            _write(staff, changing, decision, reason=reason, now=now)
            if decision.flags_end:
                settling_flags.settle(
                    changing, decision.flags_end, staff, note=note or reason, now=now
                )
            session.flush()
            names = titles({record.activity_id for record in changing})
            happened(decision.event(record_log.told(changing, names), now))
    return outcome


def _sort_out(
    staff: Staff,
    wanted: list[UUID],
    records: dict[UUID, HourRecord],
    *,
    decision: _Decision,
    outcome: BatchOutcome,
) -> list[HourRecord]:
    """Fill the outcome; what comes back is still to be changed."""
    decider = record_log.decider(staff)
    picked = picked_only([record.attendance_id for record in records.values()])
    changing = []
    for record_id in wanted:
        record = records.get(record_id)
        if record is None:
            outcome.refused[record_id] = NotFound()
        elif _was_hers(record, staff, decision):
            outcome.decided.append(record_id)  # the same click again
        elif refusal := decision.why_not(
            record_log.facts(record, picked_by=picked.get(record.attendance_id, frozenset())),
            decider,
        ):
            outcome.refused[record_id] = refusal
        else:
            outcome.decided.append(record_id)
            changing.append(record)
    return changing


def _was_hers(record: HourRecord, staff: Staff, decision: _Decision) -> bool:
    return (
        record.state == decision.state
        and record.decided_by_id == staff.id
        and staff.scope.covers(record.place_path)
    )


def _write(
    staff: Staff,
    records: list[HourRecord],
    decision: _Decision,
    *,
    reason: str | None,
    now: datetime,
) -> None:
    for record in records:
        record.state = decision.state
        record.reason = reason
        record.decided_by_id = staff.id
        record.decided_at = now
        record_log.write_decision(record, decision.word, staff.actor, reason=reason, now=now)
