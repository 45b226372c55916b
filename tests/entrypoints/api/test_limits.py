"""How often one device may ask: more than a busy door needs, and an answer programs understand."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

import app as haoren
from app.domain.attendance.devices import make_for_session
from app.entrypoints.limits import API_ASKS_AT_MOST, limiter
from config import Settings
from tests.conftest import test_settings
from tests.domain.attendance.at_the_door import STARTS, a_door

pytestmark = pytest.mark.database
MOST = int(API_ASKS_AT_MOST.partition(" ")[0])


@pytest.fixture
def limited(database: Flask, settings: Settings) -> Iterator[FlaskClient]:
    """The application as it runs outside of tests: it counts."""
    application = haoren.create_app(test_settings(settings.database_url, RATE_LIMITS="on"))
    limiter.reset()
    yield application.test_client()
    limiter.reset()
    limiter.enabled = False


def asked(browser: FlaskClient, token: str, times: int) -> list[int]:
    headers = {"Authorization": f"Bearer {token}"}
    return [browser.get("/api/v1/session", headers=headers).status_code for _ in range(times)]


def test_a_device_that_asks_too_often_is_told_when_to_ask_again(limited: FlaskClient) -> None:
    door = a_door()
    _, token = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    assert set(asked(limited, "no such token", MOST)) == {401}
    headers = {"Authorization": "Bearer no such token"}
    answer = limited.get("/api/v1/session", headers=headers)
    assert answer.status_code == 429
    assert answer.json is not None
    assert answer.json["code"] == "too_many_requests"
    assert answer.json["message"] == "请求太频繁，稍后会自动恢复"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert asked(limited, token, 1) != [429], "another device is not concerned"
