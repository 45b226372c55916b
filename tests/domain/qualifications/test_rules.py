"""How long a qualification counts, and what a position answers who has none."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.qualifications import errors
from app.domain.qualifications.rules import (
    Holding,
    Needed,
    ends_at,
    why_not_held,
    why_not_these_words,
    why_not_this_qualification,
)
from app.kernel.calendar import last_day
from app.kernel.ids import new_id
from tests.conftest import NOON

NEEDED = Needed(new_id(), "急救员")
DAY = timedelta(days=1)


def test_who_holds_it_may() -> None:
    assert why_not_held(NEEDED, Holding(None), at=NOON + DAY, now=NOON) is None
    assert why_not_held(NEEDED, Holding(NOON + 2 * DAY), at=NOON + DAY, now=NOON) is None


def test_who_never_had_it_is_told_how_to_get_it() -> None:
    refusal = why_not_held(NEEDED, None, at=NOON, now=NOON)
    assert isinstance(refusal, errors.QualificationNeeded)
    assert refusal.qualification_id == NEEDED.id
    assert "急救员" in refusal.sentence
    assert "培训" in refusal.advice


def test_one_that_has_run_out_is_none() -> None:
    refusal = why_not_held(NEEDED, Holding(NOON), at=NOON + DAY, now=NOON)
    assert isinstance(refusal, errors.QualificationNeeded)


def test_one_that_runs_out_before_the_session_does_not_do() -> None:
    runs_out = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # 1 December, midnight in Shanghai
    needed = Holding(runs_out)
    just_before = why_not_held(NEEDED, needed, at=runs_out - timedelta(seconds=1), now=NOON)
    refusal = why_not_held(NEEDED, needed, at=runs_out, now=NOON)
    assert just_before is None
    assert isinstance(refusal, errors.QualificationRunsOut)
    assert "2026年11月30日" in refusal.sentence


@pytest.mark.parametrize(
    ("granted", "months", "last"),
    [
        ((2026, 11, 23), 24, (2028, 11, 23)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_its_last_day_is_the_same_day_so_many_months_on(
    granted: tuple[int, int, int], months: int, last: tuple[int, int, int]
) -> None:
    end = ends_at(datetime(*granted, 4, tzinfo=UTC), months)
    assert end is not None
    day = last_day(end)
    assert (day.year, day.month, day.day) == last


def test_one_without_months_has_no_end() -> None:
    assert ends_at(NOON, None) is None


@pytest.mark.parametrize(
    ("name", "about", "months", "field"),
    [
        ("急", "会急救", 12, "name"),
        ("急" * 31, "会急救", 12, "name"),
        ("急救员", "会", 12, "about"),
        ("急救员", "会急救", 0, "valid_months"),
        ("急救员", "会急救", 121, "valid_months"),
    ],
)
def test_what_cannot_be_defined(name: str, about: str, months: int, field: str) -> None:
    refusal = why_not_this_qualification(name, about, months)
    assert refusal is not None
    assert refusal.facts["field"] == field


def test_what_can_be_defined() -> None:
    assert why_not_this_qualification("急救", "会急救", 1) is None
    assert why_not_this_qualification("急" * 30, "会急救", 120) is None
    assert why_not_this_qualification("急救员", "会急救", None) is None


def test_a_decision_has_readable_words() -> None:
    assert why_not_these_words("有证", field="basis", what="依据") is None
    assert why_not_these_words(" 有 ", field="basis", what="依据") is not None
    assert why_not_these_words("有" * 201, field="basis", what="依据") is not None
