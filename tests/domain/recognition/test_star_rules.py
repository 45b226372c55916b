"""Stars for hours, and every state and decision of a batch."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from app.domain.recognition import errors
from app.domain.recognition.star_rules import (
    DEFAULT_HOURS,
    NEXT_STATE,
    Decision,
    State,
    ends_at,
    hours_to_next,
    level_of,
    why_not,
    why_not_by_her,
    why_not_this_scale,
    why_not_this_text,
)
from app.kernel.calendar import local
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput

TODAY = date(2026, 11, 23)
ALLOWED = {
    "computed": {"exclude": "computed", "review": "reviewed", "withdraw": "withdrawn"},
    "reviewed": {"publish": "in_notice", "withdraw": "withdrawn"},
    "in_notice": {
        "object": "in_notice",
        "answer": "in_notice",
        "end_notice": "notice_over",
        "withdraw": "withdrawn",
    },
    "notice_over": {"answer": "notice_over", "confirm": "confirmed", "withdraw": "withdrawn"},
    "confirmed": {},
    "withdrawn": {},
}


@pytest.mark.parametrize(("state", "decision"), list(product(State, Decision)))
def test_every_decision_in_every_state(state: State, decision: Decision) -> None:
    expected = ALLOWED[state.value].get(decision.value)
    assert NEXT_STATE.get((state, decision)) == expected
    assert isinstance(why_not(state, decision), errors.NotNow) is (expected is None)


@pytest.mark.parametrize(
    ("minutes", "stars"),
    [
        (0, 0),
        (5999, 0),
        (6000, 1),
        (17_999, 1),
        (18_000, 2),
        (36_000, 3),
        (60_000, 4),
        (89_999, 4),
        (90_000, 5),
        (900_000, 5),
    ],
)
def test_each_threshold_is_included(minutes: int, stars: int) -> None:
    assert level_of(minutes, DEFAULT_HOURS) == stars


def test_the_next_star_is_named_until_there_is_none() -> None:
    assert hours_to_next(0, DEFAULT_HOURS) == 100
    assert hours_to_next(6000, DEFAULT_HOURS) == 300
    assert hours_to_next(90_000, DEFAULT_HOURS) is None


def test_a_notice_ends_with_the_fifth_working_day() -> None:
    monday = datetime(2026, 11, 23, 4, tzinfo=UTC)
    assert f"{local(ends_at(monday)):%Y-%m-%d %H:%M}" == "2026-12-01 00:00"
    before_the_holiday = datetime(2026, 9, 30, 4, tzinfo=UTC)
    days = (local(ends_at(before_the_holiday)).date() - date(2026, 9, 30)).days
    assert days > 10


def test_nobody_looks_through_what_she_computed_or_her_own_star() -> None:
    computed_by, other, herself = new_id(), new_id(), new_id()
    assert why_not_by_her(computed_by, other, own_volunteer=None, candidates=[herself]) is None
    assert why_not_by_her(computed_by, other, own_volunteer=new_id(), candidates=[herself]) is None
    refusal = why_not_by_her(computed_by, computed_by, own_volunteer=None, candidates=[])
    assert isinstance(refusal, errors.ComputedByReviewer)
    refusal = why_not_by_her(computed_by, other, own_volunteer=herself, candidates=[herself])
    assert isinstance(refusal, errors.OwnStar)


@pytest.mark.parametrize(
    ("hours", "day", "good"),
    [
        ([50, 100, 200, 400, 800], date(2026, 11, 24), True),
        ([50, 100, 200, 400, 800], TODAY, False),
        ([50, 100, 100, 400, 800], date(2026, 11, 24), False),
        ([50, 100, 200, 400], date(2026, 11, 24), False),
        ([0, 100, 200, 400, 800], date(2026, 11, 24), False),
        ([1, 2, 3, 4, 100_000], date(2026, 11, 24), True),
        ([1, 2, 3, 4, 100_001], date(2026, 11, 24), False),
    ],
)
def test_a_scale_rises_and_begins_tomorrow(hours: list[int], day: date, good: bool) -> None:
    assert (why_not_this_scale(hours, day, today=TODAY) is None) is good


@pytest.mark.parametrize(("text", "good"), [("有人代签", True), ("  ", False), ("字" * 201, False)])
def test_a_reason_is_written_and_fits(text: str, good: bool) -> None:
    refusal = why_not_this_text(text, field="reason", what="理由")
    assert isinstance(refusal, BadInput) is not good
