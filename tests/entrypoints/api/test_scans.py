"""Scans over HTTP: taken, refused with a word and a sentence, sent again, undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attendance.devices import revoke
from app.domain.attendance.models import Attendance, Scan
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door
from tests.entrypoints.api.conftest import Card, Client, Wall

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_a_card_checks_in(scanner: Client, door: Door, card: Card) -> None:
    said = scanner.scan(card=card())
    assert said.status == 200
    assert said.json == {
        "nonce": "nonce-01",
        "direction": "in",
        "at": "2026-11-23T04:00:00Z",
        "repeated": False,
        "sentence": "签到成功，12:00",
        "person": {"id": str(door.volunteer.id), "name": "张桂英"},
        "title": "社区环境清洁",
    }


def test_out_by_the_list_and_by_what_she_says(scanner: Client, door: Door, wall: Wall) -> None:
    assert scanner.scan(person_id=str(door.volunteer.id)).status == 200
    wall.now = ENDS
    said = scanner.scan("out", nonce="nonce-02", text=door.volunteer.number)
    assert (said.status, said.json["sentence"]) == (200, "签退成功，14:00")


def test_a_scan_sent_again_is_one_scan_with_the_same_answer(
    scanner: Client, card: Card, wall: Wall
) -> None:
    code = card()
    first = scanner.scan(card=code)
    wall.now = STARTS + 10 * MINUTE
    assert scanner.scan(card=code) == first
    assert len(session.scalars(select(Scan)).all()) == 1
    assert len(session.scalars(select(Attendance)).all()) == 1


def test_a_nonce_belongs_to_one_scan(scanner: Client, door: Door, card: Card) -> None:
    other = world.a_volunteer(door.station, name="李明")
    world.signed_up(other, door.position)
    scanner.scan(card=card())
    said = scanner.scan(person_id=str(other.id))
    assert (said.status, said.json["code"]) == (409, "nonce_used")


def test_an_offline_scan_is_sent_after_the_end(
    scanner: Client, door: Door, card: Card, wall: Wall
) -> None:
    code, scanned_at = card(), wall.now.isoformat()
    wall.now = ENDS + 5 * HOUR
    said = scanner.scan(card=code, scanned_at=scanned_at, sent_at=wall.now.isoformat())
    assert (said.status, said.json["at"]) == (200, "2026-11-23T04:00:00Z")
    assert session.scalars(select(Attendance)).one().in_way == "card_offline"
    assert scanner.scan(nonce="nonce-02", card=code).json["code"] == "card_expired"


def refused(said: object) -> tuple[int, str]:
    assert getattr(said, "json")["message"]  # noqa: B009 - said is a Said or fails here
    return getattr(said, "status"), getattr(said, "json")["code"]  # noqa: B009


def test_every_refusal_has_its_status_and_word(
    scanner: Client, door: Door, card: Card, wall: Wall
) -> None:
    person = {"person_id": str(door.volunteer.id)}
    frozen = world.a_volunteer(door.station, state="frozen")
    waiting = world.a_volunteer(door.station)
    world.signed_up(frozen, door.position)
    world.signed_up(waiting, door.position, state="waiting")
    stranger = str(world.a_volunteer(door.station).id)
    elsewhere = str(world.a_session(door.activity).id)
    old = card()

    def scan(direction: str = "in", **facts: object) -> tuple[int, str]:
        return refused(scanner.scan(direction, nonce=f"nonce-{len(seen):03d}", **facts))

    seen: dict[str, tuple[int, str]] = {}
    seen["in first"] = scan("out", **person)
    seen["stranger"] = scan(person_id=stranger)
    seen["nobody"] = scan(person_id=elsewhere)
    seen["frozen"] = scan(person_id=str(frozen.id))
    seen["waiting"] = scan(person_id=str(waiting.id))
    seen["elsewhere"] = scan(session_id=elsewhere, **person)
    seen["no card"] = scan(card="hello")
    seen["no name"] = scan(text="没有人 0000")
    seen["future"] = scan(scanned_at=(wall.now + HOUR).isoformat(), **person)
    wall.now = STARTS - HOUR
    seen["early"] = scan(**person)
    wall.now = ENDS + MINUTE
    seen["late"] = scan(**person)
    seen["old card"] = scan(card=old)
    wall.now = ENDS + 2 * HOUR
    seen["ended"] = scan(**person)
    assert seen == {
        "in first": (409, "not_checked_in"),
        "stranger": (409, "not_signed_up"),
        "nobody": (404, "not_found"),
        "frozen": (403, "account_frozen"),
        "waiting": (409, "still_waiting"),
        "elsewhere": (403, "not_this_session"),
        "no card": (422, "not_a_card"),
        "no name": (404, "nobody_meant"),
        "future": (422, "moment_not_believable"),
        "early": (409, "too_early"),
        "late": (409, "too_late"),
        "old card": (422, "card_expired"),
        "ended": (403, "device_ended"),
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"nonce": "nonce-01", "direction": "in"},
        {"nonce": "short", "direction": "in", "text": "1"},
        {"nonce": "nonce-01", "direction": "up", "text": "1"},
        {"nonce": "nonce-01", "direction": "in", "text": "1", "card": "2"},
        {"nonce": "nonce-01", "direction": "in", "text": "1", "moment": "now"},
        {"nonce": "nonce-01", "direction": "in", "text": "1", "scanned_at": "2026-11-23T04:00:00"},
    ],
)
def test_what_is_not_as_described_is_refused(scanner: Client, body: dict[str, str]) -> None:
    said = scanner.post("/scans", body)
    assert (said.status, said.json["code"]) == (422, "bad_input")


def test_no_token_a_wrong_one_and_a_revoked_one(scanner: Client, door: Door, card: Card) -> None:
    good = scanner.token
    for token in ("", "wrong"):
        scanner.token = token
        assert refused(scanner.scan(card=card())) == (401, "unknown_device")
    scanner.token = good
    revoke(door.clerk, scanner.device_id, now=STARTS)
    assert refused(scanner.scan(card=card())) == (403, "device_revoked")
    assert refused(scanner.get("/session")) == (403, "device_revoked")


def test_undo_takes_it_back_once(scanner: Client, card: Card, wall: Wall) -> None:
    scanner.scan(card=card())
    wall.now = STARTS + 15 * MINUTE
    first = scanner.post("/scans/nonce-01/undo", {})
    assert (first.status, first.json["sentence"]) == (200, "已撤销签到")
    assert session.scalars(select(Attendance)).all() == []
    wall.now = STARTS + HOUR
    assert scanner.post("/scans/nonce-01/undo", {}) == first


def test_undo_says_why_not(scanner: Client, card: Card, wall: Wall) -> None:
    assert refused(scanner.post("/scans/nonce-00/undo", {})) == (404, "nothing_to_undo")
    scanner.scan(card=card())
    wall.now = STARTS + 16 * MINUTE
    assert refused(scanner.post("/scans/nonce-01/undo", {})) == (409, "undo_too_late")


def test_a_check_in_costs_at_most_seven_statements(
    scanner: Client, card: Card, statements: Counting
) -> None:
    with statements() as seen:
        scanner.scan(card=card())
    assert len(seen) <= 7, seen
