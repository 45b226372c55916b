"""Rules of dates, their words, and what holidays make of them."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.activities import past_plans
from app.domain.series import errors, rules, templates
from app.domain.series.recurrence import (
    BY_DAY,
    BY_WEEKDAY,
    LAST,
    MOST_OCCURRENCES,
    WEEKLY,
    Recurrence,
    read,
    shifted,
    why_not_this_rule,
)
from app.domain.series.rules import KEEP, MOVE, SKIP, PlannedDate, dates_of
from app.kernel.calendar import days_off_announced, holiday_name, is_make_up_day

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
WEDNESDAY = Recurrence(frequency=WEEKLY, weekdays=(2,), count=3)
RULES = [
    (WEDNESDAY, "每周三", ["2026-11-25", "2026-12-02", "2026-12-09"]),
    (
        Recurrence(frequency=WEEKLY, interval=2, weekdays=(1, 3), count=3),
        "每两周周二、周四",
        ["2026-11-24", "2026-11-26", "2026-12-08"],
    ),
    (
        Recurrence(frequency=BY_WEEKDAY, weekdays=(5,), ordinal=2, until=date(2027, 1, 31)),
        "每月第二个周六",
        ["2026-12-12", "2027-01-09"],
    ),
    (
        Recurrence(frequency=BY_WEEKDAY, weekdays=(4,), ordinal=LAST, count=2),
        "每月最后一个周五",
        ["2026-11-27", "2026-12-25"],
    ),
    (
        Recurrence(frequency=BY_DAY, month_day=31, count=2),
        "每月 31 日",
        ["2026-12-31", "2027-01-31"],
    ),
    (
        Recurrence(frequency=BY_DAY, interval=3, month_day=LAST, count=2),
        "每三个月最后一天",
        ["2026-11-30", "2027-02-28"],
    ),
]


@pytest.mark.parametrize(("rule", "words", "days"), RULES)
def test_a_rule_has_days_and_words_and_is_read_back(
    rule: Recurrence, words: str, days: list[str]
) -> None:
    assert [str(day) for day in rule.days(date(2026, 11, 24))] == days
    assert rule.in_words() == words
    assert read(rule.as_rrule()) == rule


def test_a_rule_needs_weekdays_and_an_end() -> None:
    assert why_not_this_rule(WEDNESDAY) is None
    no_day = Recurrence(frequency=WEEKLY, count=3)
    assert isinstance(why_not_this_rule(no_day), errors.WeekdayNeeded)
    for count in (None, 1, MOST_OCCURRENCES + 1):
        endless = Recurrence(frequency=BY_DAY, count=count)
        assert isinstance(why_not_this_rule(endless), errors.EndNeeded)


def test_a_weekly_rule_moves_to_other_weekdays() -> None:
    assert shifted(WEDNESDAY, 6).weekdays == (1,)
    monthly = Recurrence(frequency=BY_DAY, month_day=3, count=2)
    assert shifted(monthly, 1) == monthly


@pytest.mark.parametrize(
    ("choice", "on", "remark"),
    [
        (SKIP, None, "国庆节放假，不办"),
        (MOVE, date(2026, 10, 8), "国庆节放假，由 10月2日 顺延"),
        (KEEP, date(2026, 10, 2), "国庆节放假期间"),
    ],
)
def test_a_holiday_skips_moves_or_is_kept(choice: str, on: date | None, remark: str) -> None:
    day = date(2026, 10, 2)
    assert dates_of([day], choice) == [PlannedDate(day, on, remark)]


def test_what_is_moved_meets_no_other_date() -> None:
    days = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 8)]
    assert [one.on for one in dates_of(days, MOVE)] == [None, None, date(2026, 10, 8)]
    assert [one.on for one in dates_of(days[:2], MOVE)] == [date(2026, 10, 8), None]


def test_a_day_given_twice_is_held_once() -> None:
    day = date(2027, 12, 29)
    assert dates_of([day, day], MOVE) == [
        PlannedDate(day, day),
        PlannedDate(day, None, "与 12月29日 那一次重合，不另办"),
    ]


def test_make_up_days_are_working_days() -> None:
    assert is_make_up_day(date(2026, 10, 10))
    assert dates_of([date(2026, 10, 10)], SKIP)[0].remark == "调休上班"
    assert dates_of([date(2026, 2, 23)], MOVE)[0].on == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-10-04", "国庆节"),  # a Sunday within
        ("2026-10-07", "国庆节"),  # a day off worked for on another
        ("2026-02-15", "春节"),
        ("2026-10-10", ""),  # a Saturday on which people work
        ("2026-11-28", ""),  # an ordinary Saturday
    ],
)
def test_a_day_is_called_by_its_holiday(day: str, name: str) -> None:
    assert holiday_name(date.fromisoformat(day)) == name


def test_days_off_of_a_far_year_are_not_announced() -> None:
    assert days_off_announced(2026)
    assert not days_off_announced(2040)
    assert rules.years_not_announced([date(2026, 1, 5), date(2040, 1, 5)]) == [2040]


def test_dates_are_some_not_too_many_and_within_a_year() -> None:
    today = date(2026, 11, 23)
    last = today + rules.AHEAD_AT_MOST
    assert rules.why_not_these_dates([last], today=today) is None
    later = rules.why_not_these_dates([date(2027, 11, 25)], today=today)
    assert isinstance(later, errors.TooFarAhead)
    assert isinstance(rules.why_not_these_dates([], today=today), errors.NoDates)
    many = rules.why_not_these_dates([today] * (MOST_OCCURRENCES + 1), today=today)
    assert isinstance(many, errors.TooManyDates)


def test_the_same_week_a_year_later() -> None:
    for was, again in (
        ("2025-11-26", "2026-11-25"),
        ("2026-12-30", "2027-12-29"),
        ("2025-12-30", "2026-12-29"),  # of week 1 of 2026
        ("2027-01-01", "2028-01-07"),  # of week 53 of 2026
    ):
        found = rules.same_week_next_year(date.fromisoformat(was))
        assert str(found) == again
        assert found.weekday() == date.fromisoformat(was).weekday()


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("SE-01", MOST_OCCURRENCES),
        ("SE-01", rules.AHEAD_AT_MOST.days),
        ("SE-10", rules.TEMPLATES_MOST),
        ("SE-10", templates.A_WEEK.days),
        ("SE-11", past_plans.LISTED_AT_MOST),
        ("SE-11", MOST_OCCURRENCES),
        ("SE-11", rules.AHEAD_AT_MOST.days),
    ],
)
def test_a_number_in_the_documentation_is_the_number_in_the_code(rule: str, number: int) -> None:
    found = re.search(rf"^\| {rule} \| (.*?) \|", PAGE, flags=re.MULTILINE)
    assert found, rule
    assert str(number) in re.findall(r"\d+", found.group(1))
