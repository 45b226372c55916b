"""Residents order services and follow them; leaders answer on the phone; a link rates."""

from io import BytesIO

import pytest

from app.domain import reactions
from app.domain.orders import dispatching, mine, serving, timing, verifying
from app.domain.orders.linking import link_code
from tests import world
from tests.conftest import NOON
from tests.domain.orders.house import (
    BRIEF,
    HOUR,
    STARTS,
    WISH,
    House,
    a_house,
    accepted,
    an_item,
    by_phone,
    dispatched,
    done,
    nobody_is_drawn,
    ordered,
    ready,
    the_order,
)
from tests.entrypoints.resident.conftest import Visitor
from tests.photographs import a_photo

FORM = {
    "wanted_on": "2026-11-25",
    "wanted_part": "下午",
    "people": "1",
    "name": "刘玉珍",
    "phone": "13900007777",
    "address": "阳光小区 3 号楼 501",
    "group": "",
    "consent": "y",
}


@pytest.fixture
def house(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> House:
    reactions.connect()
    nobody_is_drawn(monkeypatch)
    return a_house()


def signed_in(visitor: Visitor, person_id: object) -> Visitor:
    with visitor.client.session_transaction() as cookie:
        cookie["volunteer_id"] = str(person_id)
    return visitor


def test_she_orders_from_the_menu_and_follows_it(visitor: Visitor, house: House) -> None:
    me = signed_in(visitor, house.resident.id)
    item_id = an_item(house)
    assert "上门理发" in me.open("/h5/services").text
    url = f"/h5/services/{item_id}"
    assert "每周三下午" in me.open(url).text
    answer = me.send(url, **{**FORM, "address": ""})
    assert answer.status_code == 422
    assert "写明地址" in answer.text
    assert me.send(url, **{**FORM, "consent": ""}).status_code == 422
    photo = (BytesIO(a_photo()), "a.jpg")
    page = me.send(url, **FORM, pictures=photo, follow=True).text
    assert "工作人员会打电话" in page
    assert "您传的照片" in page
    assert "上门理发" in me.open("/h5/orders").text
    (order,) = mine.orders_of(house.resident.id).items
    (picture,) = mine.order_of(house.resident.id, order.id).pictures
    assert me.open(f"/h5/orders/{order.id}/pictures/{picture}").status_code == 200
    accepted(house, order.id)
    leader = visitor.sign_in(house.leader)
    sent = f"/h5/team-orders/{order.id}/sent-pictures/{picture}"
    leader.open(f"/h5/team-orders/{order.id}")
    assert sent in leader.send(f"/h5/team-orders/{order.id}/look").text
    assert leader.open(sent).status_code == 200


def test_a_full_day_is_refused_with_another(visitor: Visitor, house: House) -> None:
    me, url = signed_in(visitor, house.resident.id), f"/h5/services/{an_item(house, capacity=1)}"
    assert "每天最多 1 单" in me.open(url).text
    assert me.send(url, **FORM).status_code == 303
    me.open(url)
    answer = me.send(url, **{**FORM, "wanted_part": "上午"})
    assert answer.status_code == 422
    assert "之后最近可以约 11月26日" in answer.text


def test_she_asks_freely_says_more_and_cancels(visitor: Visitor, house: House) -> None:
    me = signed_in(visitor, house.resident.id)
    me.open("/h5/orders/new")
    assert me.send("/h5/orders/new", **FORM, title="", category="").status_code == 422
    sent = {**FORM, "title": "修水管", "category": "社区服务", "where": "home"}
    url = me.send("/h5/orders/new", **sent).location
    (row,) = mine.orders_of(house.resident.id).items
    verifying.take_up(house.clerk, row.id, now=NOON)
    verifying.ask(house.clerk, row.id, "请写明楼层", now=NOON)
    assert "请写明楼层" in me.open(url).text
    assert me.send(f"{url}/amend", words="").status_code == 422
    assert "已补充" in me.send(f"{url}/amend", words="五楼", follow=True).text
    assert "已经取消" in me.send(f"{url}/cancel", follow=True).text


def test_the_steps_lead_to_the_stars(visitor: Visitor, house: House) -> None:
    order_id = done(house, ordered(house))
    me = signed_in(visitor, house.resident.id)
    url = f"/h5/orders/{order_id}"
    page = me.open(url).text
    assert "请您评价" in page
    assert "理好了，老人很高兴" in page
    assert me.send(f"{url}/rate", words="好").status_code == 422
    assert "谢谢您的评价" in me.send(f"{url}/rate", stars="5", words="好", follow=True).text
    assert the_order(order_id).state == "closed"


def test_anybody_else_finds_nothing(visitor: Visitor, house: House) -> None:
    order_id = done(house, ordered(house))
    stranger = world.a_volunteer(house.station)
    me = visitor.sign_in(stranger)
    for url in (f"/h5/orders/{order_id}", f"/h5/team-orders/{order_id}"):
        assert me.open(url).status_code == 404
    assert me.client.post(f"/h5/orders/{order_id}/cancel").status_code in (400, 404)
    assert "您现在不是队长" in me.open("/h5/team-orders").text


def test_a_leader_accepts_looks_and_finishes(visitor: Visitor, house: House, at: object) -> None:
    order_id = dispatched(house, ordered(house))
    me = visitor.sign_in(house.leader)
    assert "请答复" in me.open("/h5/team-orders").text
    url = f"/h5/team-orders/{order_id}"
    page = me.open(url).text
    assert BRIEF in page
    assert not any(one in page for one in (WISH.name, WISH.phone, WISH.address, WISH.wish))
    assert 'value="2026-11-25T14:00"' in page
    members = [str(house.leader.id), str(house.member.id)]
    sent = {"starts_at": "2026-11-25T14:00", "minutes": "60", "members": members}
    assert me.send(f"{url}/accept", **{**sent, "members": []}).status_code == 422
    assert me.send(f"{url}/accept", **{**sent, "minutes": "5"}).status_code == 422
    page = me.send(f"{url}/accept", **sent, follow=True).text
    assert "李明" in page
    assert WISH.address not in page
    assert WISH.address in me.send(f"{url}/look").text
    timing.advance(now=STARTS)
    at(STARTS + HOUR)  # type: ignore[operator]
    me.open(url)
    assert me.send(f"{url}/finish", result="").status_code == 422
    photo = (BytesIO(a_photo()), "a.jpg")
    page = me.send(f"{url}/finish", result="理好了", pictures=photo, follow=True).text
    assert "辛苦了" in page
    picture = mine.order_of(house.resident.id, order_id).served
    assert picture is not None
    assert me.open(f"{url}/pictures/{picture.pictures[0]}").status_code == 200


def test_a_member_who_comes_sees_the_address_from_the_activity(
    visitor: Visitor, house: House
) -> None:
    order_id = ordered(house)
    activity_id = accepted(house, order_id)
    me = visitor.sign_in(house.member)
    page = me.open(f"/h5/activities/{activity_id}").text
    assert f"/h5/team-orders/{order_id}" in page
    me.open(f"/h5/team-orders/{order_id}")
    assert WISH.address in me.send(f"/h5/team-orders/{order_id}/look").text


def test_a_leader_declines_or_gives_back(visitor: Visitor, house: House) -> None:
    order_id = dispatched(house, ordered(house))
    me = visitor.sign_in(house.leader)
    url = f"/h5/team-orders/{order_id}"
    me.open(url)
    assert me.send(f"{url}/decline", words="").status_code == 422
    assert "已谢绝" in me.send(f"{url}/decline", words="人手不够", follow=True).text
    dispatching.dispatch(house.clerk, order_id, house.team.id, now=NOON)
    only = serving.Service(STARTS, 60, (house.leader.id,))
    serving.accept(house.leader.id, order_id, house.team.id, only, now=NOON)
    me.open(url)
    assert "已退回" in me.send(f"{url}/release", words="临时有事", follow=True).text


def test_a_leader_takes_what_is_offered(visitor: Visitor, house: House) -> None:
    order_id = ready(house, ordered(house))
    dispatching.offer(house.clerk, order_id, now=NOON)
    me = visitor.sign_in(house.leader)
    assert "有 1 单等您的团队" in me.open("/h5/").text
    assert "可以抢的" in me.open("/h5/team-orders").text
    url = f"/h5/team-orders/{order_id}"
    me.open(url)
    sent = {"starts_at": "2026-11-25T14:00", "minutes": "60", "members": str(house.leader.id)}
    assert "已接单" in me.send(f"{url}/accept", **sent, follow=True).text


def test_a_link_shows_the_way_and_takes_the_stars(visitor: Visitor, house: House) -> None:
    order_id = done(house, by_phone(house))
    url = f"/orders/{link_code(order_id)}"
    page = visitor.open(url)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not any(one in page.text for one in (WISH.name, WISH.phone, WISH.address, WISH.wish))
    assert visitor.send(url).status_code == 422
    assert "谢谢您的评价" in visitor.send(url, stars="4", follow=True).text
    assert visitor.open("/orders/abc").status_code == 404


def test_a_frozen_account_cannot_order(visitor: Visitor, house: House) -> None:
    me = visitor.sign_in(world.a_volunteer(house.station, state="frozen"))
    me.open("/h5/orders/new")
    sent = {**FORM, "title": "修水管", "category": "社区服务", "where": "home"}
    assert me.send("/h5/orders/new", **sent).status_code == 403
