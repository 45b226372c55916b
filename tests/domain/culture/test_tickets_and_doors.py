"""Taking tickets, giving them back, the door, the clock, and who is told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain.culture import admission, at_door, errors, planning, publication, tickets
from app.domain.culture.counters import AGREEMENTS
from app.domain.culture.door_log import Door
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.rules import State
from app.domain.culture.ticket_codes import ticket_code
from app.domain.people.card import card_code
from app.domain.people.events import VolunteerLeft
from app.kernel.agreement import disagreements
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.culture.house import (
    ENDS,
    HOUR,
    OPEN_AIR,
    SHOW,
    STARTS,
    a_clerk,
    a_published,
    a_ticket,
    letters,
    scans,
    the_event,
    the_ticket,
)

pytestmark = pytest.mark.usefixtures("database")
AT = STARTS + timedelta(minutes=2)


def code_at(ticket_id: UUID) -> str:
    return ticket_code(ticket_id, now=AT)


def admit(event_id: UUID, code: str, *, nonce: str = "", people: int | None = None) -> object:
    door = Door(the_event(event_id).made_by_id, "device", nonce or new_id().hex)
    return admission.admit(door, at_door.door_event(event_id), code, people=people, now=AT)


def test_a_ticket_holds_a_familys_seats_and_she_is_told() -> None:
    event_id, zhang = a_published(a_clerk()), world.a_volunteer(open_id="o-zhang")
    taken = tickets.take(zhang.id, event_id, seats=3, now=NOON)
    again = tickets.take(zhang.id, event_id, seats=5, now=NOON)
    assert (again.ticket_id, again.seats, again.again) == (taken.ticket_id, 3, True)
    assert the_event(event_id).seats_taken == 3
    (letter,) = letters("ticket_taken")
    assert letter.url == f"/h5/tickets/{taken.ticket_id}"
    assert "座位：3 个" in letter.body


def test_seats_are_taken_whole_or_not_at_all() -> None:
    event_id = a_published(a_clerk(), replace(SHOW, capacity=4))
    a_ticket(event_id, world.a_volunteer(), seats=3)
    with pytest.raises(errors.TooFewLeft, match="只剩 1 个"):
        a_ticket(event_id, world.a_volunteer(), seats=2)
    a_ticket(event_id, world.a_volunteer(), seats=1)
    with pytest.raises(errors.Full):
        a_ticket(event_id, world.a_volunteer(), seats=1)
    assert the_event(event_id).seats_taken == 4


def test_seats_given_back_are_free_for_others() -> None:
    event_id = a_published(a_clerk(), replace(SHOW, capacity=3))
    zhang, li = world.a_volunteer(), world.a_volunteer()
    ticket_id = a_ticket(event_id, zhang)
    with pytest.raises(NotFound):
        tickets.give_back(li.id, ticket_id, now=NOON)
    for _ in range(2):
        tickets.give_back(zhang.id, ticket_id, now=NOON)
    assert the_event(event_id).seats_taken == 0
    assert the_ticket(a_ticket(event_id, li)).seats == 3
    with pytest.raises(errors.TicketGivenBack):
        admit(event_id, code_at(ticket_id))


def test_who_ends_her_account_leaves_her_seats() -> None:
    event_id, zhang = a_published(a_clerk()), world.a_volunteer()
    a_ticket(event_id, zhang)
    with transaction():
        happened(VolunteerLeft(zhang.id, NOON))
    assert the_event(event_id).seats_taken == 0


def test_a_family_comes_in_once_and_a_second_scan_says_when() -> None:
    event_id = a_published(a_clerk())
    ticket_id = a_ticket(event_id, world.a_volunteer())
    first = admit(event_id, code_at(ticket_id), nonce="nonce-1")
    assert first.sentence == "3 人，请进"  # type: ignore[attr-defined]
    assert admit(event_id, code_at(ticket_id), nonce="nonce-1") == first
    with pytest.raises(errors.AlreadyAdmitted, match="已于 19:02 入场 3 人"):
        admit(event_id, code_at(ticket_id), nonce="nonce-2")
    with pytest.raises(errors.RefusedThen) as same:
        admit(event_id, code_at(ticket_id), nonce="nonce-2")
    assert same.value.code == "already_admitted"
    assert scans(event_id) == [(3, None, "ticket"), (0, "already_admitted", "ticket")]
    assert heads_of([event_id])[event_id] == Heads(scanned=3)


def test_two_of_three_come_first_and_the_third_later() -> None:
    event_id = a_published(a_clerk())
    ticket_id = a_ticket(event_id, world.a_volunteer())
    admit(event_id, code_at(ticket_id), nonce="nonce-1")
    door = Door(the_event(event_id).made_by_id, "device", "nonce-1")
    event = at_door.door_event(event_id)
    put_right = admission.fewer(door, event, "nonce-1", people=2, now=AT)
    assert (put_right.admitted, put_right.sentence) == (2, "已改为入场 2 人，还可再进 1 人")
    assert admission.fewer(door, event, "nonce-1", people=2, now=AT).admitted == 2
    late = admit(event_id, code_at(ticket_id))
    assert late.sentence == "1 人，请进（前面已进 2 人）"  # type: ignore[attr-defined]
    assert [people for people, _, _ in scans(event_id)] == [3, -1, 1]
    assert the_ticket(ticket_id).admitted == 3
    assert not list(disagreements(AGREEMENTS))


def test_the_door_refuses_with_a_sentence_and_keeps_the_scan() -> None:
    clerk = a_clerk()
    event_id, other = a_published(clerk), a_published(clerk, replace(SHOW, title="合唱"))
    ticket_id = a_ticket(other, world.a_volunteer())
    old = ticket_code(ticket_id, now=AT - timedelta(seconds=61))
    for code, why in (
        (code_at(ticket_id), errors.OtherEvent),
        (old, errors.TicketCodeExpired),
        ("a poster", errors.NotATicket),
        ("00000000", errors.NoSuchNumber),
        (card_code(world.a_volunteer().id, now=AT), errors.NoTicket),
    ):
        with pytest.raises(why):
            admit(event_id, code)
    assert len(scans(event_id)) == 5
    assert all(refusal for _, refusal, _ in scans(event_id))
    assert heads_of([event_id])[event_id] == Heads()


def test_her_card_or_the_number_opens_the_door_as_the_ticket_does() -> None:
    event_id = a_published(a_clerk())
    zhang, li = world.a_volunteer(), world.a_volunteer()
    a_ticket(event_id, zhang, seats=1)
    number = the_ticket(a_ticket(event_id, li, seats=2)).number
    admit(event_id, card_code(zhang.id, now=AT))
    admit(event_id, number)
    assert [(people, way) for people, _, way in scans(event_id)] == [(1, "card"), (2, "number")]


def test_an_open_door_counts_by_taps_and_by_cards_apart() -> None:
    event_id = a_published(a_clerk(), OPEN_AIR)
    event = at_door.door_event(event_id)
    door = Door(the_event(event_id).made_by_id, "device", "tap-0001")
    assert admission.tap(door, event, 5, now=AT) == 5
    assert admission.tap(door, event, 5, now=AT) == 5  # the same tap sent again
    assert admission.tap(replace(door, nonce="tap-0002"), event, -1, now=AT) == 4
    with pytest.raises(errors.NothingTapped):
        admission.tap(replace(door, nonce="tap-0003"), event, -5, now=AT)
    admit(event_id, card_code(world.a_volunteer().id, now=AT), people=3)
    heads = heads_of([event_id])[event_id]
    assert heads == Heads(scanned=3, hand=4, by_tapping=True)


def test_only_who_runs_the_place_stands_at_its_door() -> None:
    event = at_door.door_event(a_published(a_clerk()))
    with pytest.raises(Refusal):
        admission.door_of_staff(a_clerk(), event)


def test_cancelled_is_told_to_everybody_with_a_ticket_and_nobody_comes_in() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk)
    held = [a_ticket(event_id, world.a_volunteer(), seats=1) for _ in range(2)]
    given = world.a_volunteer()
    tickets.give_back(given.id, a_ticket(event_id, given), now=NOON)
    assert publication.cancel(clerk, event_id, reason="大雨", now=NOON) == 2
    told = letters("ticket_event_cancelled")
    assert {letter.url for letter in told} == {f"/h5/tickets/{one}" for one in held}
    assert "原因：大雨" in told[0].body
    with pytest.raises(errors.EventCancelledAtDoor):
        admit(event_id, code_at(held[0]))
    with pytest.raises(errors.NotOpen):
        a_ticket(event_id, world.a_volunteer())


def test_another_time_is_told_and_what_was_taken_stays() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk)
    a_ticket(event_id, world.a_volunteer())
    planning.change_event(clerk, event_id, replace(SHOW, about="改了介绍"), now=NOON)
    assert not letters("ticket_event_changed")
    later = replace(SHOW, starts_at=STARTS + HOUR, ends_at=ENDS + HOUR)
    planning.change_event(clerk, event_id, later, now=NOON)
    (letter,) = letters("ticket_event_changed")
    assert "时间改为 11月23日 周一 20:00–22:00" in letter.body
    with pytest.raises(errors.BelowTaken):
        planning.change_event(clerk, event_id, replace(later, capacity=2), now=NOON)
    with pytest.raises(errors.TicketsFixed):
        planning.change_event(clerk, event_id, OPEN_AIR, now=NOON)


def test_an_event_goes_its_way_by_the_clock() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk)
    assert publication.remind(now=NOON) == 1
    assert publication.remind(now=NOON) == 0
    assert publication.advance(now=STARTS) == 1
    assert the_event(event_id).state == State.RUNNING
    assert publication.advance(now=ENDS) == 1
    assert the_event(event_id).state == State.ENDED
    with pytest.raises(errors.EventNotNow):
        publication.cancel(clerk, event_id, reason="大雨", now=ENDS)


def test_what_runs_keeps_its_start_and_may_last_longer() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk)
    publication.advance(now=STARTS)
    moved = replace(SHOW, starts_at=STARTS + 24 * HOUR, ends_at=ENDS + 24 * HOUR)
    with pytest.raises(errors.StartIsPast):
        planning.change_event(clerk, event_id, moved, now=STARTS)
    planning.change_event(clerk, event_id, replace(SHOW, ends_at=ENDS + HOUR), now=STARTS)
    assert (the_event(event_id).starts_at, the_event(event_id).ends_at) == (STARTS, ENDS + HOUR)


def test_drafts_are_withdrawn_or_entered_as_held() -> None:
    clerk = a_clerk()
    event_id = a_published(clerk)
    publication.withdraw(clerk, event_id, now=NOON)
    with pytest.raises(NotFound):
        a_ticket(event_id, world.a_volunteer())
    with pytest.raises(errors.NotOverYet):
        publication.record(clerk, event_id, now=NOON)
    with pytest.raises(errors.StartsInThePast):
        publication.publish(clerk, event_id, now=STARTS)
    publication.record(clerk, event_id, now=ENDS)
    assert the_event(event_id).state == State.ENDED
    taken = a_published(clerk)
    a_ticket(taken, world.a_volunteer())
    with pytest.raises(errors.HasTickets):
        publication.withdraw(clerk, taken, now=NOON)


def test_a_ticket_and_a_scan_cost_few_statements(statements: Counting) -> None:
    event_id, zhang = a_published(a_clerk()), world.a_volunteer()
    with statements() as taking:
        ticket_id = a_ticket(event_id, zhang)
    with statements() as scanning:
        admit(event_id, code_at(ticket_id))
    assert len(taking) <= 10
    assert len(scanning) <= 7
