"""When somebody has time, by what she said."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people.free_time import (
    FREE_TIMES,
    HOURS,
    is_free,
    weekly_stretches,
    why_not_these_times,
)

MONDAY = datetime.fromisoformat("2026-11-23T00:00+08:00")


def span(day: int, begins: str, minutes: int) -> tuple[datetime, datetime]:
    """So many minutes from a time of a day of the week, 1 is Monday."""
    hours, rest = (int(part) for part in begins.split(":"))
    start = MONDAY + timedelta(days=day - 1, hours=hours, minutes=rest)
    return start, start + timedelta(minutes=minutes)


def test_nothing_said_is_any_time() -> None:
    assert is_free((), *span(3, "02:00", 600))


@pytest.mark.parametrize(
    ("free_times", "begins", "minutes", "free"),
    [
        (["1m"], "09:00", 180, True),
        (["1m"], "09:00", 181, False),
        (["1a"], "12:00", 360, True),
        (["1a"], "11:59", 10, False),
        (["1m", "1a"], "11:00", 120, True),
        (["1m", "1e"], "11:00", 480, False),
        (["1e"], "18:00", 360, True),
        (["1e"], "23:00", 61, False),
        (["1e", "2m"], "23:00", 120, True),
        (["2m"], "09:00", 60, False),
    ],
)
def test_every_part_a_session_touches_must_be_free(
    free_times: list[str], begins: str, minutes: int, free: bool
) -> None:
    assert is_free(free_times, *span(1, begins, minutes)) is free


def test_a_night_from_sunday_to_monday_is_one_stretch() -> None:
    assert is_free(["7e", "1m"], *span(7, "23:00", 120))
    assert not is_free(["7e"], *span(7, "23:00", 120))
    assert is_free(FREE_TIMES, *span(7, "20:00", 720))


@given(st.sets(st.sampled_from(FREE_TIMES), min_size=1), st.integers(0, 7 * 96), st.integers(1, 48))
def test_stretches_are_the_parts_hour_by_hour(
    free_times: set[str], quarter: int, quarters: int
) -> None:
    start = MONDAY + timedelta(minutes=15 * quarter)
    moments = [start + timedelta(minutes=15 * each) for each in range(quarters)]
    every_part = all(part_of(moment) in free_times for moment in moments)
    end = start + timedelta(minutes=15 * quarters)
    assert is_free(free_times, start, end) is every_part
    assert len(weekly_stretches(free_times)) <= len(free_times)


def part_of(moment: datetime) -> str:
    letter = next(one for one, (first, last) in HOURS.items() if first <= moment.hour < last)
    return f"{moment.isoweekday()}{letter}"


def test_only_parts_of_the_week_are_taken_none_twice() -> None:
    assert why_not_these_times(["1m", "7e"]) is None
    assert why_not_these_times(["8m"]) is not None
    assert why_not_these_times(["1m", "1m"]) is not None
