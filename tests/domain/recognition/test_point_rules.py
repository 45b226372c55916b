"""What hours are worth, when points run out, and what is taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.recognition.rules import (
    DEFAULT_TERMS,
    Effect,
    Terms,
    earned,
    earns,
    month_before,
    runs_out_on,
    taken_back,
    terms_on,
    why_not_these_terms,
    worth,
)

TODAY = date(2026, 11, 23)
NO_CAPS = Terms(per_hour=10, most_per_activity=None, most_per_day=None, lasts_months=24)


@pytest.mark.parametrize(("minutes", "points"), [(0, 0), (5, 0), (6, 1), (59, 9), (60, 10)])
def test_every_whole_point_counts_and_nothing_is_rounded_up(minutes: int, points: int) -> None:
    assert worth(minutes, NO_CAPS, in_activity=0, on_day=0) == points


@pytest.mark.parametrize(
    ("earned_before", "points"), [(0, 20), (20, 20), (21, 19), (39, 1), (40, 0), (60, 0)]
)
@pytest.mark.parametrize("cap", ["most_per_activity", "most_per_day"])
def test_an_activity_and_a_day_give_no_more_than_their_cap(
    cap: str, earned_before: int, points: int
) -> None:
    terms = replace(NO_CAPS, **{cap: 40})
    before = {"in_activity": 0, "on_day": 0}
    before["in_activity" if cap == "most_per_activity" else "on_day"] = earned_before
    assert worth(120, terms, **before) == points


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [("attendance", True), ("back_fill", False), ("back-fill", False), ("", False)],
)
def test_only_attended_hours_earn(evidence: str, answer: bool) -> None:
    assert earns(evidence) is answer


def test_the_rule_of_the_day_of_service_counts() -> None:
    first = replace(NO_CAPS, valid_from=date(2026, 6, 1), per_hour=5)
    later = replace(NO_CAPS, valid_from=date(2026, 12, 1), per_hour=20)
    corrected = replace(later, per_hour=15)
    rules = [first, later, corrected]
    assert terms_on(date(2026, 5, 31), rules) == DEFAULT_TERMS
    assert terms_on(date(2026, 6, 1), rules) == first
    assert terms_on(date(2026, 11, 30), rules) == first
    assert terms_on(date(2026, 12, 1), rules) == corrected


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 11, 23), 24, date(2028, 11, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 1), 1, date(2026, 12, 31)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_points_run_out_at_the_end_of_a_month(
    day: date, months: int | None, last: date | None
) -> None:
    assert runs_out_on(day, months) == last


def test_the_month_before_ends_yesterday_on_the_first() -> None:
    assert month_before(date(2026, 12, 1)) == date(2026, 11, 30)
    assert month_before(date(2026, 1, 15)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("points", "owed", "effect"), [(20, 0, (20, 0)), (20, 5, (15, -5)), (20, 20, (0, -20))]
)
def test_earnings_settle_what_is_owed_first(
    points: int, owed: int, effect: tuple[int, int]
) -> None:
    assert earned(points, owed=owed) == Effect(*effect)


@pytest.mark.parametrize(
    ("balance", "effect"), [(30, (-20, 0)), (20, (-20, 0)), (5, (-5, 15)), (0, (0, 20))]
)
def test_what_the_balance_no_longer_holds_is_owed(balance: int, effect: tuple[int, int]) -> None:
    assert taken_back(20, balance=balance) == Effect(*effect)


GOOD = replace(NO_CAPS, valid_from=date(2026, 11, 24))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"per_hour": 1},
        {"per_hour": 1000},
        {"most_per_day": 1, "most_per_activity": 100_000},
        {"lasts_months": None},
        {"lasts_months": 120},
    ],
)
def test_believable_terms_are_taken(changes: dict[str, Any]) -> None:
    assert why_not_these_terms(replace(GOOD, **changes), today=TODAY) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("valid_from", TODAY),
        ("per_hour", 0),
        ("per_hour", 1001),
        ("most_per_activity", 0),
        ("most_per_day", 100_001),
        ("lasts_months", 0),
        ("lasts_months", 121),
    ],
)
def test_other_terms_are_refused_at_their_field(field: str, value: Any) -> None:
    refusal = why_not_these_terms(replace(GOOD, **{field: value}), today=TODAY)
    assert refusal is not None
    assert refusal.facts["field"] == field
