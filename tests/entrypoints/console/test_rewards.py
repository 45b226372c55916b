"""The community shop in the console: shelves, the counter, settlements."""

from datetime import timedelta
from io import BytesIO

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.domain.recognition import handing_over, shop_queries
from app.domain.recognition.redemption_code import redemption_code
from app.domain.recognition.shop_rules import State
from tests.conftest import NOON
from tests.domain.recognition.points import points
from tests.domain.recognition.shop import an_item, left, redeemed, with_points
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo
from tests.world import a_centre, a_station, an_office, staff

JSON = {"Accept": "application/json"}


def station() -> Place:
    reactions.connect()
    return a_station(an_office(a_centre()))


def item_form(**changes: str) -> dict[str, str]:
    form = {
        "title": "洗衣液",
        "price": "20",
        "add": "5",
        "open_from": "2026-11-01",
        "on_shelf": "y",
    }
    return {**form, **changes}


def test_an_item_is_put_on_the_shelf_and_changed(desk: Desk) -> None:
    place = station()
    browser = desk(staff(Role.OFFICE_MANAGER, at=place))
    form = item_form(place_id=str(place.id), price="0")
    answer = browser.post("/console/rewards/new", data=form)
    assert answer.status_code == 422
    assert "1 到 100000 分" in answer.text
    assert browser.post("/console/rewards/new", data={**form, "price": "20"}).status_code == 303
    page = browser.get("/console/rewards").text
    assert "洗衣液" in page
    assert "可兑换" in page
    [item] = shop_queries.items(EVERYWHERE).items
    url = f"/console/rewards/items/{item.id}"
    assert "现有 5 份" in browser.get(url).text
    assert browser.post(url, data=item_form(add="-6")).status_code == 422
    assert browser.post(url, data=item_form(add="3")).status_code == 303
    assert left(item.id) == 8


def test_a_code_is_scanned_at_the_counter_and_a_second_scan_says_so(desk: Desk) -> None:
    place = station()
    person = with_points(place, name="赵春梅")
    one = redeemed(person, an_item(place))
    browser, scanned = desk(staff(at=place)), {"card": redemption_code(one, now=NOON)}
    told = browser.post("/console/rewards/counter", data=scanned, headers=JSON).json
    assert (told["tone"], told["name"], told["sentence"]) == ("success", "赵春梅", "“洗衣液”一份")
    page = browser.post("/console/rewards/counter", data=scanned).text
    assert "已经交付过" in page
    assert "赵春梅" in page
    told = browser.post("/console/rewards/counter", data={"card": "0000"}, headers=JSON).json
    assert (told["tone"], told["sentence"]) == ("danger", "这不是兑换码")


def test_the_counter_of_another_place_hands_nothing_over(desk: Desk) -> None:
    place = station()
    one = redeemed(with_points(place), an_item(place))
    browser = desk(staff(at=a_station()))
    answer = browser.post(
        "/console/rewards/counter", data={"card": redemption_code(one, now=NOON)}, headers=JSON
    )
    assert answer.status_code == 404
    assert "请居民到兑换的地点领取" in answer.json["advice"]
    assert shop_queries.redemption(one, EVERYWHERE).state is State.RESERVED


def test_who_has_no_phone_says_the_number_and_is_looked_at(desk: Desk) -> None:
    place = station()
    one = redeemed(with_points(place), an_item(place))
    number = shop_queries.redemption(one, EVERYWHERE).number
    browser = desk(staff(at=place))
    wrong = browser.get("/console/rewards/redemptions/find?number=1", follow_redirects=True)
    assert "没有这个兑换号" in wrong.text
    found = browser.get(f"/console/rewards/redemptions/find?number={number}")
    assert "确认是张桂英本人" in browser.get(found.location).text
    browser.post(f"{found.location}/hand-over")
    assert "已领取" in browser.get(found.location).text
    page = browser.post(f"{found.location}/hand-over", follow_redirects=True).text
    assert "已经交付过" in page


def test_staff_cancel_with_a_reason(desk: Desk) -> None:
    place = station()
    person = with_points(place)
    one = redeemed(person, an_item(place))
    browser, url = desk(staff(at=place)), f"/console/rewards/redemptions/{one}/cancel"
    assert browser.post(url, data={"reason": ""}).status_code == 422
    assert browser.post(url, data={"reason": "破损"}).status_code == 303
    assert points(person) == (100, 0)
    assert "破损" in browser.get("/console/rewards/redemptions?state=cancelled").text


def test_a_month_is_settled_and_taken_along_as_a_table(desk: Desk) -> None:
    place = station()
    one = redeemed(with_points(place), an_item(place))
    handing_over.hand_over(staff(at=place), one, now=NOON - timedelta(days=30))
    manager = staff(Role.OFFICE_MANAGER, at=place)
    browser, form = desk(manager), {"place_id": str(place.id)}
    assert browser.post("/console/rewards/settlements", data=form).status_code == 303
    again = browser.post("/console/rewards/settlements", data=form)
    assert "没有需要结算的兑换" in again.text
    [made] = shop_queries.settlements(EVERYWHERE).items
    sheet = browser.get(f"/console/rewards/settlements/{made.id}/sheet")
    assert sheet.mimetype.endswith("spreadsheetml.sheet")
    assert sheet.data[:2] == b"PK"


def test_a_picture_is_shown_replaced_and_taken_away(desk: Desk) -> None:
    place = station()
    browser = desk(staff(Role.OFFICE_MANAGER, at=place))
    url = f"/console/rewards/items/{an_item(place)}"
    assert browser.get(f"{url}/picture").status_code == 404
    photo = {"pictures": (BytesIO(a_photo()), "soap.jpg")}
    assert browser.post(url, data=item_form(add="0") | photo).status_code == 303
    assert "现在的图片" in browser.get(url).text
    assert browser.get(f"{url}/picture").mimetype == "image/jpeg"
    without = item_form(add="0", without_picture="y")
    assert browser.post(url, data=without).status_code == 303
    assert "现在的图片" not in browser.get(url).text


def test_what_is_no_picture_is_said_beside_the_field(desk: Desk) -> None:
    place = station()
    browser = desk(staff(Role.OFFICE_MANAGER, at=place))
    url = f"/console/rewards/items/{an_item(place)}"
    sent = item_form(add="0") | {"pictures": (BytesIO(b"not a picture"), "soap.jpg")}
    answer = browser.post(url, data=sent)
    assert answer.status_code == 422
    assert "pictures-error" in answer.text
