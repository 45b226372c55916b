from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.people import numbers
from app.domain.people.id_numbers import birth_date_in, clean_id_number
from app.kernel.refusal import BadInput
from tests.world import NOON

VALID = "11010519491231002X"  # the example of GB 11643-1999
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check(body: str) -> str:
    """Seventeen digits and the check character of the standard."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def test_the_standards_own_example_is_valid() -> None:
    assert with_check(VALID[:17]) == VALID
    assert birth_date_in(VALID, now=NOON) == date(1949, 12, 31)
    assert clean_id_number(" 110105 19491231 002x") == VALID


@pytest.mark.parametrize("area", ["810000", "820000", "830000"])
def test_residence_permits_are_valid(area: str) -> None:
    assert birth_date_in(with_check(f"{area}19900101001"), now=NOON) == date(1990, 1, 1)


def test_who_is_older_than_her_county_has_a_valid_number() -> None:
    number = with_check("37091119600501002")  # the county of that code was founded in 1985
    assert birth_date_in(number, now=NOON) == date(1960, 5, 1)


@pytest.mark.parametrize(
    "number",
    [
        "",
        VALID[:17],
        VALID + "1",
        "110105194912310021",  # check character
        "1101051949123100AX",
        with_check("11010519490230002"),  # 30 February
        with_check("11010520990101002"),  # not yet born
        with_check("11010518991231002"),
        with_check("99010519491231002"),  # nowhere
        with_check("81010019900101001"),  # no such permit
    ],
)
def test_what_is_no_id_number_is_refused(number: str) -> None:
    with pytest.raises(BadInput) as refused:
        birth_date_in(number, now=NOON)
    assert refused.value.field == "id_number"


def test_born_today_is_a_date_and_born_tomorrow_is_not() -> None:
    assert birth_date_in(with_check("11010520261123002"), now=NOON) == date(2026, 11, 23)
    with pytest.raises(BadInput):
        birth_date_in(with_check("11010520261124002"), now=NOON)


@given(some.integers(0, 16), some.integers(1, 9))
def test_one_digit_wrong_is_noticed(position: int, shift: int) -> None:
    wrong = str((int(VALID[position]) + shift) % 10)
    with pytest.raises(BadInput):
        birth_date_in(VALID[:position] + wrong + VALID[position + 1 :], now=NOON)


def test_a_volunteer_number_has_ten_digits_and_begins_with_the_year() -> None:
    drawn = {numbers.new_number(now=NOON) for _ in range(100)}
    assert all(len(one) == 10 and one.startswith("26") and numbers.is_number(one) for one in drawn)
    assert len(drawn) > 90


@given(some.integers(0, 9), some.integers(1, 9))
def test_a_volunteer_number_misread_in_one_digit_is_noticed(position: int, shift: int) -> None:
    number = numbers.new_number(now=NOON)
    wrong = str((int(number[position]) + shift) % 10)
    assert not numbers.is_number(number[:position] + wrong + number[position + 1 :])
