"""A season of coupons: planned, taken on phones, redeemed once, settled on two people's word."""

import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import requests

from app.domain.access.rules import Role
from app.domain.coupons import seasons
from app.domain.coupons.counters import AGREEMENTS
from app.domain.places.models import Place
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk, Phone
from tests.stories.qr import text_of
from tests.stories.served import MORNING, PASSWORD, Served, a_served_district, follows

TIMES = {
    "take_from": "2026-11-22T08:00",
    "take_until": "2026-11-30T20:00",
}
USE = {"use_from": "2026-11-22T08:00", "use_until": "2026-12-10T20:00"}


class Till:
    """A merchant's phone, opened by the link staff have shown it."""

    def __init__(self, house: House, link: str) -> None:
        self.url = f"{house.app_url}/merchant"
        token = link.partition("#")[2]
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def ask(self, path: str, body: Mapping[str, str]) -> dict[str, str]:
        answer = requests.post(self.url + path, json=body, headers=self.headers, timeout=30)
        return {"status": str(answer.status_code), **answer.json()}

    def looks(self, code: str, spent: str) -> dict[str, str]:
        return self.ask("/look", {"code": code, "spent": spent})

    def redeems(self, quote: dict[str, str], spent: str, nonce: str) -> dict[str, str]:
        return self.ask("/redeem", {"ticket": quote["ticket"], "spent": spent, "nonce": nonce})


def plans(served: Served, desk: Desk) -> tuple[str, str]:
    """A shop, and a season with two coupons: the shop's page and the season's."""
    desk.open("/console/merchants/new")
    shop = desk.send(
        'name="contact_phone"',
        place_id=str(served.administrator.place.id),
        name="老街面馆",
        category="餐饮",
        address="阳光路 8 号",
        contact_name="赵师傅",
        contact_phone="05388881234",
    )
    assert "已登记" in shop.text, shop.text[:600]
    desk.open("/console/coupons/new")
    there = str(served.administrator.place.id)
    facts = {"title": "金秋消费季", "organiser": "文明办", "budget": "40"}
    season = desk.send('name="budget"', place_id=there, **facts, **TIMES, **USE)
    desk.open(f"{season.url}/kinds/new")
    numbers = {"minimum": "50", "face": "20", "total": "2", "limit_each": "1"}
    shops = shop.url.rpartition("/")[2]
    desk.send('name="face"', title="餐饮券", merchants=shops, **numbers, **TIMES)
    page = desk.send("/announce")
    assert "已发布" in page.text, page.text[:600]
    seasons.advance(now=clock.now())
    session.rollback()
    return shop.url, season.url


def a_till(served: Served, desk: Desk, shop: str) -> Till:
    desk.open(shop)
    page = desk.send("/devices", name="收银手机")
    found = re.search(r"<code>([^<]+)</code>", page.html)
    assert found, page.text[:600]
    return Till(served.house, found[1])


def takes(phone: Phone) -> str:
    """taken, or gone."""
    phone.open(phone.open("/h5/coupons").link("/h5/coupons/"))
    page = phone.page
    assert page is not None
    if "已经领完" in page.text:
        return "gone"
    answered = phone.send('name="nonce"')
    return "taken" if "已领取" in answered.text else "gone"


def settled_on_two_words(served: Served, shop: str, season: str) -> None:
    """The next day: one prepares the sheet, another confirms it, and the numbers agree."""
    house = served.house
    house.set_clock(MORNING.replace(day=25))
    desk = served.desk(Role.CENTRE_ADMINISTRATOR)
    desk.open("/console/coupon-settlements")
    days = {"first_day": "2026-11-01", "last_day": "2026-11-24"}
    sheet = desk.send('name="first_day"', merchant_id=shop.rpartition("/")[2], **days)
    assert "请另一位工作人员确认" in sheet.text, sheet.text[:600]
    role, at = (
        Role.CENTRE_ADMINISTRATOR,
        session.get_one(Place, served.administrator.place.id),
    )
    world.staff_who_signs_in("liumin", PASSWORD, role=role, at=at)
    other = Desk(house, "liumin", PASSWORD)
    other.open(sheet.url)
    assert "已确认" in other.send("/confirm").text
    paid = other.send("/paid", paid_on="2026-11-25", voucher="记-12")
    assert "凭证 记-12" in paid.text, paid.text[:600]
    assert "20 元券带动 50 元消费" in other.open(season).text
    session.rollback()
    apart = [one.sentence for one in AGREEMENTS if session.execute(one.breaches).first()]
    assert apart == []


def test_coupons_from_the_plan_to_the_voucher(house: House) -> None:
    served = a_served_district(house)
    desk = served.desk(Role.CENTRE_ADMINISTRATOR)
    shop, season = plans(served, desk)
    tills = [a_till(served, desk, shop) for _ in range(2)]
    names = ("张桂英", "李秀兰", "王建国")
    first, *others = [follows(house, world.a_volunteer(served.station, name=one)) for one in names]

    assert "领优惠券" in first.write("优惠券")
    assert takes(first) == "taken"
    with ThreadPoolExecutor(len(others)) as hands:  # one is left
        assert Counter(hands.map(takes, others)) == {"taken": 1, "gone": 1}

    mine = first.open("/h5/my-coupons").link("/h5/my-coupons/")
    code = text_of(first.open(f"{mine}/code.svg").content)
    below = tills[0].looks(code, "49.9")
    assert below["message"] == "这张券满 50 元可用，本单还差 0.10 元"
    quotes = [till.looks(code, "50") for till in tills]
    assert {one["sentence"] for one in quotes} == {"减 20 元，顾客付 30 元"}

    def at_once(which: int) -> str:
        return tills[which].redeems(quotes[which], "50", f"n{which}")["status"]

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(at_once, range(2))) == ["200", "409"]
    again = tills[1].looks(code, "50")
    assert re.fullmatch(r"已于 11月24日 08:\d\d 在老街面馆核销", again["message"])
    assert "老街面馆" in first.open(mine).text

    settled_on_two_words(served, shop, season)
