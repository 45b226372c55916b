from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.people.errors import (
    CodeAlreadyUsed,
    CodeExpired,
    CodeJustSent,
    CodeSpent,
    TooManyCodes,
    WrongCode,
)
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.models import PhoneCode
from app.domain.people.phone_codes import check_code, send_code
from app.kernel.database import session
from app.kernel.refusal import BadInput
from tests.domain.people.conftest import PHONE, Coding
from tests.world import NOON

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_sent_opens_once(code_for: Coding) -> None:
    code = code_for()
    check_code(PHONE, f" {code} ", now=NOON)
    with pytest.raises(CodeAlreadyUsed):
        check_code(PHONE, code, now=NOON)


def test_a_code_is_six_digits_and_is_not_stored(
    code_for: Coding, sent_codes: list[PhoneCodeIssued]
) -> None:
    code = code_for()
    assert len(code) == 6
    assert code.isdigit()
    stored = session.scalars(select(PhoneCode.code_mac)).one()
    assert code not in stored
    assert code not in repr(sent_codes[-1])


def test_a_code_lives_five_minutes(code_for: Coding) -> None:
    code = code_for()
    with pytest.raises(CodeExpired):
        check_code(PHONE, code, now=NOON + 5 * MINUTE)
    check_code(PHONE, code, now=NOON + 5 * MINUTE - SECOND)


def test_the_fifth_wrong_try_kills_the_code(code_for: Coding) -> None:
    code = code_for()
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode) as wrong:
            check_code(PHONE, other_than(code), now=NOON)
        assert wrong.value.facts["left"] == left
    for attempt in (other_than(code), code):
        with pytest.raises(CodeSpent):
            check_code(PHONE, attempt, now=NOON)


def test_a_newer_code_makes_the_older_one_void(
    code_for: Coding, sent_codes: list[PhoneCodeIssued]
) -> None:
    old = code_for()
    send_code(PHONE, address="10.0.0.1", now=NOON + MINUTE)
    new = sent_codes[-1].code
    if old != new:
        with pytest.raises(WrongCode):
            check_code(PHONE, old, now=NOON + MINUTE)
    check_code(PHONE, new, now=NOON + MINUTE)


def test_a_code_proves_its_own_phone_only(code_for: Coding) -> None:
    code = code_for()
    with pytest.raises(CodeExpired):
        check_code("13912345678", code, now=NOON)


def test_no_code_for_a_landline(sent_codes: list[PhoneCodeIssued]) -> None:
    with pytest.raises(BadInput):
        send_code("0538-8221234", address="10.0.0.1", now=NOON)
    assert sent_codes == []


def test_a_second_code_within_a_minute_is_not_sent(
    code_for: Coding, sent_codes: list[PhoneCodeIssued]
) -> None:
    code_for()
    with pytest.raises(CodeJustSent):
        send_code(PHONE, address="10.0.0.2", now=NOON + MINUTE - SECOND)
    assert len(sent_codes) == 1


def test_an_address_that_asks_for_many_phones_must_wait(
    sent_codes: list[PhoneCodeIssued],
) -> None:
    for number in range(200):
        send_code(f"13812345{number:03d}", address="10.0.0.1", now=NOON)
    with pytest.raises(TooManyCodes):
        send_code("13912345678", address="10.0.0.1", now=NOON)
    send_code("13912345678", address="10.0.0.2", now=NOON)
    assert len(sent_codes) == 201
