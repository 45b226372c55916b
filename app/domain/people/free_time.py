"""When a volunteer says she has time: parts of days of the week.

A part is written like `1m`: Monday's morning; `7e` is Sunday's evening. Nothing said is any time.
"""

from collections.abc import Collection
from datetime import datetime

from app.kernel.calendar import local
from app.kernel.refusal import BadInput, Refusal

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
DAY_PARTS = {"m": "上午", "a": "下午", "e": "晚上"}
HOURS = {"m": (0, 12), "a": (12, 18), "e": (18, 24)}
FREE_TIMES = tuple(f"{day}{part}" for day in range(1, 8) for part in DAY_PARTS)
DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS
Stretch = tuple[int, int]


def why_not_these_times(free_times: Collection[str]) -> Refusal | None:
    """Parts of the week, none twice."""
    if len(set(free_times)) != len(free_times) or not set(free_times) <= set(FREE_TIMES):
        return BadInput(field="free_times", problem="请从表中选择空闲时间")
    return None


def weekly_stretches(free_times: Collection[str]) -> list[Stretch]:
    """The free stretches of a week in seconds from Monday's beginning; adjoining parts are one.

    One that reaches over Sunday's midnight ends later than the week.
    """
    stretches: list[Stretch] = []
    for text in sorted(free_times, key=FREE_TIMES.index):
        begins, ends = _seconds(text)
        if stretches and stretches[-1][1] == begins:
            stretches[-1] = (stretches[-1][0], ends)
        else:
            stretches.append((begins, ends))
    if stretches and stretches[0][0] == 0 and stretches[-1][1] == WEEK_SECONDS:
        stretches[-1] = (stretches[-1][0], WEEK_SECONDS + stretches[0][1])
    return stretches


def is_free(free_times: Collection[str], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether she has time from the one moment to the other."""
    if not free_times:
        return True
    start = local(starts_at)
    monday = start.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = start.weekday() * DAY_SECONDS + (start - monday).total_seconds()
    ends = begins + (ends_at - starts_at).total_seconds()
    return any(first <= begins and ends <= last for first, last in weekly_stretches(free_times))


def _seconds(text: str) -> Stretch:
    first, last = HOURS[text[1]]
    midnight = (int(text[0]) - 1) * DAY_SECONDS
    return midnight + first * 3600, midnight + last * 3600
