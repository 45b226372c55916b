"""Opening hours, without a database."""

from datetime import date, datetime, timedelta

import pytest

from app.domain.places.opening_hours import (
    NEVER,
    OpeningHours,
    as_stored,
    day_in_words,
    from_stored,
    open_at,
    spans_on,
    spans_typed,
    week_in_words,
    why_not_these_hours,
    within_hours,
)
from app.kernel.calendar import SHANGHAI
from app.kernel.refusal import BadInput

DAY = ((510, 720), (840, 1050))  # 8:30–12:00, 14:00–17:30
WEEK = (*((DAY,) * 5), ((540, 960),), ())
HOURS = OpeningHours(week=WEEK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "opened", "next_change"),
    [
        ("2026-11-23T08:29:59", False, "2026-11-23T08:30"),
        ("2026-11-23T08:30", True, "2026-11-23T12:00"),
        ("2026-11-23T12:00", False, "2026-11-23T14:00"),
        ("2026-11-23T17:29:59", True, "2026-11-23T17:30"),
        ("2026-11-27T17:30", False, "2026-11-28T09:00"),
        ("2026-11-28T16:00", False, "2026-11-30T08:30"),
    ],
)
def test_open_now_at_the_edges(moment: str, opened: bool, next_change: str) -> None:
    found = open_at(HOURS, at(moment))
    assert found.open is opened
    assert (found.until if opened else found.opens_at) == at(next_change)


def test_a_place_that_never_opens_says_no_time() -> None:
    found = open_at(OpeningHours(), at("2026-11-23T10:00"))
    assert (found.open, found.opens_at, OpeningHours().said) == (False, None, False)


@pytest.mark.parametrize(
    ("choice", "day", "open_that_day"),
    [
        ("usual", date(2026, 10, 1), True),  # National Day, a Thursday
        ("closed", date(2026, 10, 1), False),
        ("closed", date(2026, 10, 3), False),  # a Saturday within the same days off
        ("closed", date(2026, 11, 28), True),  # an ordinary Saturday
        ("office", date(2026, 10, 1), False),
    ],
)
def test_holidays_are_as_chosen(choice: str, day: date, open_that_day: bool) -> None:
    assert bool(spans_on(OpeningHours(week=WEEK, holidays=choice), day)) is open_that_day


def test_a_make_up_day_is_a_monday_for_who_keeps_office_hours() -> None:
    worked = date(2026, 10, 10)  # a Saturday, for National Day
    assert spans_on(OpeningHours(week=WEEK, holidays="office"), worked) == DAY
    assert spans_on(OpeningHours(week=WEEK, holidays="closed"), worked) == WEEK[5]


def test_a_single_day_closed() -> None:
    hours = OpeningHours(week=WEEK, closed_on=(date(2026, 11, 24),))
    assert open_at(hours, at("2026-11-23T18:00")).opens_at == at("2026-11-25T08:30")


def test_a_stretch_lies_within_one_span() -> None:
    start = at("2026-11-23T10:00")
    assert within_hours(HOURS, start, start + timedelta(hours=2))
    assert not within_hours(HOURS, start, start + timedelta(hours=5))  # over noon
    assert not within_hours(HOURS, start, start)


def test_what_people_type_is_understood_and_read_back() -> None:
    typed = spans_typed("8：30—12:00，14:00 至 17:30", name="day_0")
    assert typed == DAY
    assert day_in_words(typed) == "8:30–12:00、14:00–17:30"
    assert spans_typed("  ", name="day_0") == ()
    assert week_in_words(WEEK) == [
        ("周一至周五", "8:30–12:00、14:00–17:30"),
        ("周六", "9:00–16:00"),
        ("周日", "不开放"),
    ]


@pytest.mark.parametrize(
    "typed",
    ["上午", "9:00-8:00", "9:00-25:00", "9:60-10:00", "8:00-12:00,11:00-13:00", "9:00-9:00"],
)
def test_what_cannot_be_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        spans_typed(typed, name="day_3")
    assert refusal.value.field == "day_3"


def test_hours_survive_the_database_and_are_looked_at_whole() -> None:
    hours = OpeningHours(week=WEEK, holidays="office", closed_on=(date(2026, 12, 1),), note="冬季")
    assert from_stored(as_stored(hours)) == hours
    assert from_stored({}) == OpeningHours(week=NEVER)
    assert why_not_these_hours(hours) is None
    assert why_not_these_hours(OpeningHours(week=WEEK, holidays="maybe")) is not None
    assert why_not_these_hours(OpeningHours(week=WEEK, note="长" * 101)) is not None
