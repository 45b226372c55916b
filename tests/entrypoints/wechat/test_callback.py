"""WeChat's address over HTTP: signed, encrypted, answered once, and "later" when it must be."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text
from werkzeug.test import TestResponse

from app.adapters.wechat_gateway import account_of, page_signature
from app.domain.messaging import credentials, outbox
from app.domain.messaging.credentials import SharedCredential
from app.domain.messaging.models import AnsweredMessage
from app.kernel import clock
from app.kernel.database import session
from config import Settings
from tests.wechat.deliveries import encrypted, event_xml, sha1_of, signed, text_xml
from wechat import Account

pytestmark = pytest.mark.database
ADDRESS = "/wechat/callback"


@pytest.fixture
def account(settings: Settings) -> Account:
    return account_of(settings)


@pytest.fixture
def door(application: Flask) -> FlaskClient:
    return application.test_client()


def deliver(door: FlaskClient, account: Account, xml: str) -> TestResponse:
    """Post as WeChat does in safe mode."""
    encrypt = encrypted(xml.encode(), key=account.encoding_aes_key, app_id=account.app_id)
    args = signed(account, at=clock.now(), encrypt=encrypt)
    body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    return door.post(ADDRESS, query_string=args, data=body.encode())


def test_wechat_verifies_the_address(door: FlaskClient, account: Account) -> None:
    args = {**signed(account, at=clock.now()), "echostr": "3141592653"}
    answer = door.get(ADDRESS, query_string=args)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "3141592653", "text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_is_refused(door: FlaskClient, account: Account) -> None:
    args = {**signed(account, at=clock.now()), "signature": "0" * 40, "echostr": "1"}
    assert door.get(ADDRESS, query_string=args).status_code == 403
    assert door.post(ADDRESS, query_string=args, data=b"<xml/>").status_code == 403


def test_a_plain_message_is_refused_in_safe_mode(door: FlaskClient, account: Account) -> None:
    args = signed(account, at=clock.now())
    answer = door.post(ADDRESS, query_string=args, data=text_xml("帮助").encode())
    assert answer.status_code == 403


def test_a_body_without_end_is_refused(door: FlaskClient, account: Account) -> None:
    args = signed(account, at=clock.now())
    assert door.post(ADDRESS, query_string=args, data=b"<" * 70_000).status_code == 403


def test_a_message_is_answered_encrypted(door: FlaskClient, account: Account) -> None:
    answer = deliver(door, account, text_xml("帮助"))
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    assert "<Encrypt>" in answer.text


def test_an_event_without_answer_is_success(door: FlaskClient, account: Account) -> None:
    answer = deliver(door, account, event_xml("VIEW", "<EventKey>http://haoren.test/</EventKey>"))
    assert (answer.status_code, answer.text) == (200, "success")


def test_a_redelivery_gets_the_first_answer_and_nothing_is_done_twice(
    door: FlaskClient, account: Account, now: datetime
) -> None:
    first = deliver(door, account, text_xml("找 义诊"))
    again = deliver(door, account, text_xml("找 义诊"))
    assert (first.status_code, again.status_code) == (200, 200)
    letters = session.execute(text("SELECT count(*) FROM outbox_message")).scalar()
    assert letters == 1
    kept = session.scalars(select(AnsweredMessage.reply)).one()
    assert kept is not None
    assert "正在找和“义诊”有关的活动" in kept


@contextmanager
def another_process_holding_everything(application: Flask) -> Iterator[None]:
    engine = create_engine(application.config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("LOCK TABLE wechat_identity, answered_message")
        yield
        connection.rollback()
    engine.dispose()


def test_a_busy_database_means_later_within_wechats_patience(
    application: Flask, door: FlaskClient, account: Account
) -> None:
    with another_process_holding_everything(application):
        began = time.monotonic()
        answer = deliver(door, account, text_xml("找 义诊"))
        assert answer.status_code == 503
        assert time.monotonic() - began < 4.5
    assert deliver(door, account, text_xml("找 义诊")).status_code == 200
    assert len(outbox.claim("test", limit=5, now=clock.now())) == 1


def test_a_claim_is_given_back_when_the_work_could_not_be_done(
    application: Flask,
    door: FlaskClient,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    application.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as patched:
        patched.setattr("app.entrypoints.wechat.callback.answer", breaks)
        assert deliver(door, account, text_xml("帮助")).status_code == 500
    application.config["PROPAGATE_EXCEPTIONS"] = None
    assert session.scalars(select(AnsweredMessage)).all() == []
    assert deliver(door, account, text_xml("帮助")).status_code == 200


@pytest.mark.usefixtures("application")
def test_a_page_is_signed_with_the_stored_ticket_only(settings: Settings, now: datetime) -> None:
    page = "http://haoren.test/h5/scan?x=1"
    assert page_signature(settings, page, now=now) is None
    credentials.put("jsapi_ticket", SharedCredential("the-ticket", now))
    config = page_signature(settings, page + "#part", now=now)
    assert config is not None
    parts = f"jsapi_ticket=the-ticket&noncestr={config['nonceStr']}"
    assert config["signature"] == sha1_of(f"{parts}&timestamp={config['timestamp']}&url={page}")
    assert config["appId"] == settings.wechat.app_id
