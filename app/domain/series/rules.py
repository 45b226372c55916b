"""What happens to each date of a rule. Numbers: docs/rules.md, "Series"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.series import errors
from app.domain.series.recurrence import MOST_OCCURRENCES
from app.kernel.calendar import (
    days_off_announced,
    holiday_name,
    is_make_up_day,
    is_working_day,
)
from app.kernel.refusal import Refusal

SKIP, MOVE, KEEP = "skip", "move", "keep"
ON_HOLIDAYS = {SKIP: "放假不办", MOVE: "顺延到节后第一个工作日", KEEP: "照常举办"}
AHEAD_AT_MOST = timedelta(days=366)
OPENS_DAYS, OPENS_DAYS_MOST = 14, 366
TEMPLATES_MOST = 100
TEMPLATE_NAME_MOST = 30


@dataclass(frozen=True)
class PlannedDate:
    """A date the rule gave, when it takes place (None: not), and what there is to say of it."""

    rule_day: date
    on: date | None
    remark: str = ""


def dates_of(days: Sequence[date], on_holidays: str) -> list[PlannedDate]:
    """Each of a rule's days with what holidays make of it; no date twice."""
    given = set(days)
    taken: set[date] = set()
    found = []
    for one in (_looked_at(day, on_holidays) for day in days):
        doubled = one.on is not None and (
            one.on in taken or (one.on != one.rule_day and one.on in given)
        )
        if doubled and one.on is not None:
            said = f"与 {_short(one.on)} 那一次重合，不另办"
            remark = "，".join(part for part in (one.remark, said) if part)
            found.append(PlannedDate(one.rule_day, None, remark))
            continue
        if one.on is not None:
            taken.add(one.on)
        found.append(one)
    return found


def remark_on(day: date) -> str:
    """What is unusual about a day as it is; empty for an ordinary one."""
    holiday = holiday_name(day)
    if holiday:
        return f"{holiday}放假期间"
    return "调休上班" if is_make_up_day(day) else ""


def years_not_announced(days: Sequence[date]) -> list[int]:
    """Years whose days off nobody has announced yet: there the law's own days alone are known."""
    return [year for year in sorted({day.year for day in days}) if not days_off_announced(year)]


def why_not_these_dates(days: Sequence[date], *, today: date) -> Refusal | None:
    """Some, not too many, and none more than a year ahead."""
    if not days:
        return errors.NoDates()
    if len(days) > MOST_OCCURRENCES:
        return errors.TooManyDates(most=MOST_OCCURRENCES, count=len(days))
    if max(days) > today + AHEAD_AT_MOST:
        return errors.TooFarAhead(latest=today + AHEAD_AT_MOST)
    return None


def same_week_next_year(day: date) -> date:
    """Week n, weekday, a year later; of a week 53 that the year has not, the last week.

    At the turn of the year a day may count to the other year's weeks: then the nearest in the year.
    """
    year, week, weekday = day.isocalendar()
    weeks = date(year + 1, 12, 28).isocalendar().week
    found = date.fromisocalendar(year + 1, min(week, weeks), weekday)
    wanted = day.year + 1
    return found + timedelta(weeks=(found.year < wanted) - (found.year > wanted))


def _looked_at(day: date, on_holidays: str) -> PlannedDate:
    holiday = holiday_name(day)
    if not holiday or on_holidays == KEEP:
        return PlannedDate(day, day, remark_on(day))
    if on_holidays == SKIP:
        return PlannedDate(day, None, f"{holiday}放假，不办")
    later = next(_working_days_from(day))
    make_up = "（调休上班）" if is_make_up_day(later) else ""
    return PlannedDate(day, later, f"{holiday}放假，由 {_short(day)} 顺延{make_up}")


def _working_days_from(day: date) -> Iterator[date]:
    while True:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
