"""What is credited, and who may decide. Numbers and their sources: docs/rules.md, Hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.hours import errors
from app.domain.places.scope import Scope
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, NotFound, Refusal

AUTOMATIC_MINUTES_A_DAY = 480
LONGEST_MINUTES_A_DAY = 720
WORKING_DAYS_TO_DECIDE = 10
LARGEST_BATCH = 1000
A_MINUTE = timedelta(minutes=1)
LONGEST_REASON = 200
LONGEST_LIST = 5_000  # records in one export
# Records in these states hold their minutes: nobody else's decision may credit them again.
HOLDING_STATES = ("pending", "returned", "approved", "frozen")
STANDINGS = {
    "pending": "待认定",
    "approved": "已认定",
    "returned": "已退回待补正",
    "rejected": "已驳回",
    "revoked": "已撤销",
    "frozen": "异议核实中",
    "superseded": "已被更正替代",
}
UNCONFIRMED = "待确认"
CHECK_OUT_MISSED = "没有签退记录，离开时间待确认"
CHECK_OUT_UNDONE = "签退已撤销，等待重新签退"
NOT_PRESENT = "计划时间内没有可计的在场时间"
OVERLAPPED = "与其他记录重叠的时间不重复计"
OVER_THE_DAY = "当日累计超过 12 小时的部分不计"


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, half-open; empty when it begins where it ends."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class HeldMinutes:
    """What another record of the same person already holds."""

    stretch: Stretch
    minutes: int


@dataclass(frozen=True)
class Credit:
    """What one stay is worth: minutes, whether they need a second look, and what was left out."""

    stretch: Stretch
    minutes: int
    needs_second_look: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RecordFacts:
    """A record as the rules see it."""

    state: str
    minutes: int
    volunteer_id: UUID
    place_path: str
    needs_second_look: bool
    mended_by_id: UUID | None
    decided_by_id: UUID | None
    appealed: bool
    open_flags: int = 0
    picked_by: frozenset[UUID] = frozenset()  # when no scan of hers stands behind in and out


@dataclass(frozen=True)
class Decider:
    """A member of staff as the rules see her; `at_centre`: nobody stands above her.

    `accounts`: others that are hers, too, as far as we can know.
    """

    staff_id: UUID
    volunteer_id: UUID | None
    scope: Scope
    at_centre: bool
    accounts: frozenset[UUID] = frozenset()

    def is_behind(self, account: UUID | None) -> bool:
        """Whether what an account did, she did."""
        return account is not None and (account == self.staff_id or account in self.accounts)


def credited_stretch(
    in_at: datetime, out_at: datetime, *, starts_at: datetime, ends_at: datetime
) -> Stretch:
    """The part of the stay within the planned time; empty if there is none."""
    begins = min(max(in_at, starts_at), ends_at)
    return Stretch(begins, max(begins, min(out_at, ends_at)))


def countable_stretch(
    in_at: datetime, out_at: datetime | None, *, starts_at: datetime, ends_at: datetime
) -> Stretch:
    """The longest that staff may count when they mend; without a check-out, to the planned end."""
    return credited_stretch(in_at, out_at or ends_at, starts_at=starts_at, ends_at=ends_at)


def credited_minutes(stretch: Stretch, *, elsewhere: Iterable[Stretch] = ()) -> int:
    """Whole minutes of a stretch that no other record of the person holds."""
    return _alone(stretch, elsewhere) // A_MINUTE


def _alone(stretch: Stretch, elsewhere: Iterable[Stretch]) -> timedelta:
    left = stretch.ends - stretch.begins
    reached = stretch.begins
    for other in sorted(elsewhere, key=lambda held: held.begins):
        begins, ends = max(other.begins, reached), min(other.ends, stretch.ends)
        if ends > begins:
            left -= ends - begins
            reached = ends
    return left


def credit(stretch: Stretch, others: Sequence[HeldMinutes] = ()) -> Credit:
    """Credit a stretch: no minute twice, at most twelve hours a day, a second look above eight.

    Each local day has its own cap, so a night is split at midnight.
    """
    whole = credited_minutes(stretch)
    elsewhere = [held.stretch for held in others]
    alone = credited_minutes(stretch, elsewhere=elsewhere)
    left, above = timedelta(), False
    for part in by_local_day(stretch):
        held = sum(_minutes_on(local_date(part.begins), other) for other in others)
        most = timedelta(minutes=max(0, LONGEST_MINUTES_A_DAY - held))
        mine = min(_alone(part, elsewhere), most)
        left += mine
        above = above or (mine >= A_MINUTE and held + mine // A_MINUTE > AUTOMATIC_MINUTES_A_DAY)
    minutes = left // A_MINUTE
    notes = [OVERLAPPED] if alone < whole else []
    notes += [OVER_THE_DAY] if minutes < alone else []
    notes += [NOT_PRESENT] if whole == 0 else []
    return Credit(stretch, minutes, minutes > 0 and above, tuple(notes))


def by_local_day(stretch: Stretch) -> list[Stretch]:
    """The stretch cut at each midnight in Shanghai; one empty part when it is empty."""
    parts, begins = [], stretch.begins
    while (midnight := end_of_day(local_date(begins))) < stretch.ends:
        parts.append(Stretch(begins, midnight))
        begins = midnight
    return [*parts, Stretch(begins, stretch.ends)]


def _minutes_on(day: date, held: HeldMinutes) -> int:
    """What another record holds of a day: its minutes, filled from its beginning on."""
    *before, last = by_local_day(held.stretch)
    left = held.minutes
    for part in before:
        here = min(left, (part.ends - part.begins) // A_MINUTE)
        if local_date(part.begins) == day:
            return here
        left -= here
    return left if local_date(last.begins) == day else 0


def due_on(ends_at: datetime) -> date:
    """The day by which a record is decided: ten working days after the session or the appeal."""
    return working_days_after(local_date(ends_at), WORKING_DAYS_TO_DECIDE)


def why_not_approve(record: RecordFacts, by: Decider) -> Refusal | None:
    """Outside the scope it is not found; nobody approves her own record or one she mended.

    Nor one that rests on her word alone: two names stand behind what nobody scanned.
    """
    return (
        _why_not_this_record(record, by, ("pending",))
        or (errors.MendedByApprover() if by.is_behind(record.mended_by_id) else None)
        or _why_not_on_her_word(record, by)
        or _why_not_after_rejection(record, by)
        or _why_not_at_this_level(record, by)
        or (errors.NothingToCredit() if record.minutes == 0 else None)
    )


def why_not_approve_unseen(record: RecordFacts, by: Decider) -> Refusal | None:
    """Among many, only what nothing speaks against: a flagged record wants a look of its own."""
    return why_not_approve(record, by) or (
        errors.NeedsALook(count=record.open_flags) if record.open_flags else None
    )


def why_not_dismiss(record: RecordFacts | None, by: Decider) -> Refusal | None:
    """Flags of an approved record: looked at by somebody who did not approve it."""
    if record is None:
        return NotFound()
    return (
        _why_not_this_record(record, by, ("approved",))
        or (errors.NothingToLookAt() if not record.open_flags else None)
        or (errors.ApprovedByHer() if by.is_behind(record.decided_by_id) else None)
    )


def why_not_return(record: RecordFacts, by: Decider) -> Refusal | None:
    """A pending record goes back to be mended."""
    return _why_not_this_record(record, by, ("pending",)) or _why_not_after_rejection(record, by)


def why_not_reject(record: RecordFacts, by: Decider) -> Refusal | None:
    """Pending records, and returned ones that nobody can mend."""
    return _why_not_this_record(record, by, ("pending", "returned")) or _why_not_after_rejection(
        record, by
    )


def why_not_revoke(record: RecordFacts, by: Decider) -> Refusal | None:
    """Only what was approved can be revoked."""
    return _why_not_this_record(record, by, ("approved",))


def why_not_mend(
    record: RecordFacts, by: Decider, stretch: Stretch, stay: Stretch
) -> Refusal | None:
    """Only what was returned, and only to times within the plan and the stay."""
    refusal = _why_not_hers(record, by)
    if refusal is not None:
        return refusal
    if record.state != "returned":
        return errors.NotReturned(standing=STANDINGS[record.state])
    if not stay.begins <= stretch.begins < stretch.ends <= stay.ends:
        return errors.OutsideStay(earliest=stay.begins, latest=stay.ends)
    return None


def why_not_appeal(record: RecordFacts, volunteer_id: UUID) -> Refusal | None:
    """Her own rejected record, once."""
    if record.volunteer_id != volunteer_id:
        return NotFound()
    if record.appealed:
        return errors.AlreadyAppealed()
    if record.state != "rejected":
        return errors.NotRejected(standing=STANDINGS[record.state])
    return None


def why_not_this_text(text: str, *, field: str) -> Refusal | None:
    """A reason is written, and fits."""
    if not text.strip():
        return BadInput(field=field, problem="请写明理由")
    if len(text.strip()) > LONGEST_REASON:
        return BadInput(field=field, problem=f"最多 {LONGEST_REASON} 个字")
    return None


def _why_not_this_record(
    record: RecordFacts, by: Decider, states: tuple[str, ...]
) -> Refusal | None:
    refusal = _why_not_hers(record, by)
    if refusal is None and record.state not in states:
        return errors.AlreadyDecided(standing=STANDINGS[record.state])
    return refusal


def _why_not_hers(record: RecordFacts, by: Decider) -> Refusal | None:
    if not by.scope.covers(record.place_path):
        return NotFound()
    if by.volunteer_id is not None and record.volunteer_id == by.volunteer_id:
        return errors.OwnRecord()
    return None


def _why_not_on_her_word(record: RecordFacts, by: Decider) -> Refusal | None:
    picked_by = record.picked_by
    if picked_by and all(by.is_behind(one) for one in picked_by):
        return errors.PickedByApprover()
    return None


def _why_not_after_rejection(record: RecordFacts, by: Decider) -> Refusal | None:
    if record.appealed and record.state == "pending" and by.is_behind(record.decided_by_id):
        return errors.RejectedByApprover()
    return None


def _why_not_at_this_level(record: RecordFacts, by: Decider) -> Refusal | None:
    above = by.at_centre or by.scope.strictly_above(record.place_path)
    return errors.NeedsSecondLook() if record.needs_second_look and not above else None
