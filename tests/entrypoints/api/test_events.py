"""The doors of events over HTTP: a family let in, twice refused, fewer, taps, another's token."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.domain.attendance.devices import make_for_place
from app.domain.culture.ticket_codes import ticket_code
from app.kernel import clock
from tests import world
from tests.conftest import Counting
from tests.domain.culture.house import OPEN_AIR, SHOW, STARTS, a_clerk, a_published, a_ticket
from tests.entrypoints.api.conftest import Client, Said

AT = STARTS + timedelta(minutes=2)
Staff = world.Staff


@pytest.fixture
def clerk(database: Flask) -> Staff:
    return a_clerk()


@pytest.fixture
def gate(application: Flask, clerk: Staff, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A scanner of the place, while the door is open."""
    monkeypatch.setattr(clock, "_source", lambda: AT)
    until = STARTS + timedelta(days=1)
    device_id, token = make_for_place(clerk, clerk.place.id, name="东门", ends_at=until, now=STARTS)
    return Client(application.test_client(), token, device_id)


def read(gate: Client, event_id: UUID, ticket_id: UUID, nonce: str = "nonce-01") -> Said:
    code = ticket_code(ticket_id, now=AT)
    return gate.post(f"/events/{event_id}/scans", {"nonce": nonce, "code": code})


def test_a_family_comes_in_once(gate: Client, clerk: Staff, statements: Counting) -> None:
    event_id = a_published(clerk)
    ticket_id = a_ticket(event_id, world.a_volunteer())
    with statements() as seen:
        said = read(gate, event_id, ticket_id)
    assert len(seen) <= 9
    assert (said.status, said.json["sentence"]) == (200, "3 人，请进")
    assert read(gate, event_id, ticket_id) == said
    again = read(gate, event_id, ticket_id, "nonce-02")
    assert (again.status, again.json["code"]) == (409, "already_admitted")
    fewer = gate.post(f"/events/{event_id}/scans/nonce-01/people", {"people": 2})
    assert (fewer.json["people"], fewer.json["admitted"]) == (2, 2)
    (event,) = gate.get("/events").json["events"]
    assert (event["title"], event["scanned"], event["tapped"]) == (SHOW.title, 2, 0)


def test_taps_count_once_however_often_they_are_sent(gate: Client, clerk: Staff) -> None:
    event_id = a_published(clerk, OPEN_AIR)
    for _ in range(2):
        said = gate.post(f"/events/{event_id}/taps", {"nonce": "tap-0001", "people": 3})
        assert (said.status, said.json["tapped"]) == (200, 3)


def test_what_was_scanned_without_network_is_sent_later_and_counts_once(
    gate: Client, clerk: Staff
) -> None:
    event_id = a_published(clerk)
    ticket_id = a_ticket(event_id, world.a_volunteer())
    listed = gate.get(f"/events/{event_id}/sealed-list").json
    assert len(listed["entries"]) == 2
    slow = AT - timedelta(minutes=7)  # the device's clock, which is wrong
    late = {
        "nonce": "nonce-01",
        "code": ticket_code(ticket_id, now=AT - timedelta(minutes=2)),
        "people": 2,
        "scanned_at": (slow - timedelta(minutes=2)).isoformat(),
        "sent_at": slow.isoformat(),
    }
    first = gate.post(f"/events/{event_id}/scans", late)
    assert (first.status, first.json["people"]) == (200, 2)
    assert gate.post(f"/events/{event_id}/scans", late) == first
    changed = gate.get(f"/events/{event_id}/sealed-list", since=listed["made_at"]).json
    assert len(changed["entries"]) == 2
    assert gate.get(f"/events/{event_id}").json["scanned"] == 2
    wrong = gate.get(f"/events/{event_id}/sealed-list", since="2026-11-22T19:00:00")
    assert (wrong.status, wrong.json["code"]) == (422, "bad_input")


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00Z"])
def test_what_lies_at_the_ends_of_the_calendar_is_bad_input(
    gate: Client, clerk: Staff, since: str
) -> None:
    event_id = a_published(clerk)
    said = gate.get(f"/events/{event_id}/sealed-list", since=since)
    assert (said.status, said.json["code"]) == (422, "bad_input")
    moments = {"scanned_at": "9999-12-31T23:59:59Z", "sent_at": "2020-01-01T00:00:00Z"}
    said = gate.post(f"/events/{event_id}/scans", {"nonce": "nonce-01", "code": "1", **moments})
    assert (said.status, said.json["code"]) == (422, "moment_not_believable")
    said = gate.post(f"/events/{event_id}/scans/%00/people", {"people": 1})
    assert (said.status, said.json["code"]) == (400, "unreadable")


def test_a_token_of_another_place_opens_no_door(gate: Client) -> None:
    event_id = a_published(a_clerk())
    assert gate.get("/events").json == {"events": [], "page": 1, "pages": 1}
    said = read(gate, event_id, a_ticket(event_id, world.a_volunteer()))
    assert (said.status, said.json["code"]) == (403, "not_this_session")
