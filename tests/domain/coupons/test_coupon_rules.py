"""The pure rules: states, taking, bills, flags; and that the page of rules says the same."""

from dataclasses import replace
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.coupons import flags as flag_rules
from app.domain.coupons import rules
from app.domain.coupons.flags import Flag, Till, Used
from app.domain.coupons.money import in_capitals
from app.domain.coupons.rules import Season
from tests.domain.coupons.season import DAY, FIFTY_LESS_TWENTY, SEASON
from tests.world import HOUR, NOON

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
TABLES: list[tuple[type[StrEnum], type[StrEnum], Any]] = [
    (rules.Season, rules.SeasonStep, rules.NEXT_SEASON),
    (rules.State, rules.Step, rules.NEXT),
    (rules.Settlement, rules.SettlementStep, rules.NEXT_SETTLEMENT),
]
SECOND = timedelta(seconds=1)
NOBODY = Till(None, None, frozenset(), {})


@pytest.mark.parametrize(("states", "steps", "table"), TABLES)
def test_the_tables_of_states_are_the_documented_ones(
    states: type[StrEnum], steps: type[StrEnum], table: Any
) -> None:
    for state in states:
        cells = [table.get((state, step), "") for step in steps]
        row = "".join(f" {cell} |" if cell else " |" for cell in cells)
        assert f"| {state} |{row}\n" in PAGE


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (1010, "壹拾元壹角整"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (10700053, "壹拾万零柒仟元伍角叁分"),
        (2000000000, "贰仟万元整"),
        (10000000100, "壹亿零壹元整"),
        (-2000, "负贰拾元整"),
    ],
)
def test_sums_in_capitals_as_vouchers_are_written(fen: int, said: str) -> None:
    assert in_capitals(fen) == f"人民币{said}"


def test_what_is_not_in_a_table_is_refused() -> None:
    for season in rules.Season:
        for step in rules.SeasonStep:
            refused = rules.why_not_season(season, step) is not None
            assert refused is ((season, step) not in rules.NEXT_SEASON)
    for state in rules.Settlement:
        for done in rules.SettlementStep:
            refused = rules.why_not_settlement(state, done) is not None
            assert refused is ((state, done) not in rules.NEXT_SETTLEMENT)


TAKING = {"mine": 0, "left": 1, "left_fen": 2000, "now": NOON}


@pytest.mark.parametrize(
    ("season", "facts", "code"),
    [
        (Season.OPEN, {}, None),
        (Season.ANNOUNCED, {}, "not_yet"),
        (Season.PAUSED, {}, "no_longer_taken"),
        (Season.OVER, {}, "no_longer_taken"),
        (Season.OPEN, {"now": SEASON.take_from - SECOND}, "not_yet"),
        (Season.OPEN, {"now": SEASON.take_until}, "no_longer_taken"),
        (Season.OPEN, {"mine": 1}, "limit_reached"),
        (Season.OPEN, {"left": 0}, "all_taken"),
        (Season.OPEN, {"left_fen": 1999}, "all_taken"),
    ],
)
def test_who_may_take(season: Season, facts: dict[str, object], code: str | None) -> None:
    refusal = rules.why_not_take(season, FIFTY_LESS_TWENTY, **{**TAKING, **facts})  # type: ignore[arg-type]
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("spent", "code"),
    [(5000, None), (4999, "below_minimum"), (0, "bad_input"), (10_000_001, "bad_input")],
)
def test_the_bill(spent: int, code: str | None) -> None:
    refusal = rules.why_not_this_bill(spent, minimum_fen=5000)
    assert (refusal.code if refusal else None) == code


def test_below_the_minimum_the_merchant_reads_how_much_is_missing() -> None:
    refusal = rules.why_not_this_bill(3250, minimum_fen=5000)
    assert refusal is not None
    assert refusal.sentence == "这张券满 50 元可用，本单还差 17.50 元"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"take_until": SEASON.take_from}, "take_until"),
        ({"use_until": SEASON.take_until - DAY}, "use_until"),
        ({"budget_fen": 99}, "budget"),
        ({"title": ""}, "title"),
        ({"organiser": ""}, "organiser"),
    ],
)
def test_a_season_that_cannot_be(facts: dict[str, object], field: str) -> None:
    assert rules.why_not_this_season(SEASON) is None
    refusal = rules.why_not_this_season(replace(SEASON, **facts))  # type: ignore[arg-type]
    assert refusal is not None
    assert refusal.facts["field"] == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"face_fen": 5001}, "minimum"),
        ({"total": 0}, "total"),
        ({"limit_each": 21}, "limit_each"),
        ({"take_until": SEASON.take_until + SECOND}, "take_until"),
    ],
)
def test_a_kind_that_cannot_be(facts: dict[str, object], field: str) -> None:
    assert rules.why_not_this_kind(FIFTY_LESS_TWENTY, SEASON) is None
    refusal = rules.why_not_this_kind(replace(FIFTY_LESS_TWENTY, **facts), SEASON)  # type: ignore[arg-type]
    assert refusal is not None
    assert refusal.facts["field"] == field


def used(person: UUID, after: timedelta, mark: str | None = None) -> Used:
    return Used(uuid4(), person, NOON + after, mark)


def raised(rows: list[Used], till: Till = NOBODY) -> set[Flag]:
    return {flag for found in flag_rules.flags(rows, till).values() for flag in found}


def test_one_person_with_three_coupons_in_a_day_is_seen_and_two_are_not() -> None:
    person = uuid4()
    rows = [used(person, n * HOUR) for n in range(3)]
    assert raised(rows) == {Flag.MANY_OF_ONE}
    assert raised(rows[:2]) == set()
    assert raised([*rows[:2], used(person, DAY)]) == set()


def test_three_within_a_minute_are_seen() -> None:
    rows = [used(uuid4(), timedelta(seconds=30 * n)) for n in range(3)]
    assert raised(rows) == {Flag.IN_A_ROW}
    assert raised([*rows[:2], used(uuid4(), timedelta(seconds=61))]) == set()


@pytest.mark.parametrize(
    ("opens", "closes", "out"),
    [
        (None, None, False),
        (time(8), time(20), False),
        (time(13), time(20), True),
        (time(18), time(2), True),
        (time(10), time(12), False),
    ],
)
def test_noon_and_the_hours_of_a_shop(opens: time | None, closes: time | None, out: bool) -> None:
    assert flag_rules.is_out_of_hours(NOON, opens, closes) is out


def test_night_is_out_of_hours_where_none_are_known() -> None:
    assert flag_rules.is_out_of_hours(NOON + 11 * HOUR, None, None)
    assert not flag_rules.is_out_of_hours(NOON + 18 * HOUR, None, None)


def test_the_merchants_own_phone_and_one_phone_for_many_are_seen() -> None:
    one = used(uuid4(), timedelta(), "mark")
    assert raised([one], replace(NOBODY, kin=frozenset([one.volunteer_id]))) == {Flag.CONTACT}
    assert raised([one], replace(NOBODY, accounts={"mark": 4})) == {Flag.ONE_PHONE}
    assert raised([one], replace(NOBODY, accounts={"mark": 3})) == set()
