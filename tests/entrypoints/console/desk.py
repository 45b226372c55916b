"""A member of staff at her desk: signed in, with a browser."""

from datetime import datetime
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from app.domain.access import sessions
from app.domain.access.queries import Staff
from app.kernel.transaction import transaction
from tests.conftest import NOON


def at_desk(
    application: Flask,
    staff: Staff,
    *,
    device: str = "Windows 电脑 · Edge",
    proven: bool = True,
    now: datetime = NOON,
) -> FlaskClient:
    """Her browser, signed in at `now`; not `proven`: by her password only."""
    with transaction():
        _, token = sessions.open_session(
            staff.id, device=device, address="10.0.0.1", now=now, proven=proven
        )
    browser = application.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
        cookie["_id"] = str(uuid4())
    return browser
