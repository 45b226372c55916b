"""Requests as phones, scanners and WeChat would send them, made before the clock starts."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf

from app.domain.attendance import codes
from app.domain.culture.ticket_codes import ticket_code
from app.kernel import clock
from benchmarks.load import Call
from tests.wechat.deliveries import an_account, encrypted, sha1_of

FORM = "application/x-www-form-urlencoded"


def check_ins(app: Flask, session_id: UUID, people: Sequence[UUID], now: datetime) -> list[Call]:
    """Everybody has opened the code on the screen and presses the button."""
    code = codes.read_session_code(codes.session_code(session_id, "in", now=now).text, now=now)
    note = codes.seen_code(code, now=now)
    return [_form(app, "/h5/check-in", who, seen_code=note) for who in people]


def sign_ups(app: Flask, path: str, people: Sequence[UUID]) -> list[Call]:
    """Everybody presses the button of one position."""
    return [_form(app, path, who) for who in people]


def _form(app: Flask, path: str, who: UUID, **kept: Any) -> Call:
    with app.test_request_context():
        g.pop("csrf_token", None)  # the one made for somebody else
        session.update({"volunteer_id": str(who), "generation": 0, **kept})
        body = urlencode({"csrf_token": generate_csrf()}).encode()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
    return Call(path, body, {"Cookie": cookie, "Content-Type": FORM})


def scans(token: str, people: Sequence[UUID]) -> list[Call]:
    """A scanner with a token checks everybody in, each scan with its own nonce."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return [
        Call(
            "/api/v1/scans",
            json.dumps({"nonce": who.hex, "direction": "in", "person_id": str(who)}).encode(),
            headers,
        )
        for who in people
    ]


def ticket_scans(token: str, event_id: UUID, held: Sequence[UUID]) -> list[Call]:
    """A scanner reads each ticket, as a phone shows it now."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    now = clock.now()
    return [
        Call(
            f"/api/v1/events/{event_id}/scans",
            json.dumps({"nonce": one.hex, "code": ticket_code(one, now=now)}).encode(),
            headers,
        )
        for one in held
    ]


def deliveries(path: str, how_many: int, first: int, now: datetime) -> Iterator[Call]:
    """Somebody asks for help in the chat: safe mode, each delivery a new one."""
    account = an_account()
    for number in range(first, first + how_many):
        xml = (
            "<xml><ToUserName><![CDATA[gh_account]]></ToUserName>"
            f"<FromUserName><![CDATA[oBenchmark{number % 500:018d}]]></FromUserName>"
            f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[帮助]]></Content><MsgId>{7_000_000_000 + number}</MsgId></xml>"
        )
        sealed = encrypted(xml.encode())
        stamp, nonce = str(int(now.timestamp())), f"{number:010d}"
        args = {
            "timestamp": stamp,
            "nonce": nonce,
            "openid": "o",
            "encrypt_type": "aes",
            "signature": sha1_of(account.token, stamp, nonce),
            "msg_signature": sha1_of(account.token, stamp, nonce, sealed),
        }
        body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        yield Call(f"{path}?{urlencode(args)}", body.encode(), {"Content-Type": "text/xml"})
