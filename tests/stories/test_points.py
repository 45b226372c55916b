"""Approved hours become points, points an item handed over by its code; one has the last item."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from app.domain.access.rules import Role
from app.domain.recognition.counters import AGREEMENTS
from app.kernel.database import session
from tests.stories.house import House
from tests.stories.people import Page, Phone
from tests.stories.qr import text_of
from tests.stories.served import Served, a_served_district


def puts_on_the_shelf(served: Served, count: int) -> None:
    """The manager of the office, for the station's shop."""
    desk = served.desk(Role.OFFICE_MANAGER)
    desk.open("/console/rewards/new")
    page = desk.send(
        'name="price"',
        place_id=str(served.station.id),
        title="洗衣液",
        price="20",
        add=str(count),
        open_from="2026-11-01",
        on_shelf="y",
    )
    assert "已放上货架" in page.text, page.text[:600]


def looks_at_it(phone: Phone) -> Page:
    return phone.open(phone.open("/h5/rewards").link("/h5/rewards/"))


def redeems(phone: Phone) -> Page:
    """The page of the item is open."""
    return phone.send('name="nonce"')


def shown_code(phone: Phone, redemption: Page) -> str:
    """What the QR on her phone says just now."""
    return text_of(phone.open(f"{redemption.url}/code.svg").content)


def test_points_are_earned_spent_and_the_last_item_goes_to_one(house: House) -> None:
    served = a_served_district(house)
    phones = [served.has_served(name)[0] for name in ("张桂英", "李秀兰", "王建国")]
    served.approve_all()
    puts_on_the_shelf(served, 2)
    first, *others = phones
    assert "+20 分" in first.open("/h5/points").text

    assert "还有 2 份" in looks_at_it(first).text.replace("  ", " ")
    mine = redeems(first)
    assert "兑换成功" in mine.text, mine.text[:600]
    assert "-20 分" in first.open("/h5/points").text

    code = shown_code(first, mine)
    desk = served.desk(Role.STATION_CLERK)
    desk.open("/console/rewards/counter")
    page = desk.send('name="card"', card=code)
    assert "请交付" in page.text, page.text[:600]
    assert "张桂英" in page.text
    assert "已经交付过" in desk.send('name="card"', card=code).text
    assert "已领取" in first.open(mine.url).text

    for phone in others:
        looks_at_it(phone)
    with ThreadPoolExecutor(len(others)) as hands:
        answered = list(hands.map(redeems, others))
    outcomes = Counter(
        "hers" if "兑换成功" in page.text else "gone" if "已经兑完" in page.text else page.text
        for page in answered
    )
    assert outcomes == {"hers": 1, "gone": 1}
    spent = ["-20 分" in phone.open("/h5/points").text for phone in others]
    assert sorted(spent) == [False, True]
    session.rollback()
    apart = [one.sentence for one in AGREEMENTS if session.execute(one.breaches).first()]
    assert apart == [], "stock, balances and redemptions agree"
