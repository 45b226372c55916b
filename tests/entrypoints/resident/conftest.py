"""Residents in front of their door: a browser, WeChat's browser, a signed-in volunteer."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.domain.people.models import Volunteer, WeChatIdentity
from app.kernel import clock
from app.kernel.database import session

IN_WECHAT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.56 Language/zh_CN"


class Visitor:
    """A browser that sends forms with the token of the page it is on."""

    def __init__(self, client: FlaskClient, browser: str) -> None:
        self.client = client
        self.headers = {"User-Agent": browser}
        self.last: TestResponse | None = None

    def open(self, path: str, *, follow: bool = False) -> TestResponse:
        self._step_up()
        self.last = self.client.get(path, headers=self.headers, follow_redirects=follow)
        return self.last

    def send(self, path: str, *, follow: bool = False, **fields: object) -> TestResponse:
        assert self.last is not None
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.last.text)
        sent = {"csrf_token": found[1] if found else "", **fields}
        self._step_up()
        self.last = self.client.post(path, data=sent, headers=self.headers, follow_redirects=follow)
        return self.last

    def _step_up(self) -> None:
        """Requests of a test share the fixture's application context; who asks is found anew."""
        g.pop("resident", None)

    def sign_in(self, person: Volunteer) -> "Visitor":
        """As after a sign-in; by the bound WeChat id where there is one."""
        query = select(WeChatIdentity.id).where(WeChatIdentity.volunteer_id == person.id)
        identity_id = session.scalars(query).first()
        with self.client.session_transaction() as cookie:
            cookie["volunteer_id"] = str(person.id)
            if identity_id:
                cookie["identity_id"] = str(identity_id)
        return self

    def meet(self, identity: WeChatIdentity) -> "Visitor":
        """As somebody whose WeChat id is known and bound to nobody."""
        with self.client.session_transaction() as cookie:
            cookie["identity_id"] = str(identity.id)
        return self


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[datetime], None]:
    """Set the clock; it stands at the tests' noon to begin with."""

    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    turn(now)
    return turn


@pytest.fixture
def visitor(application: Flask, at: Callable[[datetime], None]) -> Visitor:
    """Somebody in an ordinary browser."""
    return Visitor(application.test_client(), "Mozilla/5.0 Firefox/140.0")


@pytest.fixture
def wechat_visitor(application: Flask, at: Callable[[datetime], None]) -> Visitor:
    """Somebody in WeChat's browser."""
    return Visitor(application.test_client(), IN_WECHAT)
