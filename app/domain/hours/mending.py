"""Put a returned record right, or ask again about a rejected one; someone else decides it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import outlines
from app.domain.attendance.queries import attendance
from app.domain.audit.actors import Actor
from app.domain.hours import overtaken, record_log, rules
from app.domain.hours.models import HourRecord
from app.domain.hours.rules import Stretch, countable_stretch
from app.domain.people.holding import HeldVolunteer, hold
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def mend(
    staff: Staff,
    record_id: UUID,
    *,
    counted_from: datetime,
    counted_until: datetime,
    note: str,
    now: datetime,
) -> None:
    """Set what is counted of a returned record; it waits again, for somebody else to approve.

    Only within the plan and the stay: nobody is credited for time she was not there.
    """
    with transaction():
        record, _ = held(record_id)
        staff.require(Permission.HOURS_APPROVE, record.place_path)
        stretch = Stretch(counted_from, counted_until)
        refusal = rules.why_not_mend(
            record_log.facts(record), record_log.decider(staff), stretch, countable_of(record)
        ) or rules.why_not_this_text(note, field="note")
        if refusal is not None:
            raise refusal
        record_log.take_credit(
            record, record_log.credit_of(record.volunteer_id, stretch, except_for=record.id)
        )
        record.state = "pending"
        record.reason = None
        record.mended_by_id, record.confirmed_on_request = staff.id, False
        why = "工作人员已补正时长"
        overtaken.close_request(record, why, by=staff.actor, now=now)
        record_log.note(record, "mend", staff.actor, reason=note.strip(), now=now)


def appeal(volunteer_id: UUID, record_id: UUID, text: str, *, now: datetime) -> None:
    """The volunteer asks again, once; who rejected it does not decide it this time."""
    with transaction():
        record, person = held(record_id)
        refusal = rules.why_not_appeal(
            record_log.facts(record), volunteer_id
        ) or rules.why_not_this_text(text, field="text")
        if refusal is not None:
            raise refusal
        # A rejected record holds no minutes: others may have been credited since.
        stretch = Stretch(record.counted_from, record.counted_until)
        record_log.take_credit(
            record, record_log.credit_of(volunteer_id, stretch, except_for=record.id)
        )
        record.state = "pending"
        record.appealed_at = now
        record.due_on = rules.due_on(now)
        record_log.note(
            record,
            "appeal",
            Actor("volunteer", volunteer_id, person.name),
            reason=text.strip(),
            now=now,
        )


def held(record_id: UUID) -> tuple[HourRecord, HeldVolunteer]:
    """The record, locked after its volunteer: the order everything here locks in."""
    volunteer_id = session.scalar(select(HourRecord.volunteer_id).where(HourRecord.id == record_id))
    if volunteer_id is None:
        raise NotFound
    person = hold([volunteer_id])[volunteer_id]
    return record_log.locked([record_id])[record_id], person


def countable_of(record: HourRecord) -> Stretch:
    """The longest that can be counted; without a check-out, until the planned end."""
    plan = outlines([record.session_id])[record.session_id]
    came = attendance(record.attendance_id)
    return countable_stretch(
        came.in_at, came.out_at, starts_at=plan.starts_at, ends_at=plan.ends_at
    )
