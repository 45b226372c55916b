"""Type in who was there without a scan: one person or a whole sheet, and take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import Engagement, engagement
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.walk_ins import living_sign_ups
from app.domain.attachments.keeping import attach
from app.domain.attendance import sheets
from app.domain.attendance.back_filling import who_has_a_stay
from app.domain.hours import back_fill_rows, errors, record_log, rules
from app.domain.hours import back_fill_rules as back_fills
from app.domain.hours.back_fill_rules import HeldSession, LineFacts, Quota
from app.domain.hours.back_fill_weighing import weigh_back_fill
from app.domain.hours.events import BackFillDropped, HoursBackFilled
from app.domain.hours.models import BackFill, BackFillLine, BackFillPicture
from app.domain.hours.quota import entered_this_month, scanned_lately
from app.domain.hours.rules import Credit, Stretch, credited_stretch
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.people.rules import age_on
from app.domain.places.holding import hold_place
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

WITHDRAWN = "录入人已撤回"


@dataclass(frozen=True)
class Entry:
    """What was typed. `stays`: when each person came and left. `sheet_code` may be empty."""

    session_id: UUID
    stays: dict[UUID, Stretch]
    reason: str
    attachment_ids: Sequence[UUID]
    sheet_code: str = ""


def enter(staff: Staff, entry: Entry, *, quota: Quota, now: datetime) -> UUID:
    """Write a back-fill that waits for somebody above; all of it or, with one bad line, nothing.

    Refuses LinesRefused with a reason by person, and what stands in back_fill_rules.
    """
    with transaction():
        people = hold(list(entry.stays))
        there = engagement(entry.session_id, None)
        if there is None:
            raise NotFound
        staff.require(Permission.HOURS_BACK_FILL, there.outline.place_path)
        if there.outline.training:
            raise errors.NoServiceHours(title=there.outline.title)
        refusal = back_fills.why_not_enter(_held_session(there), now=now) or _why_not_whole(entry)
        if refusal is not None:
            raise refusal
        worth = _worth(there, entry)
        if refused := _refused(staff, there, people, worth):
            raise errors.LinesRefused(count=len(refused), refused=refused)
        hold_place(there.outline.place_id)
        minutes = sum(credit.minutes for credit in worth.values())
        _check_quota(there.outline.place_id, minutes, quota, now=now)
        row = _written(staff, there, entry, minutes=minutes, now=now)
        lines = [_line(row, one, entry.stays[one], credit) for one, credit in worth.items()]
        session.add_all(lines)
        session.flush()
        pictures = attach(staff.actor, entry.attachment_ids, now=now)
        session.add_all(BackFillPicture(back_fill_id=row.id, attachment_id=one) for one in pictures)
        session.flush()
        weigh_back_fill(row, lines, pictures, now=now)
        back_fill_rows.note(staff, row, "hours.back_fill", now=now, reason=row.reason)
        session.flush()
        happened(HoursBackFilled(back_fill_rows.told(row, lines), now))
        return row.id


def lines_refused(staff: Staff, entry: Entry) -> dict[UUID, Refusal]:
    """Who of an entry could not be entered, and why; nothing is written."""
    there = engagement(entry.session_id, None)
    if there is None:
        raise NotFound
    staff.require(Permission.HOURS_BACK_FILL, there.outline.place_path)
    with transaction():
        people = hold(list(entry.stays))
        return _refused(staff, there, people, _worth(there, entry))


def withdraw(staff: Staff, back_fill_id: UUID, *, now: datetime) -> None:
    """Who entered it takes it back while it waits; nothing comes of it."""
    with transaction():
        hold([line.volunteer_id for line in back_fill_rows.lines_of([back_fill_id])])
        row = back_fill_rows.held_back_fill(back_fill_id)
        staff.require(Permission.HOURS_BACK_FILL, row.place_path)
        lines = back_fill_rows.lines_of([row.id])
        refusal = back_fills.why_not_withdraw(
            back_fill_rows.facts(row, lines),
            entered_by_id=row.entered_by_id,
            by=record_log.decider(staff),
        )
        if refusal is not None:
            raise refusal
        row.state, row.closed_at = "withdrawn", now
        back_fill_rows.note(staff, row, "hours.withdraw_back_fill", now=now)
        session.flush()
        happened(BackFillDropped(back_fill_rows.told(row, lines), WITHDRAWN, now))


def _held_session(there: Engagement) -> HeldSession:
    plan = there.outline
    return HeldSession(plan.title, there.activity_state, plan.starts_at, plan.ends_at)


def _why_not_whole(entry: Entry) -> Refusal | None:
    if not entry.stays:
        return BadInput(field="lines", problem="请至少填写一个人")
    if len(entry.stays) > back_fills.MOST_LINES:
        return BadInput(field="lines", problem=f"一批最多 {back_fills.MOST_LINES} 人，请分批录入")
    if not entry.attachment_ids:
        return BadInput(field="pictures", problem="请至少上传一张现场照片或签到表照片")
    return rules.why_not_this_text(entry.reason, field="reason")


def _worth(there: Engagement, entry: Entry) -> dict[UUID, Credit]:
    """What each line would count."""
    plan = there.outline
    return record_log.credits_of(
        {
            one: credited_stretch(
                stay.begins, stay.ends, starts_at=plan.starts_at, ends_at=plan.ends_at
            )
            for one, stay in entry.stays.items()
        }
    )


def _refused(
    staff: Staff,
    there: Engagement,
    people: dict[UUID, HeldVolunteer],
    worth: dict[UUID, Credit],
) -> dict[UUID, Refusal]:
    """Whose lines cannot be entered, and why."""
    plan = there.outline
    there_already = who_has_a_stay(plan.session_id, worth)
    waiting = _waiting_lines({one: credit.stretch for one, credit in worth.items()})
    signed_up = living_sign_ups(plan.session_id, worth)
    refused: dict[UUID, Refusal] = {}
    for one, credit in worth.items():
        who = people.get(one)
        line = LineFacts(
            volunteer_state=who.state if who else "left",
            is_who_enters=one == staff.volunteer_id,
            minor_without_sign_up=one not in signed_up and _is_minor(who, plan.starts_at),
            has_stay=one in there_already,
            waits_elsewhere=one in waiting,
            credit=credit,
        )
        if refusal := back_fills.why_not_line(line):
            refused[one] = refusal
    return refused


def _is_minor(who: HeldVolunteer | None, starts_at: datetime) -> bool:
    if who is None or who.birth_date is None:
        return False
    return age_on(who.birth_date, local_date(starts_at)) < ADULT_YEARS


def _waiting_lines(stretches: dict[UUID, Stretch]) -> set[UUID]:
    """Those of these people of whom another back-fill that waits has some of the same time."""
    rows = session.execute(
        select(BackFillLine.volunteer_id, BackFillLine.counted_from, BackFillLine.counted_until)
        .join(BackFill, BackFill.id == BackFillLine.back_fill_id)
        .where(BackFill.state == "waiting", BackFillLine.volunteer_id.in_(stretches))
    )
    return {
        one
        for one, begins, ends in rows
        if begins < stretches[one].ends and ends > stretches[one].begins
    }


def _check_quota(place_id: UUID, minutes: int, quota: Quota, *, now: datetime) -> None:
    refusal = back_fills.why_not_within_quota(
        entered=entered_this_month(place_id, now=now),
        adding=minutes,
        limit=quota.minutes(scanned_lately(place_id, now=now)),
    )
    if refusal is not None:
        raise refusal


def _written(
    staff: Staff, there: Engagement, entry: Entry, *, minutes: int, now: datetime
) -> BackFill:
    plan = there.outline
    people_so_far, minutes_so_far = _of_session(plan.session_id)
    row = BackFill(
        id=new_id(),
        session_id=plan.session_id,
        activity_id=plan.activity_id,
        place_id=plan.place_id,
        place_path=plan.place_path,
        entered_from=staff.place.path,
        sheet_id=_sheet_id(staff, entry),
        reason=entry.reason.strip(),
        people=len(entry.stays),
        minutes=minutes,
        confirmations_needed=back_fills.confirmations_needed(
            people=people_so_far + len(entry.stays), minutes=minutes_so_far + minutes
        ),
        state="waiting",
        entered_by_id=staff.id,
        entered_at=now,
        due_on=rules.due_on(now),
    )
    session.add(row)
    session.flush()
    return row


def _of_session(session_id: UUID) -> tuple[int, int]:
    """People and minutes of the session's back-fills so far: halves make no two small ones."""
    query = select(
        func.coalesce(func.sum(BackFill.people), 0), func.coalesce(func.sum(BackFill.minutes), 0)
    ).where(BackFill.session_id == session_id, BackFill.state.in_(("waiting", "confirmed")))
    row = session.execute(query).one()
    return int(row[0]), int(row[1])


def _sheet_id(staff: Staff, entry: Entry) -> UUID | None:
    if not entry.sheet_code.strip():
        return None
    sheet = sheets.sheet_with(entry.sheet_code, within=staff.scope)
    if sheet.session_id != entry.session_id:
        raise BadInput(field="sheet_code", problem="这个编号是另一场的签到表")
    return sheet.id


def _line(row: BackFill, volunteer_id: UUID, stay: Stretch, credit: Credit) -> BackFillLine:
    return BackFillLine(
        id=new_id(),
        back_fill_id=row.id,
        volunteer_id=volunteer_id,
        in_at=stay.begins,
        out_at=stay.ends,
        counted_from=credit.stretch.begins,
        counted_until=credit.stretch.ends,
        minutes=credit.minutes,
    )
