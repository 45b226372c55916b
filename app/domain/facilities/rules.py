"""A booking's states, who may book, when and how often. Sources: docs/rules.md, Facilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.facilities import errors
from app.domain.facilities.half_hours import is_whole
from app.domain.messaging.words import hours_in_words
from app.domain.places.opening_hours import OpeningHours, day_in_words, spans_on, within_hours
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput, Refusal

LONGEST_PURPOSE, SHORTEST_PURPOSE = 100, 2
LONGEST_REASON, SHORTEST_REASON = 200, 2
STAFF_DAYS_AHEAD = 180
REMIND_BEFORE = timedelta(days=1)
SAID_WITHIN = timedelta(days=7)
CONTACT_KEPT = timedelta(days=30)
MOST_OPEN_EVER, MOST_MISSED_EVER, MOST_DAYS_EVER = 20, 20, 365


class State(StrEnum):
    """Where a booking stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    LAPSED = "lapsed"
    NO_SHOW = "no_show"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return TITLES[self]


class Decision(StrEnum):
    """What is decided about a booking; CANCEL is of who booked, LAPSE the clock's."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    CALL_OFF = "call_off"
    LAPSE = "lapse"
    MISS = "miss"
    CAME = "came"


TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.ASKED: "等待确认",
        State.APPROVED: "已约好",
        State.DECLINED: "未同意",
        State.CANCELLED: "已取消",
        State.CALLED_OFF: "场地方已取消",
        State.LAPSED: "未及时确认",
        State.NO_SHOW: "没有来",
    }
)
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (State.ASKED, Decision.APPROVE): State.APPROVED,
        (State.ASKED, Decision.DECLINE): State.DECLINED,
        (State.ASKED, Decision.CANCEL): State.CANCELLED,
        (State.ASKED, Decision.LAPSE): State.LAPSED,
        (State.APPROVED, Decision.CANCEL): State.CANCELLED,
        (State.APPROVED, Decision.CALL_OFF): State.CALLED_OFF,
        (State.APPROVED, Decision.MISS): State.NO_SHOW,
        (State.NO_SHOW, Decision.CAME): State.APPROVED,
    }
)
OPEN = (State.ASKED, State.APPROVED)
HOLDS_ITS_TIME = (*OPEN, State.NO_SHOW)
GIVEN_BACK = tuple(one for one in State if one not in HOLDS_ITS_TIME)


@dataclass(frozen=True)
class Limits:
    """What keeps few from booking all. `most_missed` within so many days: she waits; 0: never."""

    most_open: int = 3
    most_missed: int = 2
    within_days: int = 90
    wait_days: int = 30


LIMITS = Limits()


@dataclass(frozen=True)
class Terms:
    """A facility as a rule meets it; `hours` are those in force."""

    name: str
    seats: int
    most_minutes: int
    days_ahead: int
    hours: OpeningHours
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants a facility for, and when."""

    starts_at: datetime
    ends_at: datetime
    purpose: str = field(repr=False)
    heads: int


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    return None if (state, decision) in NEXT else errors.BookingNotNow(state=state.title)


def why_not_then(
    decision: Decision, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> Refusal | None:
    """Most is decided before it begins; who did not come is noted from then on, for a week."""
    if decision is Decision.CALL_OFF:
        return errors.BookingOver() if ends_at <= now else None
    if decision is Decision.LAPSE:
        return errors.NotBegunYet(starts_at=starts_at) if now < starts_at else None
    if decision in (Decision.MISS, Decision.CAME):
        if now < starts_at:
            return errors.NotBegunYet(starts_at=starts_at)
        too_late = ends_at + SAID_WITHIN < now
        return errors.TooLateToSay(days=SAID_WITHIN.days) if too_late else None
    return errors.BookingBegun() if starts_at <= now else None


def decisions_open(
    state: State, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> frozenset[str]:
    """What could be decided now, by name."""
    return frozenset(
        one.value
        for one in Decision
        if (state, one) in NEXT
        and why_not_then(one, starts_at=starts_at, ends_at=ends_at, now=now) is None
    )


def why_not_for(name: str, audience: str, *, for_a_team: bool) -> Refusal | None:
    """Who may book it herself: everybody registered, a team's leader for it, or nobody."""
    if audience == "staff":
        return errors.OnlyStaffBook(name=name)
    if audience == "leaders" and not for_a_team:
        return errors.OnlyLeadersBook(name=name)
    return None


def why_not_wanted(
    wanted: Wanted, terms: Terms, *, by_staff: bool = False, now: datetime
) -> Refusal | None:
    """A time ahead while it is open, no longer than it may be, for no more than fit in.

    Staff are bound by hours and seats, not by the facility's longest time and days ahead.
    """
    if not terms.is_on:
        return errors.FacilityOff(name=terms.name)
    return (
        _why_not_at(wanted, terms, STAFF_DAYS_AHEAD if by_staff else terms.days_ahead, now)
        or (None if by_staff else _why_too_long(wanted, terms))
        or _why_not_open(wanted, terms)
        or _why_not_said(wanted, terms)
    )


def _why_not_at(wanted: Wanted, terms: Terms, days: int, now: datetime) -> Refusal | None:
    if not (is_whole(wanted.starts_at) and is_whole(wanted.ends_at)):
        return BadInput(field="starts_at", problem="请按半小时选时间，例如 9:00 到 10:30")
    if wanted.ends_at <= wanted.starts_at:
        return BadInput(field="ends_at", problem="结束时间要晚于开始时间")
    if wanted.starts_at <= now:
        return errors.TimePast(starts_at=wanted.starts_at)
    last = local_date(now) + timedelta(days=days)
    if local_date(wanted.starts_at) > last:
        return errors.TooFarAhead(name=terms.name, days=days, last=f"{last.month}月{last.day}日")
    return None


def _why_too_long(wanted: Wanted, terms: Terms) -> Refusal | None:
    if wanted.ends_at - wanted.starts_at > timedelta(minutes=terms.most_minutes):
        return errors.TooLong(name=terms.name, most=hours_in_words(terms.most_minutes))
    return None


def _why_not_open(wanted: Wanted, terms: Terms) -> Refusal | None:
    if within_hours(terms.hours, wanted.starts_at, wanted.ends_at):
        return None
    day = local_date(wanted.starts_at)
    words = day_in_words(spans_on(terms.hours, day))
    said = f"开放时间是 {words}" if words else "不开放"
    return errors.NotOpenThen(day=f"{day.month}月{day.day}日", open=said)


def _why_not_said(wanted: Wanted, terms: Terms) -> Refusal | None:
    if wanted.heads < 1:
        return BadInput(field="heads", problem="请填写大约多少人用")
    if wanted.heads > terms.seats:
        return errors.TooManyHeads(name=terms.name, seats=terms.seats)
    if not SHORTEST_PURPOSE <= len(wanted.purpose.strip()) <= LONGEST_PURPOSE:
        problem = f"请用 {SHORTEST_PURPOSE} 至 {LONGEST_PURPOSE} 个字写明做什么用"
        return BadInput(field="purpose", problem=problem)
    return None


def why_no_more(
    *, open_now: int, missed: Sequence[datetime], limits: Limits, now: datetime
) -> Refusal | None:
    """No more open bookings than the limit, and a wait for who often did not come.

    `missed`: when the bookings ended that she did not come to.
    """
    until = waits_until(missed, limits)
    if until is not None and now < until:
        return errors.MissedTooOften(missed=limits.most_missed, until=until)
    if open_now >= limits.most_open:
        return errors.TooManyBookings(most=limits.most_open)
    return None


def waits_until(missed: Sequence[datetime], limits: Limits) -> datetime | None:
    """From when she may book again, counted from the last time she did not come; None: now."""
    if not missed or not limits.wait_days or not limits.most_missed:
        return None
    last = max(missed)
    counted = [one for one in missed if one > last - timedelta(days=limits.within_days)]
    if len(counted) < limits.most_missed:
        return None
    return last + timedelta(days=limits.wait_days)


def why_not_these_limits(limits: Limits) -> Refusal | None:
    """Numbers that make sense: 1 to 20 open ones, up to a year."""
    if not 1 <= limits.most_open <= MOST_OPEN_EVER:
        return BadInput(field="most_open", problem=f"请填 1 至 {MOST_OPEN_EVER}")
    if not 1 <= limits.most_missed <= MOST_MISSED_EVER:
        return BadInput(field="most_missed", problem=f"请填 1 至 {MOST_MISSED_EVER}")
    if not 1 <= limits.within_days <= MOST_DAYS_EVER:
        return BadInput(field="within_days", problem=f"请填 1 至 {MOST_DAYS_EVER}")
    if not 0 <= limits.wait_days <= MOST_DAYS_EVER:
        return BadInput(field="wait_days", problem=f"请填 0 至 {MOST_DAYS_EVER}，0 表示不限制")
    return None


def why_not_this_reason(reason: str) -> Refusal | None:
    """Who booked reads it: 2 to 200 characters."""
    if SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        return None
    problem = f"请用 {SHORTEST_REASON} 至 {LONGEST_REASON} 个字写明原因，对方会看到"
    return BadInput(field="reason", problem=problem)
