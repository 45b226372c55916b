"""Local time and Chinese working days. Times are stored in UTC and shown in Asia/Shanghai."""

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


def last_day(ends_at: datetime) -> date:
    """The last date that lies before a moment, as people say it: until midnight is until today."""
    return local_date(ends_at - timedelta(microseconds=1))


@lru_cache(maxsize=1)
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


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
