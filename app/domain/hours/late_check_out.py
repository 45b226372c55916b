"""Forgot to check out: the volunteer says when she left, staff confirm or refuse it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import titles
from app.domain.audit.actors import Actor
from app.domain.hours import check_out_rules, mending, record_log, rules
from app.domain.hours.check_out_stays import forgotten
from app.domain.hours.events import HoursReturned
from app.domain.hours.models import CheckOutRequest, HourRecord
from app.domain.hours.rules import credited_stretch
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def say_when_left(
    volunteer_id: UUID, record_id: UUID, *, left_at: datetime, note: str, now: datetime
) -> None:
    """Ask that a time be taken as the check-out; once, and within a day of being told."""
    with transaction():
        record, person = mending.held(record_id)
        if record.volunteer_id != volunteer_id:
            raise NotFound
        refusal = check_out_rules.why_not_ask(
            forgotten(record),
            state=record.state,
            asked=_request(record_id) is not None,
            left_at=left_at,
            now=now,
        ) or rules.why_not_this_text(note, field="note")
        if refusal is not None:
            raise refusal
        session.add(
            CheckOutRequest(
                id=new_id(), record_id=record_id, left_at=left_at, note=note.strip(), asked_at=now
            )
        )
        words = f"{local(left_at):%H:%M} 离开。{note.strip()}"
        by = Actor("volunteer", volunteer_id, person.name)
        record_log.note(record, "ask_out", by, reason=words, now=now)


def confirm(staff: Staff, record_id: UUID, *, now: datetime) -> None:
    """Believe it: minutes are drawn up within the plan and wait, for somebody else to approve."""
    with transaction():
        record, request = _to_decide(staff, record_id)
        stay = forgotten(record)
        stretch = credited_stretch(
            stay.in_at, request.left_at, starts_at=stay.starts_at, ends_at=stay.ends_at
        )
        credit = record_log.credit_of(record.volunteer_id, stretch, except_for=record.id)
        record_log.take_credit(record, credit)
        record.state, record.reason = "pending", None
        record.mended_by_id, record.confirmed_on_request = staff.id, True
        _close(request, "confirmed", staff, now)
        words = f"{local(request.left_at):%H:%M} 离开"
        record_log.note(record, "confirm", staff.actor, reason=words, now=now)


def refuse(staff: Staff, record_id: UUID, reason: str, *, now: datetime) -> None:
    """Not believed, with the reason she reads; the record stays, to be mended or rejected."""
    with transaction():
        record, request = _to_decide(staff, record_id)
        refusal = rules.why_not_this_text(reason, field="reason")
        if refusal is not None:
            raise refusal
        record.reason = reason.strip()
        _close(request, "refused", staff, now)
        record_log.note(record, "refuse", staff.actor, reason=reason.strip(), now=now)
        session.flush()
        names = titles([record.activity_id])
        happened(HoursReturned(record_log.told([record], names), now))


def _to_decide(staff: Staff, record_id: UUID) -> tuple[HourRecord, CheckOutRequest]:
    record, _ = mending.held(record_id)
    staff.require(Permission.HOURS_APPROVE, record.place_path)
    request = _request(record_id)
    refusal = check_out_rules.why_not_decide_request(
        record_log.facts(record), record_log.decider(staff), request.state if request else None
    )
    if refusal is not None:
        raise refusal
    if request is None:
        raise NotFound
    return record, request


def _request(record_id: UUID) -> CheckOutRequest | None:
    """Read under the record's lock."""
    return session.scalar(
        select(CheckOutRequest)
        .where(CheckOutRequest.record_id == record_id)
        .execution_options(populate_existing=True)
    )


def _close(request: CheckOutRequest, state: str, staff: Staff, now: datetime) -> None:
    request.state, request.decided_by_id, request.decided_at = state, staff.id, now
