"""Service orders at a desk: taken by telephone, verified, dispatched, rated, called, settled."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.orders import dispatching, menu, queries, serving, timing, verifying
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
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
    everybody_is_drawn,
    nobody_is_drawn,
    ordered,
    ready,
    the_order,
)
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo

CALL = {
    "source": "phone",
    "where": "home",
    "wanted_on": "2026-11-25",
    "wanted_part": "下午",
    "people": "1",
    "name": "赵桂芳",
    "phone": "13900007777",
    "address": "阳光小区 3 号楼 2 单元 501",
    "group": "老年人",
    "wish": "老人坐轮椅",
    "consent": "y",
}
MENU = {
    "title": "修小家电",
    "category": "社区服务",
    "work_type": "其他志愿服务",
    "content": "修电扇、电饭锅。",
    "when_text": "每周六上午",
    "where": "place",
    "venue": "实践站一楼",
    "lead_days": "1",
}


@pytest.fixture
def house(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> House:
    reactions.connect()
    nobody_is_drawn(monkeypatch)
    return a_house()


def page(order_id: UUID) -> str:
    return f"/console/orders/{order_id}"


def steps(order_id: UUID) -> list[str]:
    return [str(one.decision) for one in queries.order(order_id, EVERYWHERE).steps]


def send(browser: FlaskClient, url: str, **fields: str) -> str:
    """The page that follows."""
    answer = browser.post(url, data=fields, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_call_becomes_an_order_and_goes_to_a_team(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    an_item(house)
    assert "没有待核实的点单" in browser.get("/console/orders").text
    assert "上门理发" in browser.get("/console/orders/new").text
    answer = browser.post("/console/orders/new", data={**CALL, "place_id": str(house.station.id)})
    assert answer.status_code == 422  # neither from the menu nor named
    sent = {**CALL, "place_id": str(house.station.id), "title": "上门理发", "category": "社区服务"}
    assert browser.post("/console/orders/new", data={**sent, "consent": ""}).status_code == 422
    url = browser.post("/console/orders/new", data=sent).location
    shown = browser.get(url).text
    assert "赵**" in shown
    assert not any(private in shown for private in (WISH.name, WISH.phone, WISH.address))
    assert WISH.address in browser.post(f"{url}/look").text
    answer = browser.post(f"{url}/verify", data={"decision": "pass", "brief": ""})
    assert answer.status_code == 422
    assert "暖阳志愿队" in send(browser, f"{url}/verify", decision="pass", brief=BRIEF)
    assert browser.post(f"{url}/dispatch", data={"team_id": ""}).status_code == 422
    assert "已派单" in send(browser, f"{url}/dispatch", team_id=str(house.team.id))
    assert "上门理发" in browser.get("/console/orders?tab=accept").text
    order_id = UUID(url.rpartition("/")[2])
    assert steps(order_id) == ["take_up", "pass", "dispatch"]
    assert "已收回" in send(browser, f"{url}/take-back")
    assert "已开放抢单" in send(browser, f"{url}/offer")


def test_taking_it_up_shows_whom_to_call(desk: Desk, house: House) -> None:
    order_id = ordered(house)
    following = by_phone(house, title="修水管")
    verifying.give_back(house.clerk, following, now=NOON)
    browser = desk(house.clerk)
    assert WISH.phone in browser.post(f"{page(order_id)}/take-up").text
    assert "站里小王正在核实" in desk(house.colleague).get(page(order_id)).text
    answer = browser.post(
        f"{page(order_id)}/verify", data={"decision": "refuse", "words": "办不了", "turn_to": ""}
    )
    assert answer.status_code == 422
    answer = browser.post(
        f"{page(order_id)}/verify", data={"decision": "ask", "words": "请写明楼层"}
    )
    assert answer.location.endswith(str(following))
    assert "请写明楼层" in browser.get(page(order_id)).text


def test_who_has_no_phone_is_told_by_whoever_took_it_down(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    sent = {**CALL, "place_id": str(house.station.id), "title": "上门理发", "category": "社区服务"}
    answer = browser.post("/console/orders/new", data={**sent, "phone": "8512345"})
    assert answer.status_code == 422
    assert "带区号的座机" in answer.text
    url = browser.post("/console/orders/new", data={**sent, "phone": ""}).location
    assert "收不到短信" in browser.get(url).text
    assert "没有留电话" in browser.post(f"{url}/look").text
    shown = send(browser, f"{url}/verify", decision="ask", words="请写明楼层")
    assert "请打电话或当面告诉" in shown


def test_a_case_is_refused_with_where_to_turn(desk: Desk, house: House) -> None:
    order_id = by_phone(house)
    said = {"decision": "refuse", "words": "需要医生", "turn_to": "社区医院 12320"}
    assert "已告诉" in send(desk(house.clerk), f"{page(order_id)}/verify", **said)
    assert "可以找：社区医院" in desk(house.clerk).get(page(order_id)).text


def test_an_order_is_cancelled_or_taken_from_its_team(desk: Desk, house: House) -> None:
    browser, order_id = desk(house.clerk), by_phone(house)
    activity_id = accepted(house, order_id)
    assert "由点单产生" in browser.get(f"/console/activities/{activity_id}").text
    for word in ("release", "cancel"):
        assert browser.get(f"{page(order_id)}/{word}").status_code == 200
        assert browser.post(f"{page(order_id)}/{word}", data={"reason": ""}).status_code == 422
        assert "已处理" in send(browser, f"{page(order_id)}/{word}", reason="改天再说")
    assert the_order(order_id).state == "cancelled"


def test_a_result_is_noted_with_a_photo(desk: Desk, house: House) -> None:
    order_id = by_phone(house)
    accepted(house, order_id)
    timing.advance(now=STARTS)
    browser = desk(house.clerk)
    assert browser.post(f"{page(order_id)}/finish", data={"result": ""}).status_code == 422
    sent = {"result": "理好了", "pictures": (BytesIO(a_photo()), "a.jpg")}
    assert browser.post(f"{page(order_id)}/finish", data=sent).status_code == 303
    (served,) = queries.order(order_id, EVERYWHERE).rounds
    assert browser.get(f"{page(order_id)}/pictures/{served.pictures[0]}").status_code == 200
    assert browser.get(f"{page(order_id)}/pictures/{order_id}").status_code == 404


def test_ratings_are_noted_and_low_ones_settled(desk: Desk, house: House) -> None:
    browser, order_id = desk(house.clerk), by_phone(house)
    done(house, order_id)
    assert browser.post(f"{page(order_id)}/rate", data={"stars": ""}).status_code == 422
    assert "怎样处理" in send(browser, f"{page(order_id)}/rate", stars="1", words="没来")
    assert browser.post(f"{page(order_id)}/settle", data={"words": ""}).status_code == 422
    said = {"decision": "rework", "words": "换个队再去"}
    assert "已安排返工" in send(browser, f"{page(order_id)}/settle", **said)
    assert the_order(order_id).state == "ready"


def test_a_drawn_order_is_called_back(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_is_drawn(monkeypatch)
    browser, order_id = desk(house.clerk), by_phone(house)
    done(house, order_id)
    assert "上门理发" in browser.get("/console/orders?tab=call").text
    assert "没有接通" in send(browser, f"{page(order_id)}/call", answer="missed")
    answer = browser.post(f"{page(order_id)}/call", data={"answer": "satisfied"})
    assert answer.status_code == 422  # no stars yet
    shown = send(browser, f"{page(order_id)}/call", answer="satisfied", stars="5", words="好")
    assert "已办结" in shown


def test_it_is_bound_to_an_account(desk: Desk, house: House) -> None:
    browser, order_id = desk(house.clerk), by_phone(house)
    assert browser.post(f"{page(order_id)}/bind", data={"number": "3700000000"}).status_code == 422
    herself = world.a_volunteer(house.station, name=WISH.name)
    assert "已关联" in send(browser, f"{page(order_id)}/bind", number=herself.number)


def test_the_menu_is_kept(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    assert "菜单还是空的" in browser.get("/console/services").text
    wrong = {**MENU, "venue": "", "place_id": str(house.station.id)}
    assert browser.post("/console/services/new", data=wrong).status_code == 422
    sent = {**MENU, "place_id": str(house.station.id), "pictures": (BytesIO(a_photo()), "a.jpg")}
    assert browser.post("/console/services/new", data=sent).status_code == 303
    assert "修小家电" in browser.get("/console/services").text
    (item,) = menu.items_within(EVERYWHERE).items
    url = f"/console/services/{item.id}"
    assert browser.get(f"{url}/picture").status_code == 200
    assert "实践站一楼" in browser.get(f"{url}/edit").text
    changed = {
        **MENU,
        "title": "修家电",
        "no_picture": "1",
        "capacity": "3",
        "capacity_per": "week",
    }
    assert browser.post(f"{url}/edit", data=changed).status_code == 303
    assert menu.item(item.id).picture_id is None
    assert "每周最多 3 单" in browser.get("/console/services").text
    assert "已下架" in send(browser, f"{url}/switch", on="0")
    assert "修家电" in browser.get("/console/services?active=0").text


def test_an_auditor_reads_and_sees_no_contact(desk: Desk, house: House) -> None:
    order_id = ready(house, by_phone(house))
    centre = world.a_centre()
    auditor = desk(world.staff(Role.AUDITOR, at=centre))
    assert auditor.get("/console/orders").status_code == 200
    assert auditor.post(f"{page(order_id)}/look").status_code == 403
    assert auditor.get(page(order_id)).status_code == 404  # another centre's


def test_a_declined_and_a_late_one_come_back_with_their_reasons(desk: Desk, house: House) -> None:
    declined, late = dispatched(house, by_phone(house)), by_phone(house, title="修水管")
    serving.decline(house.leader.id, declined, "人手不够", now=NOON)
    dispatched(house, late)
    timing.advance(now=NOON + 24 * HOUR)
    browser = desk(house.clerk)
    shown = browser.get("/console/orders?tab=dispatch").text
    assert "上门理发" in shown
    assert "修水管" in shown
    assert "没有接这一单" in browser.get(page(declined)).text
    assert "人手不够" in browser.get(page(declined)).text
    assert "超过时限没有答复" in browser.get(page(late)).text
    dispatching.dispatch(house.clerk, late, house.team.id, now=NOON)


def test_what_is_overdue_says_so(desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered(house)
    browser = desk(house.clerk)
    monkeypatch.setattr(clock, "_source", lambda: NOON + timedelta(minutes=20))
    assert "20 分钟" in browser.get("/console/orders").text
    assert "已超期" not in browser.get("/console/orders").text
