from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.people import rules
from app.domain.people.errors import CodeJustSent, TooManyCodes, TooYoung
from app.domain.people.vocabulary import SERVICE_CATEGORIES, SKILLS
from app.kernel.refusal import BadInput
from tests.world import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "name", ["李明", "张桂英", "阿依古丽·买买提", "欧阳修", "Mary Ann", "𠮷田", "张" * 50]
)
def test_real_names_are_good(name: str) -> None:
    assert rules.why_not_this_name(rules.clean_name(name)) is None


@pytest.mark.parametrize(
    "name", ["", "李", "张" * 51, "李明1", "<b>李</b>", "李·", "·李明", "李😀明"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    assert isinstance(rules.why_not_this_name(rules.clean_name(name)), BadInput)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 张 桂英 ", "张桂英"),
        ("张　桂　英", "张桂英"),
        ("Mary  Ann", "Mary Ann"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("Mary", "Mary"),
    ],
)
def test_names_are_stored_regularly(typed: str, stored: str) -> None:
    assert rules.clean_name(typed) == stored


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "\uff11\uff13812345678"]
)
def test_a_mobile_number_is_eleven_digits_however_typed(typed: str) -> None:
    assert rules.clean_phone(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed",
    ["", "1381234567", "138123456789", "0538-8221234", "+852 9123 4567", "12345678901", "x"],
)
def test_landlines_and_foreign_numbers_are_refused(typed: str) -> None:
    assert rules.clean_phone(typed) is None
    with pytest.raises(BadInput):
        rules.required_phone(typed)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 11, 23), date(2026, 11, 22), 13),
        (date(2012, 11, 23), date(2026, 11, 23), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
    ],
)
def test_age_is_counted_in_completed_years(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


def test_who_is_fourteen_today_registers_alone_and_who_is_not_comes_with_a_guardian() -> None:
    assert rules.why_not_this_birth_date(date(2012, 11, 23), now=NOON) is None
    problem = rules.why_not_this_birth_date(date(2012, 11, 24), now=NOON)
    assert isinstance(problem, TooYoung)
    assert "监护人" in problem.sentence


def test_today_is_shanghais() -> None:
    late = datetime.fromisoformat("2026-11-22T16:00:00+00:00")  # midnight in Shanghai
    assert rules.why_not_this_birth_date(date(2012, 11, 23), now=late) is None
    assert rules.why_not_this_birth_date(date(2012, 11, 23), now=late - MINUTE) is not None


@pytest.mark.parametrize("born", [date(2026, 11, 24), date(1905, 11, 23), date(1900, 1, 1)])
def test_the_unborn_and_the_unbelievable_are_refused(born: date) -> None:
    assert isinstance(rules.why_not_this_birth_date(born, now=NOON), BadInput)


def test_who_is_120_is_believed() -> None:
    assert rules.why_not_this_birth_date(date(1905, 11, 24), now=NOON) is None


def test_up_to_four_categories_of_the_list() -> None:
    assert rules.why_not_these_categories([]) is None
    assert rules.why_not_these_categories(SERVICE_CATEGORIES[:4]) is None
    for wrong in (SERVICE_CATEGORIES[:5], ["睡觉"], ["社区服务", "社区服务"]):
        assert isinstance(rules.why_not_these_categories(wrong), BadInput)


def test_the_national_list_has_22_categories() -> None:
    assert len(set(SERVICE_CATEGORIES)) == 22


def test_up_to_eight_skills_of_the_list() -> None:
    assert rules.why_not_these_skills(SKILLS[:8]) is None
    for wrong in (SKILLS[:9], ["睡觉"], [SKILLS[0], SKILLS[0]]):
        assert isinstance(rules.why_not_these_skills(wrong), BadInput)


@pytest.mark.parametrize(
    ("reason", "good"), [("", False), ("x ", False), ("冒名", True), ("因" * 201, False)]
)
def test_a_reason_has_2_to_200_characters(reason: str, good: bool) -> None:
    assert (rules.why_not_this_reason(reason) is None) == good


def test_one_code_a_minute() -> None:
    sent = [NOON - MINUTE + timedelta(seconds=1)]
    problem = rules.why_not_send_code(sent, [], now=NOON)
    assert isinstance(problem, CodeJustSent)
    assert problem.facts["seconds"] == 1
    assert rules.why_not_send_code([NOON - MINUTE], [], now=NOON) is None


def test_five_codes_an_hour_for_a_phone() -> None:
    sent = [NOON - HOUR + MINUTE * n for n in range(1, 6)]
    problem = rules.why_not_send_code(sent, [], now=NOON)
    assert isinstance(problem, TooManyCodes)
    assert problem.facts["minutes"] == 1
    assert rules.why_not_send_code(sent, [], now=NOON + MINUTE) is None


def test_ten_codes_a_day_for_a_phone() -> None:
    sent = [NOON - HOUR * 2 * n for n in range(1, 11)]
    assert isinstance(rules.why_not_send_code(sent, [], now=NOON), TooManyCodes)
    assert rules.why_not_send_code(sent[:9], [], now=NOON) is None


def test_two_hundred_codes_an_hour_from_an_address() -> None:
    sent = [NOON - MINUTE] * 200
    assert isinstance(rules.why_not_send_code([], sent, now=NOON), TooManyCodes)
    assert rules.why_not_send_code([], sent[:199], now=NOON) is None
    assert rules.why_not_send_code([], sent, now=NOON + HOUR) is None


@given(some.lists(some.integers(0, 24 * 60), max_size=12))
def test_after_the_wait_told_a_code_is_sent(minutes_ago: list[int]) -> None:
    sent = [NOON - MINUTE * ago for ago in minutes_ago]
    problem = rules.why_not_send_code(sent, [], now=NOON)
    if isinstance(problem, TooManyCodes):
        later = NOON + MINUTE * int(str(problem.facts["minutes"]))
        assert rules.why_not_send_code(sent, [], now=later) is None
