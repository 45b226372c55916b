"""A rule of dates: RFC 5545's RRULE as far as staff need it, its days, and its words in Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice

from dateutil import rrule

from app.domain.messaging.words import WEEKDAYS
from app.domain.series import errors
from app.kernel.refusal import Refusal

MOST_OCCURRENCES = 200
FEWEST_COUNTED = 2
WEEKLY, BY_WEEKDAY, BY_DAY = "weekly", "monthly_by_weekday", "monthly_by_day"
INTERVALS = (1, 2, 3, 4, 6)  # weeks or months
LAST = -1
ORDINALS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", LAST: "最后一个"}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS = {2: "两", 3: "三", 4: "四", 6: "六"}


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """`frequency`: weekly | monthly_by_weekday | monthly_by_day; weekdays count from Monday, 0.

    Ends with the day `until` (included), or after `count` days.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinal: int = 1  # which of the month's weekdays; -1 the last
    month_day: int = 1  # -1 the last day of the month
    until: date | None = None
    count: int | None = None

    def as_rrule(self) -> str:
        """The rule as RFC 5545 writes it."""
        parts = [
            f"FREQ={'WEEKLY' if self.frequency == WEEKLY else 'MONTHLY'}",
            f"INTERVAL={self.interval}",
        ]
        if self.frequency == WEEKLY:
            parts.append(f"BYDAY={','.join(_CODES[day] for day in sorted(self.weekdays))}")
        elif self.frequency == BY_WEEKDAY:
            names = (f"{self.ordinal}{_CODES[day]}" for day in sorted(self.weekdays))
            parts.append(f"BYDAY={','.join(names)}")
        else:
            parts.append(f"BYMONTHDAY={self.month_day}")
        ends = f"UNTIL={self.until:%Y%m%d}" if self.until else f"COUNT={self.count}"
        return ";".join([*parts, ends])

    def days(self, first: date) -> list[date]:
        """Its days from the first on, one more than a series may have at most."""
        begin = datetime.combine(first, time.min)
        found = rrule.rrulestr(self.as_rrule(), dtstart=begin)
        return [each.date() for each in islice(found, MOST_OCCURRENCES + 1)]

    def in_words(self) -> str:
        """每周三; 每两周周二、周四; 每月第二个周六; 每月 15 日; 每三个月最后一天."""
        names = "、".join(f"周{WEEKDAYS[day]}" for day in sorted(self.weekdays))
        every = _NUMBERS.get(self.interval, "")
        if self.frequency == WEEKLY:
            return f"每{every}周{names}" if every else "每" + names
        months = f"每{every}个月" if every else "每月"
        if self.frequency == BY_WEEKDAY:
            return f"{months}{ORDINALS[self.ordinal]}{names}"
        return f"{months}最后一天" if self.month_day == LAST else f"{months} {self.month_day} 日"


def read(text: str) -> Recurrence:
    """The rule that `as_rrule` has written."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    weekly = parts["FREQ"] == "WEEKLY"
    until = parts.get("UNTIL")
    return Recurrence(
        frequency=WEEKLY if weekly else BY_WEEKDAY if days else BY_DAY,
        interval=int(parts["INTERVAL"]),
        weekdays=tuple(_CODES.index(day[-2:]) for day in days),
        ordinal=1 if weekly or not days else int(days[0][:-2]),
        month_day=int(parts.get("BYMONTHDAY", 1)),
        until=date(int(until[:4]), int(until[4:6]), int(until[6:])) if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def shifted(rule: Recurrence, days: int) -> Recurrence:
    """A weekly rule on other weekdays; a monthly one stays, and its dates say what is."""
    if rule.frequency != WEEKLY:
        return rule
    return replace(rule, weekdays=tuple(sorted((day + days) % 7 for day in rule.weekdays)))


def why_not_this_rule(rule: Recurrence) -> Refusal | None:
    """What must be said before days can be told."""
    if rule.frequency != BY_DAY and not rule.weekdays:
        return errors.WeekdayNeeded()
    counted = rule.count is not None and FEWEST_COUNTED <= rule.count <= MOST_OCCURRENCES
    if rule.until is None and not counted:
        return errors.EndNeeded(most=MOST_OCCURRENCES)
    return None


def in_short(
    rule: Recurrence, times: Sequence[tuple[datetime, datetime]], days: Sequence[date]
) -> str:
    """每周三 09:00–11:00，至 2027-06-30，共 28 次. `times` are local, of one occurrence."""
    spans = "、".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in times[:2])
    more = " 等" if len(times) > 2 else ""
    return f"{rule.in_words()} {spans}{more}，至 {max(days)}，共 {len(days)} 次"
