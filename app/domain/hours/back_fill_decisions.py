"""Somebody above looks at what was typed in, and confirms or refuses it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import gave_keys
from app.domain.activities.engagements import SessionOutline, outlines, titles
from app.domain.activities.walk_ins import sign_ups_or_walk_ins
from app.domain.attendance.back_filling import TypedStay, enter_stays, who_has_a_stay
from app.domain.attendance.events import Stay
from app.domain.hours import back_fill_rows, errors, record_log, rules, settling_flags
from app.domain.hours import back_fill_rules as back_fills
from app.domain.hours.drawing_up import record_of
from app.domain.hours.events import BackFillDropped, HoursApproved
from app.domain.hours.models import BackFill, BackFillConfirmation, BackFillLine, HourRecord
from app.domain.hours.rules import OVERLAPPED, Credit, Stretch
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Confirmed:
    """What came of a confirmation. `waits`: a second person has to look, nothing counts yet."""

    waits: bool
    credited: int
    left_out: int


def confirm(staff: Staff, back_fill_id: UUID, note: str = "", *, now: datetime) -> Confirmed:
    """Stand behind it; with the last name needed, stays and approved records are written.

    Who has got a stay or another record in the meantime is left out, with the reason. What was
    flagged wants a note on how it was looked into: BadInput without one.
    """
    with transaction():
        row, lines, people = _to_decide(staff, back_fill_id)
        _refuse_keys(staff, row)
        seen = settling_flags.checked_note(note) if row.open_flags else None
        entry_id = back_fill_rows.note(staff, row, "hours.confirm_back_fill", now=now, reason=seen)
        session.add(
            BackFillConfirmation(id=entry_id, back_fill_id=row.id, staff_id=staff.id, at=now)
        )
        session.flush()
        if len(back_fill_rows.confirmations_of([row.id])) < row.confirmations_needed:
            return Confirmed(True, 0, 0)
        row.state, row.closed_at = "confirmed", now
        settling_flags.settle_back_fill(row, "dismissed", staff, note=seen, now=now)
        plan = outlines([row.session_id])[row.session_id]
        worth = _credits(plan, lines, people)
        still = {one: worth[one.volunteer_id] for one in lines if one.left_out is None}
        written = _write(staff, row, plan, still, now=now) if still else []
        dropped = [line for line in lines if line.left_out is not None]
        session.flush()
        if written:
            names = titles([row.activity_id])
            happened(HoursApproved(record_log.told(written, names), now))
        for line in dropped:
            happened(BackFillDropped(back_fill_rows.told(row, [line]), line.left_out or "", now))
        return Confirmed(False, len(written), len(dropped))


def refuse(staff: Staff, back_fill_id: UUID, reason: str, *, now: datetime) -> None:
    """Nothing comes of it, with the reason the volunteers read."""
    with transaction():
        row, lines, _ = _to_decide(staff, back_fill_id)
        refusal = rules.why_not_this_text(reason, field="reason")
        if refusal is not None:
            raise refusal
        row.state, row.closed_at = "refused", now
        row.refused_by_id, row.refusal = staff.id, reason.strip()
        settling_flags.settle_back_fill(row, "upheld", staff, note=row.refusal, now=now)
        back_fill_rows.note(staff, row, "hours.refuse_back_fill", now=now, reason=row.refusal)
        session.flush()
        happened(BackFillDropped(back_fill_rows.told(row, lines), row.refusal, now))


def _to_decide(
    staff: Staff, back_fill_id: UUID
) -> tuple[BackFill, list[BackFillLine], dict[UUID, HeldVolunteer]]:
    """The people first, then the row: the order everything locks in."""
    people = hold([line.volunteer_id for line in back_fill_rows.lines_of([back_fill_id])])
    row = back_fill_rows.held_back_fill(back_fill_id)
    staff.require(Permission.HOURS_CONFIRM, row.place_path)
    lines = back_fill_rows.lines_of([row.id])
    refusal = back_fills.why_not_decide(
        back_fill_rows.facts(row, lines), record_log.decider(staff), back_fill_rows.person(staff)
    )
    if refusal is not None:
        raise refusal
    return row, lines, people


def _refuse_keys(staff: Staff, row: BackFill) -> None:
    """Nobody confirms what an account stands behind that she could have signed in with herself."""
    behind = [
        row.entered_by_id,
        *(one.staff_id for one in back_fill_rows.confirmations_of([row.id])),
    ]
    if gave_keys(staff, behind, since=row.entered_at - back_fills.KEYS_COUNT_FOR):
        raise errors.GaveTheKeys


def _credits(
    plan: SessionOutline, lines: list[BackFillLine], people: dict[UUID, HeldVolunteer]
) -> dict[UUID, Credit]:
    """What each line counts now; notes on a line why nothing comes of it any more."""
    stretches = {one.volunteer_id: Stretch(one.counted_from, one.counted_until) for one in lines}
    worth = record_log.credits_of(stretches)
    there_already = who_has_a_stay(plan.session_id, stretches)
    for line in lines:
        who, credit = people.get(line.volunteer_id), worth[line.volunteer_id]
        why: Refusal | None = None
        if who is None or who.state == "left":
            why = errors.NotActive()
        elif line.volunteer_id in there_already:
            why = errors.HasAStay()
        elif OVERLAPPED in credit.notes:
            why = errors.OverlapsAnother()
        elif credit.minutes == 0:
            why = errors.NothingLeftOfTheDay()
        line.left_out = why.sentence if why else None
    return worth


def _write(
    staff: Staff,
    row: BackFill,
    plan: SessionOutline,
    worth: dict[BackFillLine, Credit],
    *,
    now: datetime,
) -> list[HourRecord]:
    """Stays typed in by who entered them, records approved by who confirms."""
    sign_ups = sign_ups_or_walk_ins(plan.session_id, [one.volunteer_id for one in worth], now=now)
    stays = [
        TypedStay(one.volunteer_id, sign_ups[one.volunteer_id], one.in_at, one.out_at)
        for one in worth
    ]
    attendance_ids = enter_stays(plan, stays, staff_id=row.entered_by_id)
    records = []
    for one, credit in worth.items():
        stay = Stay(attendance_ids[one.volunteer_id], one.volunteer_id, plan, one.in_at, one.out_at)
        record = record_of(stay, credit, reason=None, now=now)
        record.back_fill_id, record.state = row.id, "approved"
        record.decided_by_id, record.decided_at = staff.id, now
        records.append(record)
    session.add_all(records)
    session.flush()
    _write_decisions(staff, row, records, now=now)
    return records


def _write_decisions(
    staff: Staff, row: BackFill, records: list[HourRecord], *, now: datetime
) -> None:
    entered_by = access.staff_member(row.entered_by_id, EVERYWHERE)
    for record in records:
        record_log.write_decision(
            record, "back_fill", entered_by.actor, reason=row.reason, now=row.entered_at
        )
        record_log.note(record, "approve", staff.actor, reason="核对补录", now=now)
