"""What a door does not take: a number too long, taps beside tickets, a scan that is another's."""

import struct
from datetime import timedelta

import pytest

from app.domain.culture import admission, at_door, errors
from app.domain.culture.door_log import Door
from app.domain.culture.ticket_codes import is_ticket_code, ticket_code, ticket_of
from app.domain.people.rules import CARD_LASTS
from app.kernel.crypto import signed_code
from app.kernel.fresh_codes import CLOCK_SKEW, is_fresh
from app.kernel.ids import new_id
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import (
    OPEN_AIR,
    STARTS,
    a_clerk,
    a_published,
    a_ticket,
    scans,
    the_event,
    the_ticket,
)

pytestmark = pytest.mark.usefixtures("database")
AT = STARTS + timedelta(minutes=2)
SECOND = timedelta(seconds=1)


def a_door(event: at_door.DoorEvent, nonce: str = "nonce-1") -> Door:
    return Door(the_event(event.id).made_by_id, "device", nonce)


@pytest.mark.parametrize("change", [lambda number: number + "0", lambda number: number[:7]])
def test_a_number_has_exactly_eight_digits(change: object) -> None:
    event = at_door.door_event(a_published(a_clerk()))
    number = the_ticket(a_ticket(event.id, world.a_volunteer())).number
    with pytest.raises(errors.NoSuchNumber):
        admission.admit(a_door(event), event, change(number), now=AT)  # type: ignore[operator]
    assert admission.admit(a_door(event, "nonce-2"), event, number, now=AT).people == 3


def test_nobody_is_tapped_in_where_tickets_are_needed() -> None:
    event = at_door.door_event(a_published(a_clerk()))
    with pytest.raises(errors.TapsNeedOpenEntry, match="凭票入场"):
        admission.tap(a_door(event), event, 1, now=AT)
    assert scans(event.id) == []
    free = at_door.door_event(a_published(a_clerk(), OPEN_AIR))
    assert admission.tap(a_door(free), free, 1, now=AT) == 1


def test_a_scan_that_never_was_or_is_of_another_door_is_not_put_right() -> None:
    clerk = a_clerk()
    event, other = (at_door.door_event(a_published(clerk)) for _ in "ab")
    code = ticket_code(a_ticket(other.id, world.a_volunteer()), now=AT)
    there = admission.admit(a_door(other), other, code, now=AT)
    with pytest.raises(errors.ScanNotFound):
        admission.fewer(a_door(event), event, "nonce-9", people=1, now=AT)
    with pytest.raises(errors.ScanNotFound):
        admission.fewer_by_scan(a_door(event), event, there.scan_id, people=1, now=AT)
    assert scans(other.id) == [(3, None, "ticket")]


def test_a_scan_is_not_put_right_to_more_than_came() -> None:
    event = at_door.door_event(a_published(a_clerk()))
    ticket_id = a_ticket(event.id, world.a_volunteer())
    code = ticket_code(ticket_id, now=AT)
    admission.admit(a_door(event), event, code, people=2, now=AT)
    with pytest.raises(errors.FewerOnly, match="0 至 1 人"):
        admission.fewer(a_door(event), event, "nonce-1", people=3, now=AT)
    assert the_ticket(ticket_id).admitted == 2


def test_a_nonce_of_another_events_scan_is_refused() -> None:
    clerk = a_clerk()
    event, other = (at_door.door_event(a_published(clerk)) for _ in "ab")
    codes = [ticket_code(a_ticket(one.id, world.a_volunteer()), now=AT) for one in (event, other)]
    admission.admit(a_door(event), event, codes[0], now=AT)
    with pytest.raises(errors.NonceOfOtherScan):
        admission.admit(a_door(event), other, codes[1], now=AT)
    assert scans(other.id) == []


def test_a_code_made_before_this_version_still_opens_the_door() -> None:
    ticket_id = new_id()
    packed = struct.pack(">16sI", ticket_id.bytes, int(NOON.timestamp()))
    code = signed_code(packed, purpose="culture ticket")
    assert ticket_code(ticket_id, now=NOON) == code
    assert is_ticket_code(code)
    assert ticket_of(code, at=NOON + CARD_LASTS) == ticket_id
    with pytest.raises(errors.TicketCodeExpired):
        ticket_of(code, at=NOON + CARD_LASTS + SECOND)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (-CLOCK_SKEW, True),
        (-CLOCK_SKEW - SECOND, False),
        (CARD_LASTS, True),
        (CARD_LASTS + SECOND, False),
    ],
)
def test_how_long_a_code_is_fresh(age: timedelta, fresh: bool) -> None:
    assert is_fresh(NOON - age, lasts=CARD_LASTS, now=NOON) is fresh
