"""A scanner that speaks HTTP; whatever it is answered must be as the description says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.attendance.devices import make_for_session
from app.domain.people.card import card_code
from app.entrypoints.api.openapi import OPERATIONS, description
from app.kernel import clock
from tests.domain.attendance.at_the_door import STARTS, Door, a_door
from tests.entrypoints.api.schema import complaints


@dataclass
class Said:
    """An answer of the API."""

    status: int
    json: dict[str, Any]


@dataclass
class Client:
    """A program with a token."""

    browser: FlaskClient
    token: str
    device_id: UUID

    def post(self, path: str, body: dict[str, Any]) -> Said:
        return self.ask("post", path, json=body)

    def get(self, path: str, **query: str) -> Said:
        return self.ask("get", path, query_string=query)

    def ask(self, method: str, path: str, **facts: Any) -> Said:
        """Ask, and hold the answer against the description."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"/api/v1{path}"
        answer = self.browser.open(url, method=method.upper(), headers=headers, **facts)
        assert answer.mimetype == "application/json", answer.text
        assert "Set-Cookie" not in answer.headers
        assert answer.json is not None
        known = described(method, path)["responses"].get(str(answer.status_code))
        assert known, f"{method} {path} may not answer {answer.status_code}: {answer.text}"
        schema = known["content"]["application/json"]["schema"]
        assert list(complaints(answer.json, schema, description())) == []
        return Said(answer.status_code, answer.json)

    def scan(self, direction: str = "in", *, nonce: str = "nonce-01", **who: Any) -> Said:
        """Post one scan."""
        return self.post("/scans", {"nonce": nonce, "direction": direction, **who})


def described(method: str, path: str) -> dict[str, Any]:
    """The operation a path belongs to."""
    parts = path.split("/")
    for one in OPERATIONS:
        template = one.path.split("/")
        fits = len(template) == len(parts) and all(
            known == given or known.startswith("{")
            for known, given in zip(template, parts, strict=True)
        )
        if fits and one.method == method:
            return dict(description()["paths"][f"/api/v1{one.path}"][method])
    raise AssertionError(f"{method} {path} is not described")


@dataclass
class Wall:
    """The clock everybody reads."""

    now: datetime


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    found = Wall(STARTS)
    monkeypatch.setattr(clock, "_source", lambda: found.now)
    return found


@pytest.fixture
def door(application: Flask, wall: Wall) -> Door:
    return a_door()


@pytest.fixture
def scanner(application: Flask, door: Door) -> Client:
    """A scanner for the door's session."""
    device_id, token = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    return Client(application.test_client(), token, device_id)


Card = Callable[[], str]


@pytest.fixture
def card(door: Door, wall: Wall) -> Card:
    """The volunteer's card as her phone shows it now."""
    return lambda: card_code(door.volunteer.id, now=wall.now)
