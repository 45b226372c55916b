"""What a scanner reads, and the description all answers are held against."""

import hashlib
import hmac
import json
import re
from base64 import b64decode, urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask

from app.domain.attendance.devices import make_for_session
from app.entrypoints.api.openapi import OPERATIONS, description
from app.entrypoints.guard import access_of
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door
from tests.entrypoints.api.conftest import Card, Client, Wall
from tests.entrypoints.api.schema import complaints


def test_the_session_tells_times_and_counts(scanner: Client, door: Door, card: Card) -> None:
    scanner.scan(card=card())
    said = scanner.get("/session").json
    assert (said["title"], said["expected"], said["came"], said["left"]) == (
        "社区环境清洁",
        1,
        1,
        0,
    )
    assert said["device"] == {
        "name": "东门",
        "ends_at": "2026-11-23T07:00:00Z",
        "walk_ins": False,
    }
    assert scanner.get("/sessions").json["sessions"] == [said]


def test_the_people_and_where_they_are(scanner: Client, door: Door, card: Card) -> None:
    scanner.scan(card=card())
    [person] = scanner.get("/session/people").json["people"]
    assert (person["name"], person["state"]) == ("张桂英", "in")
    assert "phone" not in person


@pytest.mark.parametrize("q", ["桂英", "zgy", "zhangguiying"])
def test_people_are_found(scanner: Client, door: Door, q: str) -> None:
    assert [one["name"] for one in scanner.get("/people", q=q).json["people"]] == ["张桂英"]
    assert scanner.get("/people", q="李").json["people"] == []


def test_the_sealed_list_opens_with_what_the_card_begins_with(
    scanner: Client, door: Door, card: Card
) -> None:
    said = scanner.get("/session/sealed-list").json
    secret, salt = urlsafe_b64decode(card())[:16], b64decode(said["salt"])
    lookup = hmac.new(salt, b"lookup" + secret, hashlib.sha256).digest()[:16]
    [entry] = [one for one in said["entries"] if b64decode(one["lookup"]) == lookup]
    key = hmac.new(salt, b"entry" + secret, hashlib.sha256).digest()
    sealed = b64decode(entry["sealed"])
    opened = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], lookup))
    assert opened["name"] == "张桂英"
    assert "张桂英" not in json.dumps(said, ensure_ascii=False)


def test_refusals_of_reading(scanner: Client, wall: Wall) -> None:
    assert scanner.get("/session", session_id="x").json["code"] == "bad_input"
    other = "019a0000-0000-7000-8000-000000000000"
    assert scanner.get("/session", session_id=other).json["code"] == "not_found"
    wall.now = ENDS.replace(hour=23)
    for path in ("/session", "/sessions", "/session/people", "/session/sealed-list"):
        assert scanner.get(path).json["code"] == "device_ended"


def test_every_route_is_described_and_nothing_else(application: Flask) -> None:
    routes = {
        (method.lower(), re.sub(r"<(?:[^>]*:)?(\w+)>", r"{\1}", rule.rule))
        for rule in application.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if access_of(application.view_functions[rule.endpoint]) == "device"
    }
    assert routes == {(one.method, f"/api/v1{one.path}") for one in OPERATIONS}


def test_the_description_is_served(application: Flask) -> None:
    served = application.test_client().get("/api/v1/openapi.json").json
    assert served == json.loads(json.dumps(description()))
    assert served is not None
    assert served["openapi"] == "3.1.0"


def test_the_validator_finds_what_is_wrong() -> None:
    schema = {"$ref": "#/components/schemas/PersonNamed"}
    good = {"id": "019a0000-0000-7000-8000-000000000000", "name": "张"}
    assert list(complaints(good, schema, description())) == []
    for bad in ({**good, "id": "x"}, {"name": "张"}, {**good, "more": 1}, {**good, "name": 1}, []):
        assert list(complaints(bad, schema, description())), bad
    assert list(complaints(1, {"multipleOf": 2}, description()))


def test_positions_with_room_for_a_device_that_may_take_walk_ins(
    application: Flask, door: Door, scanner: Client
) -> None:
    assert scanner.get("/session").json["device"]["walk_ins"] is False
    said = scanner.get("/session/positions")
    assert (said.status, said.json["code"]) == (403, "walk_ins_not_allowed")
    _, token = make_for_session(
        door.clerk, door.session.id, name="西门", takes_walk_ins=True, now=STARTS
    )
    west = Client(application.test_client(), token, scanner.device_id)
    assert west.get("/session").json["device"]["walk_ins"] is True
    assert west.get("/session/positions").json == {
        "positions": [{"id": str(door.position.id), "name": "服务岗", "left": 9}]
    }
