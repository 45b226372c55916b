"""Doors of events without network: what they know, and what comes of scans that are sent later."""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.access.queries import Staff
from app.domain.attendance import device_ticket_list, errors
from app.domain.attendance.device_ticket_list import SealedTickets, sealed_tickets, ticket_mark
from app.domain.attendance.device_tickets import (
    DoorScan,
    admit_by_device,
    events_for,
    fewer_by_device,
    tap_by_device,
)
from app.domain.attendance.devices import Device, device_behind, make_for_place
from app.domain.culture import errors as culture
from app.domain.culture import publication, tickets
from app.domain.culture.count_queries import to_look_at
from app.domain.culture.counters import AGREEMENTS
from app.domain.culture.door_log import Admitted
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.ticket_codes import ticket_code
from app.domain.people.card import card_code
from app.kernel.agreement import disagreements
from app.kernel.ids import new_id
from app.kernel.paging import PAGE_SIZE
from app.kernel.refusal import Refusal
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import (
    ENDS,
    OPEN_AIR,
    SHOW,
    STARTS,
    a_clerk,
    a_programme,
    a_published,
    a_ticket,
    the_ticket,
)

pytestmark = pytest.mark.usefixtures("database")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AT = STARTS + 2 * MINUTE
LATER = AT + 30 * MINUTE


@dataclass
class Gate:
    """A device at the doors of a place; it numbers its scans."""

    device: Device
    event_id: UUID
    scans: int = 0

    def shows(self, ticket_id: UUID, people: int | None = None, **when: datetime) -> Admitted:
        """A ticket read without network, `at` a moment, and `sent` half an hour later."""
        at = when.get("at", AT)
        code = ticket_code(ticket_id, now=when.get("made", at))
        return self.reads(code, people, at=at, sent=when.get("sent", LATER))

    def reads(self, code: str, people: int | None, *, at: datetime = AT, **more: Any) -> Admitted:
        self.scans += 1
        nonce = more.get("nonce") or f"{self.device.name}-{self.scans:04d}"
        scan = DoorScan(nonce=nonce, code=code, people=people, scanned_at=at)
        return admit_by_device(self.device, self.event_id, scan, now=more.get("sent", LATER))


@dataclass
class Evening:
    """An event, and two doors that lead to it."""

    clerk: Staff
    event_id: UUID
    east: Gate
    west: Gate


def a_gate(clerk: Staff, event_id: UUID, name: str, *, ends_at: datetime = ENDS + HOUR) -> Gate:
    _, token = make_for_place(clerk, clerk.place.id, name=name, ends_at=ends_at, now=NOON)
    return Gate(device_behind(token), event_id)


@pytest.fixture
def evening(database: object) -> Evening:
    clerk = a_clerk()
    event_id = a_published(clerk)
    east, west = (a_gate(clerk, event_id, name) for name in ("east", "west"))
    return Evening(clerk, event_id, east, west)


def test_it_counts_once_at_its_own_moment_also_when_another_token_sends_it(
    evening: Evening,
) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    first = evening.east.shows(ticket_id, 3)
    assert (first.people, first.at) == (3, AT)
    code = ticket_code(ticket_id, now=AT)
    for gate in (evening.east, evening.west):
        assert gate.reads(code, 3, nonce="east-0001", sent=LATER + MINUTE) == first
    assert the_ticket(ticket_id).first_in_at == AT
    assert heads_of([evening.event_id])[evening.event_id] == Heads(scanned=3)
    assert to_look_at(evening.event_id).total == 0


def test_a_ticket_let_in_at_two_doors_is_one_admission_and_one_to_look_at(
    evening: Evening,
) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    evening.west.shows(ticket_id, 3, at=AT + MINUTE)
    with pytest.raises(culture.AlreadyAdmitted):
        evening.east.shows(ticket_id, 3)
    assert heads_of([evening.event_id])[evening.event_id] == Heads(scanned=3)
    (one,) = to_look_at(evening.event_id).items
    assert (one.at, one.people, one.let_in) == (AT, 0, 3)
    assert one.words.startswith("没有网络时放行了 3 人，没有算进人数：已于 19:03 入场 3 人")
    assert not list(disagreements(AGREEMENTS))


def test_a_refusal_that_was_not_heard_gives_way_to_what_the_door_did_then(
    evening: Evening,
) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    code, east = ticket_code(ticket_id, now=AT), evening.east
    evening.west.shows(ticket_id, 3, at=AT - MINUTE)
    asked = DoorScan(nonce="east-0001", code=code)
    with pytest.raises(culture.AlreadyAdmitted):  # the answer got lost
        admit_by_device(east.device, evening.event_id, asked, now=AT)
    for why in (culture.AlreadyAdmitted, culture.RefusedThen):  # the door let three in
        with pytest.raises(why):
            east.reads(code, 3, nonce="east-0001")
    (one,) = to_look_at(evening.event_id).items
    assert (one.at, one.let_in) == (AT, 3)
    admit_again(evening, code)


def admit_again(evening: Evening, code: str) -> None:
    """Where there is room by then, who was let in counts, once, and is put right."""
    east, nonce = evening.east, "east-0002"
    asked = DoorScan(nonce=nonce, code=code)
    with pytest.raises(culture.AlreadyAdmitted):
        admit_by_device(east.device, evening.event_id, asked, now=AT)
    fewer_by_device(evening.west.device, evening.event_id, "west-0001", people=1, now=AT)
    first = east.reads(code, 2, nonce=nonce)
    assert east.reads(code, 2, nonce=nonce) == first
    assert (first.people, first.admitted) == (2, 3)
    put_right = fewer_by_device(east.device, evening.event_id, nonce, people=1, now=LATER)
    assert put_right.admitted == 2


def test_more_than_the_ticket_has_left_count_as_far_as_it_goes(evening: Evening) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    evening.east.shows(ticket_id, 2, at=AT + MINUTE)
    assert evening.west.shows(ticket_id, 3).people == 1
    assert (the_ticket(ticket_id).admitted, the_ticket(ticket_id).first_in_at) == (3, AT)
    (one,) = to_look_at(evening.event_id).items
    assert one.words == "没有网络时放行了 3 人，票上只剩 1 个座位，算 1 人"


def test_what_arrived_before_fewer_were_said_to_have_come_is_put_right(evening: Evening) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    evening.east.shows(ticket_id)
    put_right = fewer_by_device(
        evening.west.device, evening.event_id, "east-0001", people=1, now=LATER
    )
    assert (put_right.people, put_right.admitted) == (1, 1)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ({"sent": AT + timedelta(hours=24, seconds=1)}, errors.MomentNotBelievable),
        ({"at": LATER + 2 * MINUTE}, errors.MomentNotBelievable),
        ({"made": AT - 4 * MINUTE}, culture.TicketCodeExpired),
        ({"made": AT + 3 * MINUTE}, culture.TicketCodeExpired),
        ({"at": STARTS - HOUR - MINUTE}, culture.DoorNotOpen),
        ({"at": ENDS + MINUTE, "sent": ENDS + HOUR}, culture.DoorClosed),
        ({"at": ENDS + HOUR + MINUTE, "sent": ENDS + 2 * HOUR}, errors.DeviceEnded),
    ],
)
def test_what_is_not_believed(
    evening: Evening, when: dict[str, datetime], why: type[Refusal]
) -> None:
    ticket_id = a_ticket(evening.event_id, world.a_volunteer())
    with pytest.raises(why):
        evening.east.shows(ticket_id, 3, **when)
    assert the_ticket(ticket_id).admitted == 0


def test_a_device_of_another_place_sends_nothing_and_gets_no_list(evening: Evening) -> None:
    stranger = a_gate(a_clerk(), evening.event_id, "elsewhere")
    with pytest.raises(errors.NotThisSession):
        stranger.shows(a_ticket(evening.event_id, world.a_volunteer()), 3)
    with pytest.raises(errors.NotThisSession):
        sealed_tickets(stranger.device, evening.event_id, now=AT)


def test_who_came_in_time_counts_also_when_it_is_told_after_the_end(evening: Evening) -> None:
    film = a_published(evening.clerk, OPEN_AIR)
    gate = a_gate(evening.clerk, film, "film")
    held = a_ticket(evening.event_id, world.a_volunteer())
    publication.advance(now=STARTS)
    publication.advance(now=ENDS)
    sent = ENDS + 2 * HOUR
    assert evening.east.shows(held, 3, sent=sent).people == 3
    card = card_code(world.a_volunteer().id, now=AT)
    assert gate.reads(card, 1, sent=sent).people == 1
    tapped = DoorScan(nonce="tap-0001", people=4, scanned_at=AT)
    for _ in "ab":
        assert tap_by_device(gate.device, film, tapped, now=sent) == 4
    assert heads_of([film])[film] == Heads(scanned=1, hand=4, by_tapping=True)


def test_taps_that_do_not_count_are_kept_to_look_at(evening: Evening) -> None:
    film = a_published(evening.clerk, OPEN_AIR)
    gate = a_gate(evening.clerk, film, "film")
    publication.cancel(evening.clerk, film, reason="大雨", now=STARTS)
    tapped = DoorScan(nonce="tap-0001", people=4, scanned_at=AT)
    for why in (culture.EventCancelledAtDoor, culture.RefusedThen):
        with pytest.raises(why):
            tap_by_device(gate.device, film, tapped, now=LATER)
    back = replace(tapped, nonce="tap-0002", people=-1)
    with pytest.raises(culture.EventCancelledAtDoor):
        tap_by_device(gate.device, film, back, now=LATER)
    (one,) = to_look_at(film).items
    assert (one.people, one.let_in) == (0, 4)


# --- the list ---


def opened(found: SealedTickets, secret: UUID) -> dict[str, Any] | None:
    """What the page's script does with what is shown: find the entry and open it."""
    lookup = hmac.new(found.salt, b"lookup" + secret.bytes, hashlib.sha256).digest()[:16]
    key = hmac.new(found.salt, b"entry" + secret.bytes, hashlib.sha256).digest()
    entry = {one.lookup: one.sealed for one in found.entries}.get(lookup)
    if entry is None:
        return None
    return dict(json.loads(AESGCM(key).decrypt(entry[:12], entry[12:], lookup)))


def test_ticket_and_card_open_the_same_entry_and_it_names_nobody(evening: Evening) -> None:
    zhang = world.a_volunteer(name="张桂英")
    ticket_id = a_ticket(evening.event_id, zhang)
    evening.east.shows(ticket_id, 2)
    found = sealed_tickets(evening.west.device, evening.event_id, now=LATER)
    said = opened(found, ticket_id)
    facts = {"seats": 3, "held": True, "admitted": 2, "in_at": "19:02"}
    assert said == {"ticket": ticket_mark(ticket_id), **facts}
    assert opened(found, zhang.id) == said
    assert opened(found, new_id()) is None
    assert len({len(one.sealed) for one in found.entries}) == 1
    assert found.complete_to < new_id().hex


def test_another_device_cannot_tell_whose_entries_are_the_same(evening: Evening) -> None:
    a_ticket(evening.event_id, world.a_volunteer())
    lists = [
        sealed_tickets(gate.device, evening.event_id, now=AT)
        for gate in (evening.east, evening.west)
    ]
    mine, theirs = ({one.lookup for one in found.entries} for found in lists)
    assert not mine & theirs


def test_a_list_is_brought_up_to_date_by_what_has_changed(evening: Evening) -> None:
    came, gave, stayed = (world.a_volunteer() for _ in "abc")
    held = {one.id: a_ticket(evening.event_id, one, seats=1) for one in (came, gave, stayed)}
    made_at = STARTS - 30 * MINUTE
    tickets.give_back(gave.id, held[gave.id], now=made_at)
    evening.east.shows(held[came.id], 1)
    found = sealed_tickets(evening.west.device, evening.event_id, since=made_at, now=LATER)
    assert opened(found, held[stayed.id]) is None
    assert (opened(found, held[came.id]) or {})["admitted"] == 1
    for secret in (held[gave.id], gave.id):
        assert (opened(found, secret) or {})["held"] is False
    again = tickets.take(gave.id, evening.event_id, seats=2, now=made_at + MINUTE).ticket_id
    found = sealed_tickets(evening.west.device, evening.event_id, since=made_at, now=LATER)
    assert (opened(found, gave.id) or {})["ticket"] == ticket_mark(again)


def test_a_long_list_comes_page_by_page(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_ticket_list, "TICKETS_A_PAGE", 2)
    held = [a_ticket(evening.event_id, world.a_volunteer(), seats=1) for _ in range(3)]
    first = sealed_tickets(evening.east.device, evening.event_id, now=AT)
    rest = sealed_tickets(evening.east.device, evening.event_id, after=first.next_id, now=AT)
    assert rest.next_id is None
    found = replace(first, entries=[*first.entries, *rest.entries])
    assert all(opened(found, one) for one in held)


@pytest.mark.parametrize(
    ("lasts", "device_until", "good_until"),
    [
        (2 * HOUR, 9 * HOUR, 2 * HOUR),
        (2 * HOUR, HOUR, HOUR),
        (72 * HOUR, 96 * HOUR, 24 * HOUR + 2 * MINUTE),
    ],
)
def test_a_list_ends_with_the_event_the_token_or_after_a_day(
    evening: Evening, lasts: timedelta, device_until: timedelta, good_until: timedelta
) -> None:
    event_id = a_published(evening.clerk, replace(SHOW, ends_at=STARTS + lasts))
    gate = a_gate(evening.clerk, event_id, "north", ends_at=STARTS + device_until)
    found = sealed_tickets(gate.device, event_id, now=AT)
    assert found.good_until == STARTS + good_until


def test_a_door_with_many_events_has_pages(evening: Evening) -> None:
    programme_id = a_programme(evening.clerk)
    for number in range(PAGE_SIZE):
        a_published(evening.clerk, replace(SHOW, title=f"第{number}场"), programme_id=programme_id)
    first = events_for(evening.east.device, now=AT)
    second = events_for(evening.east.device, page=2, now=AT)
    assert (len(first.items), len(second.items), second.last) == (PAGE_SIZE, 1, 2)
    assert events_for(evening.east.device, now=ENDS + 2 * HOUR).total == 0
