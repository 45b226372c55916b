"""What tests of the console ask for."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.access.queries import Staff
from app.kernel import clock
from tests.conftest import NOON
from tests.entrypoints.console.desk import at_desk

Desk = Callable[[Staff], FlaskClient]


@pytest.fixture
def desk(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """`desk(staff)` is her browser, at noon; forms are taken without their token."""
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    return lambda staff: at_desk(application, staff)
