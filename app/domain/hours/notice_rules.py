"""For how long approved hours are shown to everybody. Numbers: docs/rules.md, Hours."""

from datetime import date, datetime, timedelta

from app.kernel.calendar import end_of_day, local_date, start_of_day

SHOWN = ("approved", "frozen")  # a record in one of these states is shown during its notice


def last_day(approved_at: datetime, days: int) -> date:
    """The last day of a notice: so many days after the one on which hours were approved."""
    return local_date(approved_at) + timedelta(days=days)


def ends_at(approved_at: datetime, days: int) -> datetime:
    """The midnight that ends a notice."""
    return end_of_day(last_day(approved_at, days))


def approved_since(now: datetime, days: int) -> datetime:
    """What was approved from this moment on is in notice now."""
    return start_of_day(local_date(now) - timedelta(days=days))


def in_notice(state: str, approved_at: datetime | None, *, days: int, now: datetime) -> bool:
    """Whether a record is shown now."""
    if state not in SHOWN or approved_at is None:
        return False
    return now < ends_at(approved_at, days)
