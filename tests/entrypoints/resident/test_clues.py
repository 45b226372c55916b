""" "I know a good person": one line on the phone, answered on the same page."""

import pytest

from app.domain import reactions
from app.domain.nominations.clues import queries, settling
from app.domain.places.scope import EVERYWHERE
from tests.conftest import NOON
from tests.domain.nominations.house import House, a_house, an_open_campaign
from tests.entrypoints.resident.conftest import Visitor

TEXT = "阳光社区的陈秀兰，给楼上独居老人送了三年饭"


@pytest.fixture
def house(visitor: Visitor) -> House:
    reactions.connect()
    return a_house()


def test_a_line_is_given_and_answered(visitor: Visitor, house: House) -> None:
    me = visitor.sign_in(house.neighbour)
    assert "/h5/clues" in me.open("/h5/nominations").text
    me.open("/h5/clues")
    place = str(house.station.id)
    answer = me.send("/h5/clues", text="短", place_id=place)
    assert (answer.status_code, "至少 8 个字" in answer.text) == (422, True)
    assert me.send("/h5/clues", text="好" * 71, place_id=place).status_code == 422
    page = me.send("/h5/clues", text=TEXT, place_id=place, follow=True).text
    assert "线索已收到" in page
    assert "等待查看" in page
    page = me.send("/h5/clues", text=TEXT, place_id=place, follow=True).text
    assert "今天已经收到" in page
    [row] = queries.clues(EVERYWHERE, state="waiting").items
    settling.decline(house.clerk, row.id, "请再告诉我们她住几号楼", now=NOON)
    page = me.open("/h5/clues").text
    assert "请再告诉我们她住几号楼" in page
    assert "直接写推荐" not in page
    an_open_campaign(house)
    assert "直接写推荐" in me.open("/h5/clues").text


def test_too_many_of_a_day_are_kindly_refused(visitor: Visitor, house: House) -> None:
    me = visitor.sign_in(house.neighbour)
    for number in range(4):
        me.open("/h5/clues")
        answer = me.send(
            "/h5/clues", text=f"第{number}位好人，每天清晨扫雪", place_id=str(house.station.id)
        )
    assert (answer.status_code, "每人每天最多提供 3 条" in answer.text) == (429, True)
