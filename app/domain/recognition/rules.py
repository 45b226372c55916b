"""What hours are worth, and how points come and go. Sources: docs/rules.md, Points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.kernel.calendar import months_after
from app.kernel.refusal import BadInput, Refusal

MINUTES_AN_HOUR = 60
MOST_PER_HOUR = 1000
MOST_PER_HONOUR = 10_000
MOST_CAP = 100_000
LONGEST_MONTHS = 120
# What hours rest on; a record that staff entered afterwards earns nothing.
EARNING_EVIDENCE = frozenset({"attendance"})
DEFAULTS = {"points": True, "stars": True, "rankings": False}


@dataclass(frozen=True)
class Terms:
    """What service from a day on is worth. Caps are for one person; None is no cap."""

    per_hour: int
    most_per_activity: int | None
    most_per_day: int | None
    lasts_months: int | None
    per_honour: int | None = None  # points for an honour on the roll; None: it earns nothing
    valid_from: date = date.min
    rule_id: UUID | None = None


@dataclass(frozen=True)
class Effect:
    """What a row does to an account."""

    points: int
    owed: int


DEFAULT_TERMS = Terms(per_hour=10, most_per_activity=None, most_per_day=80, lasts_months=24)


def earns(evidence: str) -> bool:
    """Whether a record may earn: by what it rests on. Back-filled records never do."""
    return evidence in EARNING_EVIDENCE


def terms_on(day: date, rules: Sequence[Terms]) -> Terms:
    """The rule a day of service falls under: the latest that had begun (the last made, if two)."""
    begun = [rule for rule in rules if rule.valid_from <= day]
    return max(reversed(begun), key=lambda rule: rule.valid_from) if begun else DEFAULT_TERMS


def full_worth(minutes: int, terms: Terms) -> int:
    """Whole points for minutes, rounded down, before any cap."""
    return minutes * terms.per_hour // MINUTES_AN_HOUR


def worth(minutes: int, terms: Terms, *, in_activity: int, on_day: int) -> int:
    """Points for a record, within what the activity and the day have left."""
    left = [full_worth(minutes, terms)]
    if terms.most_per_activity is not None:
        left.append(max(0, terms.most_per_activity - in_activity))
    if terms.most_per_day is not None:
        left.append(max(0, terms.most_per_day - on_day))
    return min(left)


def earned(points: int, *, owed: int) -> Effect:
    """Earnings settle what is owed first."""
    settled = min(points, owed)
    return Effect(points - settled, -settled)


def taken_back(points: int, *, balance: int) -> Effect:
    """The opposite of earning: what the balance no longer holds is owed."""
    taken = min(points, balance)
    return Effect(-taken, points - taken)


def runs_out_on(earned_on: date, months: int | None) -> date | None:
    """The last day of the month, so many months after points were earned; None is never."""
    if months is None:
        return None
    return months_after(earned_on.replace(day=1), months + 1) - timedelta(days=1)


def month_before(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def why_not_these_terms(terms: Terms, *, today: date) -> Refusal | None:
    """A rule begins tomorrow or later, and its numbers are believable."""
    if terms.valid_from <= today:
        return BadInput(field="valid_from", problem="要从明天或更晚的一天起，已有的积分不变")
    if not 1 <= terms.per_hour <= MOST_PER_HOUR:
        return BadInput(field="per_hour", problem=f"每小时 1 到 {MOST_PER_HOUR} 分")
    for field in ("most_per_activity", "most_per_day"):
        cap = getattr(terms, field)
        if cap is not None and not 1 <= cap <= MOST_CAP:
            return BadInput(field=field, problem=f"1 到 {MOST_CAP} 分，不封顶请留空")
    if terms.per_honour is not None and not 1 <= terms.per_honour <= MOST_PER_HONOUR:
        problem = f"1 到 {MOST_PER_HONOUR} 分，不给积分请留空"
        return BadInput(field="per_honour", problem=problem)
    if terms.lasts_months is not None and not 1 <= terms.lasts_months <= LONGEST_MONTHS:
        problem = f"1 到 {LONGEST_MONTHS} 个月，长期有效请留空"
        return BadInput(field="lasts_months", problem=problem)
    return None
