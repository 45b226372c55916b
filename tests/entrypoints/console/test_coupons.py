"""A season at the desk: shops and their phones, kinds, numbers, and a sheet on two words."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.coupons import merchants, queries
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from tests import world
from tests.domain.coupons.season import BOOKS, NOODLES, a_fair, redeemed, taken
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON

SHOP = {
    "name": "老街面馆",
    "category": "餐饮",
    "address": "阳光路 8 号",
    "contact_name": "赵师傅",
    "contact_phone": "0538-8881234",
    "account_number": "6222 0000 1111 2222",
}
SEASON = {
    "title": "金秋消费季",
    "organiser": "文明办",
    "take_from": "2026-11-23T12:00",
    "take_until": "2026-11-30T12:00",
    "use_from": "2026-11-23T12:00",
    "use_until": "2026-12-10T12:00",
    "budget": "1000",
}
KIND = {
    "title": "餐饮券",
    "minimum": "50",
    "face": "20",
    "total": "50",
    "limit_each": "1",
    "take_from": "2026-11-23T12:00",
    "take_until": "2026-11-30T12:00",
}


def test_from_a_shop_to_an_announced_season(desk: Desk) -> None:
    chief = world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())
    browser = desk(chief)
    there = {"place_id": str(chief.place.id)}
    shop = browser.post("/console/merchants/new", data={**SHOP, **there}).location
    page = browser.get(shop).text
    assert "尾号 2222" in page
    assert "6222000011112222" not in page
    made = browser.post(f"{shop}/devices", data={"name": "前台手机"}).text
    assert re.search(r"/merchant/#[\w-]{43}", made)
    assert browser.post(f"{shop}/devices", data={"name": ""}).status_code == 422
    season = browser.post("/console/coupons/new", data={**SEASON, **there}).location
    shops = {"merchants": shop.rpartition("/")[2]}
    over = browser.post(f"{season}/kinds/new", data={**KIND, **shops, "total": "51"})
    assert "超过预算 1000 元" in over.text
    assert browser.post(f"{season}/kinds/new", data={**KIND, **shops}).status_code == 303
    assert "满 50 减 20" in browser.get(season).text
    browser.post(f"{season}/announce")
    assert queries.seasons(EVERYWHERE).items[0].standing == "未开始"
    assert "金秋消费季" in browser.get("/console/coupons").text


def test_a_merchant_that_stopped_stays_ticked_when_its_kind_is_edited(desk: Desk) -> None:
    centre = world.a_centre()
    office = world.an_office(centre)
    fair = a_fair(office)
    other = merchants.open_merchant(fair.administrator, office.id, BOOKS, now=NOON)
    elsewhere = replace(NOODLES, name="别处的店")
    chief = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    merchants.open_merchant(chief, centre.id, elsewhere, now=NOON)
    merchants.stop(chief, fair.noodles, "停业整顿", now=NOON)
    browser = desk(chief)
    page = browser.get(f"/console/coupon-kinds/{fair.kind_id}").text
    assert re.search(rf'<input(?=[^>]*value="{fair.noodles}")[^>]* checked', page)
    assert "老街面馆（已停用）" in page
    assert "别处的店" not in page
    typed = {**KIND, "take_from": "2026-11-22T12:00", "take_until": "2026-12-03T12:00"}
    path = f"/console/coupon-kinds/{fair.kind_id}"
    refused = browser.post(path, data={**typed, "merchants": str(other)})
    assert "券上写着的商户不能去掉" in refused.text
    both = [str(fair.noodles), str(other)]
    assert browser.post(path, data={**typed, "merchants": both}).status_code == 303


def test_a_sheet_on_two_peoples_word(desk: Desk) -> None:
    centre = world.a_centre()
    fair = a_fair(centre)
    redeemed(taken(world.a_volunteer(), fair), fair.till, now=NOON - timedelta(hours=20))
    mine = desk(fair.administrator)
    days = {"first_day": "2026-11-01", "last_day": "9999-12-31"}
    odd = mine.post("/console/coupon-settlements", data={"merchant_id": str(fair.noodles), **days})
    assert (odd.status_code, "1900 到 2200" in odd.text) == (422, True)
    days["last_day"] = "2026-11-22"
    sheet = mine.post(
        "/console/coupon-settlements", data={"merchant_id": str(fair.noodles), **days}
    ).location
    assert "请另一位工作人员确认" in mine.get(sheet).text
    mine.post(f"{sheet}/confirm")
    assert "须由另一位工作人员确认" in mine.get(sheet).text
    theirs = desk(world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏"))
    assert "6222000011112222" not in theirs.get(sheet).text
    assert theirs.get(f"{sheet}/paper").status_code == 409
    theirs.post(f"{sheet}/confirm")
    assert "6222000011112222" in theirs.get(sheet).text
    theirs.post(f"{sheet}/paid", data={"paid_on": "2026-11-23", "voucher": "记-12"})
    assert "凭证 记-12" in theirs.get(sheet).text
    assert theirs.get(f"{sheet}/table").status_code == 200
    assert theirs.get(f"{sheet}/paper").data.startswith(b"%PDF")
    season = theirs.get(f"/console/coupons/{fair.season_id}").text
    assert "20 元券带动 68 元消费" in season
    assert theirs.get(f"/console/coupons/{fair.season_id}/figures").status_code == 200
    kept = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("%.export")))
    assert sorted(kept) == [
        *("coupon_settlement.export", "coupon_settlement.export"),
        "coupons.export",
    ]
