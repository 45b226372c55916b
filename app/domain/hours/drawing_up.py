"""Draw up a record when somebody has checked out, or never did."""

from datetime import datetime
from uuid import UUID

from app.domain.activities.events import SessionProlonged
from app.domain.attendance.errors import UndoNotPossible
from app.domain.attendance.events import CheckedOut, CheckOutsMissed, Stay, StayCorrected
from app.domain.attendance.queries import attendances
from app.domain.audit.actors import SYSTEM
from app.domain.hours import overtaken, record_log
from app.domain.hours.events import HoursReturned, HoursUnconfirmed
from app.domain.hours.models import HourRecord
from app.domain.hours.rules import (
    CHECK_OUT_MISSED,
    CHECK_OUT_UNDONE,
    NOT_PRESENT,
    Credit,
    Stretch,
    credited_stretch,
    due_on,
)
from app.kernel.calendar import local, local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id


def draw_up(checked_out: CheckedOut) -> None:
    """A record for a stay that has ended. Follows a check-out, in its transaction.

    What comes to nothing is returned at once with the reason, so that somebody looks at it. Who
    learned in a course served nobody: that is the room `training`'s.
    """
    stay, now = checked_out.stay, checked_out.now
    if stay.plan.training:
        return
    credit = _credit(stay)
    notes = ";".join(credit.notes)
    reason = None if credit.minutes else notes or NOT_PRESENT
    record = record_of(stay, credit, reason=reason, now=now)
    write([record], note=notes or None)
    if reason:
        titles = {stay.plan.activity_id: stay.plan.title}
        happened(HoursReturned(record_log.told([record], titles), now))


def _credit(stay: Stay, *, except_for: UUID | None = None) -> Credit:
    stretch = credited_stretch(
        stay.in_at,
        stay.out_at or stay.in_at,
        starts_at=stay.plan.starts_at,
        ends_at=stay.plan.ends_at,
    )
    return record_log.credit_of(stay.volunteer_id, stretch, except_for=except_for)


def draw_up_again(corrected: StayCorrected) -> None:
    """The record follows its stay, until staff have mended or decided it.

    A time confirmed on request gives way to a real check-out. After that a scan that came late
    changes no minutes: the record's history tells that it came.
    """
    stay, now = corrected.stay, corrected.now
    if stay.plan.training:
        return
    record = record_log.of_stay(stay.attendance_id)
    if record is None:
        if stay.out_at is not None:
            draw_up(CheckedOut(stay, now))
        return
    if _stands(record):
        if stay.out_at is None:
            raise UndoNotPossible
        _tell_unchanged(record, stay, now=now)
        return
    _redraw(record, stay, now=now)


def _stands(record: HourRecord) -> bool:
    by_staff = record.mended_by_id is not None and not record.confirmed_on_request
    return record.decided_by_id is not None or by_staff


def _tell_unchanged(record: HourRecord, stay: Stay, *, now: datetime) -> None:
    out_at = local(stay.out_at or stay.in_at)
    why = f"在场 {local(stay.in_at):%H:%M}—{out_at:%H:%M}；时长已经工作人员处理，没有变动"
    record_log.write_decision(record, "late_scan", SYSTEM, reason=why, now=now)
    session.flush()


def _redraw(record: HourRecord, stay: Stay, *, now: datetime) -> None:
    credit = _credit(stay, except_for=record.id)
    reason = CHECK_OUT_UNDONE if stay.out_at is None else None
    if reason is None and not credit.minutes:
        reason = ";".join(credit.notes) or NOT_PRESENT
    record_log.take_credit(record, credit)
    record.state, record.reason = "returned" if reason else "pending", reason
    record.mended_by_id, record.confirmed_on_request = None, False
    if stay.out_at is None:
        overtaken.reopen_request(record, now=now)
    else:
        why = f"已收到 {local(stay.out_at):%H:%M} 的签退，以签退为准"
        overtaken.close_request(record, why, now=now)
    record_log.write_decision(record, "redrawn", SYSTEM, reason=reason, now=now)
    session.flush()


def draw_up_prolonged(prolonged: SessionProlonged) -> None:
    """Who left after the planned end is credited by the new plan, unless somebody has decided."""
    records = record_log.undecided_of(prolonged.session_id)
    stays = attendances([record.attendance_id for record in records])
    for record in records:
        stay = stays[record.attendance_id]
        if stay.out_at is None or stay.out_at <= prolonged.ended_at:
            continue
        stretch = Stretch(record.counted_from, min(stay.out_at, prolonged.ends_at))
        credit = record_log.credit_of(record.volunteer_id, stretch, except_for=record.id)
        record_log.take_credit(record, credit)
        if credit.minutes:  # it may have come to nothing by the plan as it was
            record.state, record.reason = "pending", None
        record_log.write_decision(record, "redrawn", SYSTEM, reason="活动延长", now=prolonged.now)
        session.flush()


def draw_up_missed(missed: CheckOutsMissed) -> None:
    """Records of nothing, until it is confirmed when these people left."""
    stays = [stay for stay in missed.stays if not stay.plan.training]
    if not stays:
        return
    there = record_log.of_stays([stay.attendance_id for stay in stays])
    records = [
        record_of(stay, _nothing(stay), reason=CHECK_OUT_MISSED, now=missed.now)
        for stay in stays
        if stay.attendance_id not in there
    ]
    write(records, note=CHECK_OUT_MISSED)
    # Undone check-outs have left records behind; what somebody mended or decided stays so.
    undone = [one for one in there.values() if one.reason == CHECK_OUT_UNDONE]
    for record in undone:
        record.reason = CHECK_OUT_MISSED
        record_log.write_decision(
            record, "redrawn", SYSTEM, reason=CHECK_OUT_MISSED, now=missed.now
        )
    session.flush()
    titles = {stay.plan.activity_id: stay.plan.title for stay in stays}
    told = record_log.told([*records, *undone], titles)
    happened(HoursUnconfirmed(told, missed.now))


def _nothing(stay: Stay) -> Credit:
    begins = min(max(stay.in_at, stay.plan.starts_at), stay.plan.ends_at)
    return Credit(Stretch(begins, begins), 0, False, (CHECK_OUT_MISSED,))


def write(records: list[HourRecord], *, note: str | None) -> None:
    """Records that have just been drawn up, each with the first line of its history."""
    session.add_all(records)
    session.flush()
    for record in records:
        record_log.write_decision(record, "drawn_up", SYSTEM, reason=note, now=record.created_at)
    session.flush()


def record_of(stay: Stay, credit: Credit, *, reason: str | None, now: datetime) -> HourRecord:
    """The row for a stay; with a reason it is returned at once."""
    return HourRecord(
        id=new_id(),
        attendance_id=stay.attendance_id,
        volunteer_id=stay.volunteer_id,
        activity_id=stay.plan.activity_id,
        session_id=stay.plan.session_id,
        place_id=stay.plan.place_id,
        place_path=stay.plan.place_path,
        service_date=local_date(credit.stretch.begins),
        counted_from=credit.stretch.begins,
        counted_until=credit.stretch.ends,
        minutes=credit.minutes,
        needs_second_look=credit.needs_second_look,
        state="returned" if reason else "pending",
        reason=reason,
        due_on=due_on(stay.plan.ends_at),
        created_at=now,
    )
