from datetime import timedelta

import pytest

from app.domain.people.card import card_code, holder_of
from app.domain.people.errors import CardExpired, NotACard
from app.kernel.crypto import signed_code
from app.kernel.ids import new_id
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("application")

SECOND = timedelta(seconds=1)


def test_a_card_leads_to_its_holder_for_60_seconds() -> None:
    holder = new_id()
    code = card_code(holder, now=NOON)
    assert len(code) == 40
    assert holder_of(f" {code}\n", now=NOON) == holder
    assert holder_of(code, now=NOON + 60 * SECOND) == holder
    with pytest.raises(CardExpired):
        holder_of(code, now=NOON + 61 * SECOND)


def test_a_card_from_the_future_is_no_use_beyond_the_clocks_differences() -> None:
    code = card_code(new_id(), now=NOON)
    assert holder_of(code, now=NOON - 5 * SECOND)
    with pytest.raises(CardExpired):
        holder_of(code, now=NOON - 6 * SECOND)


def test_one_character_changed_is_no_card() -> None:
    code = card_code(new_id(), now=NOON)
    for place in range(len(code)):
        other = "A" if code[place] != "A" else "B"
        with pytest.raises(NotACard):
            holder_of(code[:place] + other + code[place + 1 :], now=NOON)


@pytest.mark.parametrize("text", ["", "https://example.com/", "好人", "A" * 40])
def test_other_qr_codes_are_no_cards(text: str) -> None:
    with pytest.raises(NotACard):
        holder_of(text, now=NOON)


def test_a_code_signed_for_another_purpose_is_no_card() -> None:
    code = signed_code(new_id().bytes + b"\0\0\0\0", purpose="session code")
    with pytest.raises(NotACard):
        holder_of(code, now=NOON)
