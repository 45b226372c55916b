"""A merchant's settlement by the code on its paper, and by his phone."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.domain.access.rules import Role
from app.domain.audit import sealing
from app.domain.coupons import correcting, devices, merchants, on_paper, settling
from app.domain.coupons.money_models import CouponRedemption
from app.domain.places.models import Place
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.adapters.test_papers import text_of
from tests.domain.coupons.season import Fair, a_fair, redeemed, taken
from tests.world import NOON

DAY = date(2026, 11, 23)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def fair(application: Flask, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Fair:
    monkeypatch.setattr(clock, "_source", lambda: now)
    made = a_fair(world.a_centre())
    redeemed(taken(world.a_volunteer(name="张桂英"), made), made.till)
    return made


def confirmed(fair: Fair) -> UUID:
    sheet = settling.prepare(fair.administrator, fair.noodles, DAY, DAY, now=LATER)
    return by_a_colleague(fair, sheet)


def by_a_colleague(fair: Fair, sheet: UUID) -> UUID:
    centre = session.get_one(Place, fair.administrator.place.id)
    other = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏")
    settling.confirm(other, sheet, now=LATER)
    return sheet


def test_the_page_says_what_the_paper_must_say_and_nobodys_name(
    application: Flask, fair: Fair
) -> None:
    sheet = confirmed(fair)
    visitor, url = application.test_client(), f"/coupon-settlements/{on_paper.code_of(sheet)}"
    page = visitor.get(url)
    for said in ("老街面馆", "人民币贰拾元整", on_paper.fingerprint(sheet), "还没有封存进"):
        assert said in page.text
    for unsaid in ("张桂英", "6222", "刘敏"):
        assert unsaid not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert visitor.get(f"{url}/proof.json").status_code == 404
    sealing.seal_what_waits(now=LATER + timedelta(hours=1))
    proof = visitor.get(f"{url}/proof.json").get_json()
    assert proof["entry"]["facts"]["sha256"] == on_paper.fingerprint(sheet)
    assert "1 号封存" in visitor.get(url).text


def test_the_paper_as_pdf_and_as_pictures(application: Flask, fair: Fair, tmp_path: Path) -> None:
    visitor, url = (
        application.test_client(),
        f"/coupon-settlements/{on_paper.code_of(confirmed(fair))}",
    )
    words = text_of(visitor.get(f"{url}/paper").data, tmp_path)
    assert "尾号 2222" in words
    assert "6222000011112222" not in words
    assert "共 2 页" in visitor.get(f"{url}/pictures").text
    assert visitor.get(f"{url}/pictures/2.png").mimetype == "image/png"
    assert visitor.get(f"{url}/pictures/3.png").status_code == 404


def test_why_a_sheet_takes_back_is_for_the_office_alone(
    application: Flask, fair: Fair, tmp_path: Path
) -> None:
    confirmed(fair)
    used = session.scalars(select(CouponRedemption.id)).one()
    against = correcting.correct(fair.administrator, used, "张桂英说没买过", now=LATER)
    assert against is not None
    url = f"/coupon-settlements/{on_paper.code_of(by_a_colleague(fair, against))}"
    visitor = application.test_client()
    for words in (visitor.get(url).text, text_of(visitor.get(f"{url}/paper").data, tmp_path)):
        assert "消费券冲减单" in words
        assert "张桂英" not in words
    assert "应扣金额" in words


def test_a_sheet_confirmed_without_a_fingerprint_claims_none_in_the_ledger(
    application: Flask, fair: Fair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "fingerprint", lambda _sheet: None)
    url = f"/coupon-settlements/{on_paper.code_of(confirmed(fair))}"
    visitor = application.test_client()
    sealing.seal_what_waits(now=LATER + timedelta(hours=1))
    page = visitor.get(url).text
    for words in (page, text_of(visitor.get(f"{url}/paper").data, tmp_path)):
        assert "封存" not in words
    assert "proof.json" not in page
    assert visitor.get(f"{url}/proof.json").status_code == 404


def test_no_code_of_ours_opens_nothing(application: Flask, fair: Fair) -> None:
    code = on_paper.code_of(confirmed(fair))
    for wrong in ("nothing", ("B" if code[0] == "A" else "A") + code[1:]):
        assert application.test_client().get(f"/coupon-settlements/{wrong}").status_code == 404


def test_a_merchant_finds_his_own_confirmed_sheets_on_his_phone(
    application: Flask, fair: Fair
) -> None:
    def asked(token: str) -> TestResponse:
        by = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        return application.test_client().get("/merchant/settlements", headers=by)

    def seen(token: str) -> list[dict[str, str]]:
        return list(asked(token).get_json()["settlements"])

    assert seen(fair.token) == []
    sheet = confirmed(fair)
    (shown,) = seen(fair.token)
    assert shown["amount"] == "1 张，20 元，待付款"
    assert shown["url"] == f"/coupon-settlements/{on_paper.code_of(sheet)}"
    assert seen(devices.make(fair.administrator, fair.books, name="柜台", now=NOON)[1]) == []
    merchants.stop(fair.administrator, fair.noodles, "停业整顿", now=NOON)
    assert len(seen(fair.token)) == 1
    devices.revoke(fair.administrator, fair.till.id, now=NOON)
    assert asked(fair.token).get_json()["code"] == "device_revoked"
