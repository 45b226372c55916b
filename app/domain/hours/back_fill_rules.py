"""Hours typed in without a scan: when, how much, and who confirms. Numbers: docs/rules.md, Hours.

The trade in hours lives on entries that one person types in alone; here two names stand behind
each, from two levels, with a picture.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.domain.activities.engagements import TOOK_PLACE
from app.domain.attendance.rules import CHECK_OUT_GRACE, OPENS_BEFORE_START
from app.domain.hours import errors
from app.domain.hours.rules import OVERLAPPED, Credit, Decider, Stretch, due_on
from app.kernel.calendar import SHANGHAI, local, local_date
from app.kernel.refusal import BadInput, NotFound, Refusal

TWO_LOOK_ABOVE_PEOPLE = 20
TWO_LOOK_ABOVE_MINUTES = 40 * 60
MOST_LINES = 200
KEYS_COUNT_FOR = timedelta(days=7)  # before an entry: whose account it may have been
SCANNED_WITHIN = timedelta(days=92)  # what a unit's quota is a share of
STANDINGS = {
    "waiting": "待核对",
    "confirmed": "已核对入账",
    "refused": "未通过",
    "withdrawn": "已撤回",
}


@dataclass(frozen=True)
class Quota:
    """How much of what a unit scanned lately it may type in within a month, and at least that."""

    share_percent: int
    floor_minutes: int

    def minutes(self, scanned_minutes: int) -> int:
        """The month's limit."""
        return max(self.floor_minutes, scanned_minutes * self.share_percent // 100)


@dataclass(frozen=True)
class HeldSession:
    """A session as far as it matters whether it took place."""

    title: str
    activity_state: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class LineFacts:
    """What one line is judged by."""

    volunteer_state: str
    is_who_enters: bool
    minor_without_sign_up: bool
    has_stay: bool
    waits_elsewhere: bool
    credit: Credit


@dataclass(frozen=True)
class BackFillFacts:
    """A back-fill as the rules see it. `behind` are all who stand behind it already."""

    state: str
    place_path: str
    entered_from: str
    entered_at_centre: bool
    volunteer_ids: frozenset[UUID]
    behind: tuple["Person", ...]


@dataclass(frozen=True)
class Person:
    """A member of staff as one human being: two accounts of one are one."""

    staff_id: UUID
    volunteer_id: UUID | None
    phone: str

    def is_same_as(self, other: "Person") -> bool:
        """Whether two accounts are one person's, as far as we can know."""
        return (
            self.staff_id == other.staff_id
            or self.phone == other.phone
            or (self.volunteer_id is not None and self.volunteer_id == other.volunteer_id)
        )


def last_day(ends_at: datetime) -> date:
    """The last day to enter hours of a session: as many working days as to decide them."""
    return due_on(ends_at)


def why_not_enter(held: HeldSession, *, now: datetime) -> Refusal | None:
    """Only what was published, took place and is over, and not long ago."""
    if held.activity_state not in TOOK_PLACE:
        return errors.DidNotTakePlace(title=held.title)
    if now < held.ends_at:
        return errors.NotOverYet(ends_at=held.ends_at)
    if local_date(now) > last_day(held.ends_at):
        day = last_day(held.ends_at)
        return errors.BackFillTooLate(day=f"{day.month}月{day.day}日")
    return None


def stay_from(came: time, left: time, *, starts_at: datetime, ends_at: datetime) -> Stretch:
    """Two times on a clock as moments around a session; refuses what lies outside it.

    The first moment from half an hour before the start on at which the clock showed the one, and
    the first after it at which it showed the other: a night may lie between.
    """
    opens, closes = starts_at - OPENS_BEFORE_START, ends_at + CHECK_OUT_GRACE
    in_at = _first(came, opens)
    out_at = _first(left, in_at + timedelta(minutes=1))
    if in_at >= ends_at:
        raise BadInput(field="came", problem=f"到场时间要在 {_span(opens, ends_at)} 之间")
    if out_at > closes:
        raise BadInput(field="left", problem=f"离开时间要晚于到场，且不晚于 {local(closes):%H:%M}")
    if out_at <= starts_at:
        raise BadInput(field="left", problem=f"活动 {local(starts_at):%H:%M} 开始，之前的不计时长")
    return Stretch(in_at, out_at)


def _first(clock_time: time, after: datetime) -> datetime:
    day = local(after).date()
    found = datetime.combine(day, clock_time, tzinfo=SHANGHAI)
    return found if found >= after else found + timedelta(days=1)


def _span(begins: datetime, ends: datetime) -> str:
    return f"{local(begins):%H:%M}—{local(ends):%H:%M}"


def why_not_line(facts: LineFacts) -> Refusal | None:
    """A known, active person who has no stay here and loses nothing of another record's time."""
    if facts.is_who_enters:
        return errors.OwnBackFill()
    if facts.volunteer_state != "active":
        return errors.NotActive()
    if facts.minor_without_sign_up:
        return errors.MinorNotSignedUp()
    if facts.has_stay:
        return errors.HasAStay()
    if facts.waits_elsewhere:
        return errors.WaitsElsewhere()
    if OVERLAPPED in facts.credit.notes:
        return errors.OverlapsAnother()
    return errors.NothingLeftOfTheDay() if facts.credit.minutes == 0 else None


def why_not_within_quota(*, entered: int, adding: int, limit: int) -> Refusal | None:
    """A unit's month."""
    if entered + adding <= limit:
        return None
    left = max(0, limit - entered)
    return errors.OverTheQuota(limit=limit // 60, left=left, adding=adding)


def confirmations_needed(*, people: int, minutes: int) -> int:
    """Two for what is large, all back-fills of the session taken together."""
    large = people > TWO_LOOK_ABOVE_PEOPLE or minutes > TWO_LOOK_ABOVE_MINUTES
    return 2 if large else 1


def why_not_decide(facts: BackFillFacts, by: Decider, person: Person) -> Refusal | None:
    """By another person, from a place above the one it was entered at, who gains nothing by it.

    Above the centre there is nobody: what was entered there another person there confirms.
    """
    if not by.scope.covers(facts.place_path):
        return NotFound()
    if facts.state != "waiting":
        return errors.BackFillDecided(standing=STANDINGS[facts.state])
    if any(person.is_same_as(other) for other in facts.behind):
        return errors.StandsBehindItAlready()
    if by.volunteer_id is not None and by.volunteer_id in facts.volunteer_ids:
        return errors.GainsByIt()
    above = by.scope.strictly_above(facts.entered_from)
    if not above and not (facts.entered_at_centre and by.at_centre):
        return errors.ConfirmedFromAbove()
    return None


def why_not_withdraw(facts: BackFillFacts, *, entered_by_id: UUID, by: Decider) -> Refusal | None:
    """By who entered it, while it waits."""
    if not by.scope.covers(facts.place_path):
        return NotFound()
    if entered_by_id != by.staff_id:
        return errors.EnteredByAnother()
    if facts.state != "waiting":
        return errors.BackFillDecided(standing=STANDINGS[facts.state])
    return None
