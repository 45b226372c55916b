"""A facility's day in half hours. Pure; moments are aware, days are Shanghai's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.places.opening_hours import WEEKDAYS, OpeningHours, spans_on
from app.kernel.calendar import local, start_of_day

HALF = timedelta(minutes=30)
_HALF_MINUTES, _DAY_MINUTES = 30, 24 * 60
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Half:
    """Half an hour in which a facility is open."""

    starts_at: datetime
    free: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + HALF

    @property
    def begins(self) -> str:
        """9:00."""
        return clock(self.starts_at)

    @property
    def ends(self) -> str:
        """9:30."""
        return clock(self.ends_at, ends=True)


@dataclass(frozen=True)
class Day:
    """One day of a facility; no halves: it is closed."""

    day: date
    halves: tuple[Half, ...] = ()

    @property
    def free(self) -> list[Span]:
        """The times nobody has, as long as they are."""
        return spans([one.starts_at for one in self.halves if one.free])

    @property
    def free_in_words(self) -> str:
        return in_words(self.free)


def begins_of_day(hours: OpeningHours, day: date) -> list[datetime]:
    """Where the open half hours of a day begin: whole and half hours that lie within a span."""
    found: list[int] = []
    for opens, closes in spans_on(hours, day):
        first = -(-opens // _HALF_MINUTES) * _HALF_MINUTES
        found += range(first, closes - _HALF_MINUTES + 1, _HALF_MINUTES)
    return [moment_of(day, minutes) for minutes in found]


def begins_between(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """Where the half hours of a booking begin."""
    count = (ends_at - starts_at) // HALF
    return [starts_at + number * HALF for number in range(count)]


def is_whole(moment: datetime) -> bool:
    """Whether half hours begin there."""
    here = local(moment)
    return here.minute % _HALF_MINUTES == 0 and not here.second and not here.microsecond


def day_of(hours: OpeningHours, day: date, *, taken: Collection[datetime], now: datetime) -> Day:
    """What is free on a day; what has begun is not."""
    gone = set(taken)
    begins = begins_of_day(hours, day)
    return Day(day, tuple(Half(one, one > now and one not in gone) for one in begins))


def spans(begins: Iterable[datetime]) -> list[Span]:
    """Half hours in a row as one span."""
    found: list[Span] = []
    for begin in sorted(begins):
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], begin + HALF)
        else:
            found.append((begin, begin + HALF))
    return found


def in_words(several: Sequence[Span]) -> str:
    """9:00–10:30、14:00–17:00; empty for none."""
    return "、".join(f"{clock(begin)}–{clock(end, ends=True)}" for begin, end in several)


def clock(moment: datetime, *, ends: bool = False) -> str:
    """9:00, in local time; what `ends` at midnight ends at 24:00."""
    here = local(moment)
    minutes = here.hour * 60 + here.minute
    return clock_of(minutes or (_DAY_MINUTES if ends else 0))


def clock_of(minutes: int) -> str:
    """9:00 for 540 minutes after midnight."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def moment_of(day: date, minutes: int) -> datetime:
    """So many minutes after the day's midnight."""
    return start_of_day(day) + timedelta(minutes=minutes)


def minutes_into(day: date, at: datetime) -> int:
    """The other way round; the end of the day is 1440."""
    return (at - start_of_day(day)) // timedelta(minutes=1)


def day_in_words(day: date) -> str:
    """11月28日 周六."""
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"
