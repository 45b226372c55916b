"""Numbers, codes, states and wishes: pure rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.certificates import rules
from app.domain.certificates.errors import NotNow
from app.domain.certificates.rules import Decision, State, Wish
from app.kernel.refusal import BadInput
from tests.domain.certificates.papers import ALL, TODAY


def test_a_number_has_its_day_and_a_digit_that_finds_slips() -> None:
    number = rules.new_number(TODAY)
    assert number.startswith("20261123")
    assert rules.why_not_this_number(rules.shown_number(number)) is None
    assert rules.read_number(rules.shown_number(number)) == number


@pytest.mark.parametrize("place", range(17))
def test_every_single_wrong_digit_is_found(place: int) -> None:
    number = rules.new_number(TODAY)
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    refusal = rules.why_not_this_number(wrong)
    assert isinstance(refusal, BadInput)
    assert refusal.field == "number"


@pytest.mark.parametrize("text", ["", "12", "2026112348277316512345", "编号"])
def test_what_is_no_number_is_said_so(text: str) -> None:
    assert rules.why_not_this_number(text) is not None


def test_numbers_and_codes_are_not_guessed_from_one_another() -> None:
    assert len({rules.new_number(TODAY) for _ in range(50)}) > 45
    codes = {rules.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(set(code) <= set(rules.CODE_LETTERS) and len(code) == 8 for code in codes)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert rules.read_code(" 7k3m-9qxa ") == "7K3M9QXA"
    assert rules.shown_code("7K3M9QXA") == "7K3M-9QXA"


def test_a_wish_is_for_days_that_have_come() -> None:
    assert rules.why_not_this_wish(ALL, today=TODAY) is None
    assert rules.why_not_this_wish(replace(ALL, since=TODAY), today=TODAY) is None
    tomorrow = Wish(TODAY + timedelta(days=1))
    assert rules.why_not_this_wish(tomorrow, today=TODAY).field == "until"  # type: ignore[union-attr]
    backwards = Wish(TODAY, TODAY + timedelta(days=1))
    assert rules.why_not_this_wish(backwards, today=TODAY).field == "since"  # type: ignore[union-attr]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("decision", Decision)
def test_what_the_table_does_not_know_is_refused(state: State, decision: Decision) -> None:
    refusal = rules.why_not(state, decision)
    assert (refusal is None) == ((state, decision) in rules.NEXT_STATE)
    assert refusal is None or isinstance(refusal, NotNow)


def test_a_revoked_certificate_stays_revoked() -> None:
    assert not [one for one in Decision if (State.REVOKED, one) in rules.NEXT_STATE]
    assert not [one for one in Decision if (State.REPLACED, one) in rules.NEXT_STATE]


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        (["001/004/002/"], "001/004/002/"),
        (["001/004/002/", "001/004/003/"], "001/004/"),
        (["001/004/002/", "001/004/"], "001/004/"),
        (["001/004/002/", "001/005/002/"], "001/"),
    ],
)
def test_the_lowest_place_that_holds_them_all(paths: list[str], common: str) -> None:
    assert rules.common_path(paths) == common
