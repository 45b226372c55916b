"""The shop on the phone: shelf, redeem, the code to show, give back."""

from io import BytesIO

from PIL import Image

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.recognition import shop_queries, stocking, terms
from app.domain.recognition.redemption_code import redemption_behind
from app.entrypoints.resident import rewards as page_of_rewards
from app.kernel.ids import new_id
from tests.domain.recognition.points import points
from tests.domain.recognition.shop import SOAP, an_item, redeemed, with_points
from tests.entrypoints.resident.conftest import Visitor
from tests.photographs import a_photo
from tests.world import NOON, a_centre, a_station, a_volunteer, an_office, staff


def test_from_the_shelf_to_the_code(visitor: Visitor, monkeypatch: "object") -> None:
    reactions.connect()
    station = a_station()
    item, person = an_item(station), with_points(station)
    page = visitor.sign_in(person).open("/h5/rewards").text
    assert "洗衣液" in page
    assert "还有 5 份" in page
    visitor.open(f"/h5/rewards/{item}")
    answer = visitor.send(f"/h5/rewards/{item}", nonce="a" * 32)
    again = visitor.client.get(answer.location, headers=visitor.headers).text
    assert "领取时出示" in again
    assert "兑换成功" in again
    drawn: list[str] = []
    monkeypatch.setattr(page_of_rewards, "svg", lambda text: drawn.append(text) or "<svg/>")  # type: ignore[attr-defined]
    picture = visitor.open(f"{answer.location}/code.svg")
    assert picture.headers["X-Seconds-Left"] == "40"
    [mine] = shop_queries.mine(person.id).items
    assert redemption_behind(drawn[0], now=NOON) == mine.id
    assert points(person) == (80, 0)


def test_given_back_points_return_and_there_is_no_code_any_more(visitor: Visitor) -> None:
    reactions.connect()
    station = a_station()
    person = with_points(station)
    one = redeemed(person, an_item(station))
    visitor.sign_in(person).open(f"/h5/redemptions/{one}")
    page = visitor.send(f"/h5/redemptions/{one}/cancel", follow=True).text
    assert "积分已退回" in page
    assert visitor.open(f"/h5/redemptions/{one}/code.svg").status_code == 404
    assert "已取消" in visitor.open("/h5/redemptions").text
    assert points(person) == (100, 0)


def test_a_refusal_is_told_on_the_items_page(visitor: Visitor) -> None:
    station = a_station()
    item, person = an_item(station, stock=1), with_points(station)
    visitor.sign_in(person).open(f"/h5/rewards/{item}")
    redeemed(with_points(station), item)
    answer = visitor.send(f"/h5/rewards/{item}", nonce="b" * 32)
    assert answer.status_code == 409
    assert "已经兑完了" in answer.text


def test_too_few_points_are_told_before_anything_is_pressed(visitor: Visitor) -> None:
    station = a_station()
    item = an_item(station)
    page = visitor.sign_in(with_points(station, 5)).open(f"/h5/rewards/{item}").text
    assert "还差 15 分" in page
    assert 'name="nonce"' not in page


def test_somebody_elses_redemption_is_not_found(visitor: Visitor) -> None:
    station = a_station()
    one = redeemed(with_points(station), an_item(station))
    visitor.sign_in(a_volunteer(station))
    for address in (f"/h5/redemptions/{one}", f"/h5/redemptions/{one}/code.svg"):
        assert visitor.open(address).status_code == 404


def test_where_points_are_off_the_shop_is_closed_and_what_is_reserved_stays(
    visitor: Visitor,
) -> None:
    centre = a_centre()
    station = a_station(an_office(centre))
    person = with_points(station)
    one = redeemed(person, an_item(station))
    terms.turn(staff(Role.CENTRE_ADMINISTRATOR, at=centre), "points", False, now=NOON)
    visitor.sign_in(person)
    assert visitor.open("/h5/rewards").status_code == 404
    assert "领取时出示" in visitor.open(f"/h5/redemptions/{one}").text


def test_a_picture_is_shown_small_under_an_address_of_its_own(visitor: Visitor) -> None:
    station = a_station()
    manager = staff(Role.OFFICE_MANAGER, at=station)
    large = keeping.keep(manager.actor, a_photo(size=(1600, 1200)), now=NOON)
    item = stocking.add_item(manager, station.id, SOAP, stock=1, pictures=[large], now=NOON)
    shelf = visitor.sign_in(with_points(station)).open("/h5/rewards").text
    address = f"/h5/rewards/{item}/pictures/{large}"
    assert f'src="{address}-shelf.jpg"' in shelf
    assert f'src="{address}-page.jpg"' in visitor.open(f"/h5/rewards/{item}").text
    answer = visitor.open(f"{address}-page.jpg")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert Image.open(BytesIO(answer.data)).size == (720, 540)
    assert Image.open(BytesIO(visitor.open(f"{address}-shelf.jpg").data)).size == (240, 180)
    another = f"/h5/rewards/{item}/pictures/{new_id()}-page.jpg"
    assert visitor.open(another).status_code == 404


def test_who_is_no_volunteer_sees_no_picture(visitor: Visitor) -> None:
    station = a_station()
    manager = staff(Role.OFFICE_MANAGER, at=station)
    kept = keeping.keep(manager.actor, a_photo(), now=NOON)
    item = stocking.add_item(manager, station.id, SOAP, stock=1, pictures=[kept], now=NOON)
    assert visitor.open(f"/h5/rewards/{item}/pictures/{kept}-page.jpg").status_code == 302
