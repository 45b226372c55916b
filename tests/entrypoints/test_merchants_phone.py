"""A merchant's phone over HTTP: by its token only, redeems once, and is refused in words."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.coupons import devices
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.rules import UNDO_WITHIN
from app.kernel import clock
from tests import world
from tests.domain.coupons.season import Fair, a_fair, taken
from tests.world import NOON


@pytest.fixture
def fair(application: Flask, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Fair:
    monkeypatch.setattr(clock, "_source", lambda: now)
    return a_fair(world.a_centre())


@pytest.fixture
def phone(application: Flask) -> FlaskClient:
    return application.test_client()


def by(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def test_a_coupon_is_redeemed_by_the_phone_and_a_second_scan_reads_when(
    fair: Fair, phone: FlaskClient
) -> None:
    code = coupon_code(taken(world.a_volunteer(), fair), now=NOON)
    asked = {"code": code, "spent": "50"}
    quote = phone.post("/merchant/look", json=asked, headers=by(fair.token)).get_json()
    assert quote["sentence"] == "减 20 元，顾客付 30 元"
    sent = {"ticket": quote["ticket"], "spent": "50", "nonce": "n"}
    made = phone.post("/merchant/redeem", json=sent, headers=by(fair.token))
    assert "请收顾客 30 元" in made.get_json()["sentence"]
    again = phone.post("/merchant/look", json=asked, headers=by(fair.token))
    assert (again.status_code, again.get_json()["message"]) == (
        409,
        "已于 11月23日 12:00 在老街面馆核销",
    )
    shown = phone.get("/merchant/till", headers=by(fair.token)).get_json()
    assert shown["merchant"] == "老街面馆"
    assert [one["can_undo"] for one in shown["recent"]] == [True]
    undone = phone.post(
        f"/merchant/redemptions/{made.get_json()['id']}/undo", json={}, headers=by(fair.token)
    )
    assert undone.status_code == 200


def test_a_phone_that_sends_no_nonce_redeems_one_coupon_after_another(
    fair: Fair, phone: FlaskClient
) -> None:
    for _ in range(2):
        code = coupon_code(taken(world.a_volunteer(), fair), now=NOON)
        asked = {"code": code, "spent": "50"}
        quote = phone.post("/merchant/look", json=asked, headers=by(fair.token)).get_json()
        sent = {"ticket": quote["ticket"], "spent": "50"}
        made = phone.post("/merchant/redeem", json=sent, headers=by(fair.token))
        assert made.status_code == 200


def test_an_amount_that_is_none_is_said(fair: Fair, phone: FlaskClient) -> None:
    code = coupon_code(taken(world.a_volunteer(), fair), now=NOON)
    answer = phone.post(
        "/merchant/look", json={"code": code, "spent": "五十"}, headers=by(fair.token)
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_input")


def test_a_nul_is_refused_in_words(fair: Fair, phone: FlaskClient) -> None:
    code = coupon_code(taken(world.a_volunteer(), fair), now=NOON)
    quote = phone.post("/merchant/look", json={"code": code, "spent": "50"}, headers=by(fair.token))
    sent = {"ticket": quote.get_json()["ticket"], "spent": "50", "nonce": "\0"}
    answer = phone.post("/merchant/redeem", json=sent, headers=by(fair.token))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "unreadable")


def test_without_a_token_or_with_one_taken_back_nothing_opens(
    fair: Fair, phone: FlaskClient
) -> None:
    assert phone.get("/merchant/till", headers=by("none")).status_code == 401
    devices.revoke(fair.administrator, fair.till.id, now=NOON)
    answer = phone.get("/merchant/till", headers=by(fair.token))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")
    page = phone.get("/merchant/")
    assert page.status_code == 200
    assert f"{UNDO_WITHIN.seconds // 60} 分钟内可以撤销" in page.text
