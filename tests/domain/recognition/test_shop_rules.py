"""Who may take what; every state and decision of a redemption; codes that live a minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask

from app.domain.recognition import errors
from app.domain.recognition.redemption_code import redemption_behind, redemption_code
from app.domain.recognition.shop_rules import (
    NEXT_STATE,
    Decision,
    State,
    is_open,
    pick_up_by,
    why_not,
    why_not_redeem,
    why_not_this_item,
    why_not_this_reason,
)
from app.kernel.calendar import local
from app.kernel.crypto import signed_code
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from tests.domain.recognition.shop import SOAP
from tests.world import NOON

TODAY = date(2026, 11, 23)
ALLOWED = {
    "reserved": {"hand_over": "handed_over", "cancel": "cancelled", "expire": "expired"},
    "handed_over": {"settle": "settled"},
    "settled": {},
    "cancelled": {},
    "expired": {},
}


@pytest.mark.parametrize(("state", "decision"), list(product(State, Decision)))
def test_every_decision_in_every_state(state: State, decision: Decision) -> None:
    expected = ALLOWED[state.value].get(decision.value)
    assert NEXT_STATE.get((state, decision)) == expected
    assert isinstance(why_not(state, decision), errors.NotLikeThis) is (expected is None)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, True),
        ({"on_shelf": False}, False),
        ({"open_from": TODAY}, True),
        ({"open_from": date(2026, 11, 24)}, False),
        ({"open_until": TODAY}, True),
        ({"open_until": date(2026, 11, 22)}, False),
    ],
)
def test_an_item_is_open_on_the_shelf_within_its_days(facts: Any, answer: bool) -> None:
    assert is_open(replace(SOAP, **facts), today=TODAY) is answer


@pytest.mark.parametrize(
    ("facts", "standing", "refusal"),
    [
        ({}, {}, None),
        ({}, {"balance": 20}, None),
        ({}, {"balance": 19}, errors.NotEnoughPoints),
        ({}, {"left": 1}, None),
        ({}, {"left": 0}, errors.SoldOut),
        ({"limit_each": 2}, {"taken": 1}, None),
        ({"limit_each": 2}, {"taken": 2}, errors.LimitReached),
        ({"on_shelf": False}, {}, errors.NotOnShelf),
    ],
)
def test_who_may_redeem(facts: Any, standing: Any, refusal: type[Exception] | None) -> None:
    all_well = {"left": 5, "balance": 100, "taken": 0}
    found = why_not_redeem(replace(SOAP, **facts), **{**all_well, **standing}, today=TODAY)
    assert type(found) is (refusal or type(None))


def test_it_is_fetched_until_the_end_of_the_fourteenth_day() -> None:
    assert f"{local(pick_up_by(NOON)):%Y-%m-%d %H:%M}" == "2026-12-08 00:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "物" * 41),
        ("description", "物" * 201),
        ("price", 0),
        ("price", 100_001),
        ("limit_each", 0),
        ("limit_each", 1001),
        ("open_until", date(2025, 12, 31)),
    ],
)
def test_what_is_said_about_an_item_is_believable(field: str, value: Any) -> None:
    assert why_not_this_item(SOAP, stock=0) is None
    refusal = why_not_this_item(replace(SOAP, **{field: value}), stock=1)
    assert isinstance(refusal, BadInput)
    assert refusal.field == field


@pytest.mark.parametrize("stock", [-1, 100_001])
def test_so_many_are_not_put_in(stock: int) -> None:
    assert isinstance(why_not_this_item(SOAP, stock=stock), BadInput)


def test_a_reason_is_written() -> None:
    assert why_not_this_reason("破损") is None
    assert isinstance(why_not_this_reason(" "), BadInput)
    assert isinstance(why_not_this_reason("字" * 201), BadInput)


MADE_AT = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (-5, True), (-6, False), (65, True), (66, False)]
)
def test_a_code_lives_a_minute(application: Flask, seconds: int, good: bool) -> None:
    which = new_id()
    code = redemption_code(which, now=MADE_AT)
    at = MADE_AT + timedelta(seconds=seconds)
    if good:
        assert redemption_behind(code, now=at) == which
    else:
        with pytest.raises(errors.CodeTooOld):
            redemption_behind(code, now=at)


def test_other_codes_are_not_ours(application: Flask) -> None:
    code = redemption_code(new_id(), now=MADE_AT)
    altered = code[:-2] + ("AA" if code[-2:] != "AA" else "BB")
    of_a_card = signed_code(b"0" * 20, purpose="volunteer card")
    for one in (altered, of_a_card, "12345678", ""):
        with pytest.raises(errors.CodeNotOurs):
            redemption_behind(one, now=MADE_AT)
