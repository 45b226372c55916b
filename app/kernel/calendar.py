"""Local time and Chinese working days. Times are stored in UTC and shown in Asia/Shanghai."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """The same moment on a clock in Shanghai."""
    return moment.astimezone(SHANGHAI)


def local_date(moment: datetime) -> date:
    """The date people in Shanghai write at that moment."""
    return local(moment).date()


def start_of_day(day: date) -> datetime:
    """Midnight in Shanghai at which the day begins, aware."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def end_of_day(day: date) -> datetime:
    """Midnight in Shanghai at which the day has ended, aware (exclusive)."""
    return start_of_day(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last: 31 January and one is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(ends_at: datetime) -> date:
    """The last date that lies before a moment, as people say it: until midnight is until today."""
    return local_date(ends_at - timedelta(microseconds=1))


@lru_cache(maxsize=1)
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language="zh_CN")


def is_working_day(day: date) -> bool:
    """Whether offices work that day: statutory holidays off, make-up weekend days on."""
    return bool(_china().is_working_day(day))


def working_days_after(day: date, count: int) -> date:
    """The date `count` working days after a day (the day itself is not counted)."""
    current = day
    left = count
    while left > 0:
        current += timedelta(days=1)
        if is_working_day(current):
            left -= 1
    return current


def is_make_up_day(day: date) -> bool:
    """Whether it is a Saturday or Sunday on which offices work, for a holiday's sake."""
    return day.weekday() >= _SATURDAY and is_working_day(day)


def holiday_name(day: date) -> str:
    """The holiday people say the day belongs to, its weekends and days off too; empty for none.

    The Council's notice gives 国庆节 seven days in a row: all of them are 国庆节.
    """
    if is_working_day(day):
        return ""
    for step in range(_LONGEST_BREAK):
        for other in dict.fromkeys((day - timedelta(days=step), day + timedelta(days=step))):
            name = _own_name(other)
            if name and _free_between(day, other):
                return name
    return ""


def days_off_announced(year: int) -> bool:
    """Whether the Council's notice for the year is known here; before, only the law's own days."""
    china = _china()
    china.get(date(year, 1, 1))
    return any(day.year == year for day in china.weekend_workdays)


_SATURDAY = 5
_LONGEST_BREAK = 12  # days; the longest so far had nine
_EVE = "除夕"
_DAY_OFF = "休息日"


def _own_name(day: date) -> str:
    found = str(_china().get(day) or "").partition("（")[0].partition(";")[0]
    if found == _DAY_OFF:
        return ""
    return "春节" if found.endswith(_EVE) else found


def _free_between(one: date, other: date) -> bool:
    first, last = min(one, other), max(one, other)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return not any(is_working_day(day) for day in days)
