"""Residents name good persons, go on with drafts, and answer when they were named."""

from io import BytesIO
from uuid import UUID

import pytest

from app.domain import reactions
from app.domain.nominations import campaigns, drafting, mine, queries, reviewing
from app.domain.places.scope import EVERYWHERE
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    DEED,
    House,
    a_house,
    an_open_campaign,
    nominated,
    the_case,
)
from tests.entrypoints.resident.conftest import Visitor
from tests.photographs import a_photo


@pytest.fixture
def house(visitor: Visitor) -> House:
    reactions.connect()
    return a_house()


def typed(house: House, **changes: str) -> dict[str, str]:
    return {
        "name": "陈秀兰",
        "age": "45",
        "unit": "阳光社区",
        "place_id": str(house.station.id),
        "lives_here": "y",
        "category": "助人为乐",
        "deed": DEED,
        "deed_on": "2026-10-20",
        "witness_1": "李奶奶",
        "witness_1_phone": "13900001111",
        **changes,
    }


def page_of(campaign: UUID) -> str:
    return f"/h5/campaigns/{campaign}/nominate"


def test_somebody_is_named_with_a_photo_after_a_draft(visitor: Visitor, house: House) -> None:
    campaign = an_open_campaign(house)
    me = visitor.sign_in(house.neighbour)
    assert "第四季度身边好人推选" in me.open("/h5/nominations").text
    me.open(page_of(campaign))
    said = me.send(f"/h5/campaigns/{campaign}/draft", name="陈秀兰", deed="写了一半")
    assert said.json == {"message": "12:00 已自动保存"}
    assert "写了一半" in me.open(page_of(campaign)).text
    photo = (BytesIO(a_photo()), "a.jpg")
    page = me.send(page_of(campaign), name="陈秀兰", pictures=photo, action="save", follow=True)
    assert "草稿已保存" in page.text
    draft = drafting.draft_of(house.neighbour.id, campaign)
    assert draft is not None
    [kept] = draft.pictures
    assert me.open(f"/h5/nominations/pictures/{kept}").mimetype == "image/jpeg"
    assert "没写完的" in me.open("/h5/nominations").text
    me.open(page_of(campaign))
    sent = typed(house, kept_pictures=str(kept))
    page = me.send(page_of(campaign), follow=True, **sent)
    assert "推荐已提交" in page.text
    [row] = queries.cases(EVERYWHERE).items
    assert queries.case(row.id, EVERYWHERE).voices[0].pictures == (kept,)
    assert "没写完的" not in me.open("/h5/nominations").text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visitor: Visitor, house: House) -> None:
    campaign = an_open_campaign(house)
    me = visitor.sign_in(house.neighbour)
    me.open(page_of(campaign))
    answer = me.send(page_of(campaign), **typed(house, deed="短"))
    assert answer.status_code == 422
    assert "至少 20 个字" in answer.text
    assert "李奶奶" in answer.text
    draft = drafting.draft_of(house.neighbour.id, campaign)
    assert draft is not None
    assert draft.typed["deed"] == "短"


def test_a_closed_campaign_says_when_it_was_open(visitor: Visitor, house: House) -> None:
    campaign = an_open_campaign(house, closes_at=NOON.replace(hour=5))
    me = visitor.sign_in(house.neighbour)
    row = page_of(campaign)
    assert me.open(row).status_code == 200
    campaigns.advance(now=NOON.replace(hour=6))
    assert "现在不收推荐" in me.open(row).text


def test_a_returned_nomination_is_completed(visitor: Visitor, house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    reviewing.send_back(house.clerk, case_id, "请补充证明人", now=NOON)
    me = visitor.sign_in(house.neighbour)
    url = f"/h5/nominations/{case_id}"
    page = me.open(url).text
    assert "请补充证明人" in page
    assert "13900001111" in page
    wanted = typed(house, deed=DEED + "又补充了一句。")
    assert me.send(url, deed="", deed_on="").status_code == 422
    page = me.send(url, follow=True, **wanted).text
    assert "已补充，重新进入审核" in page
    assert mine.nomination_by(house.neighbour.id, case_id).deed.endswith("又补充了一句。")
    assert visitor.sign_in(world.a_volunteer(house.station)).open(url).status_code == 404


def test_who_is_named_says_whether_she_wants_it(visitor: Visitor, house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case_id = nominated(house, an_open_campaign(house), number=hero.number).id
    url = f"/h5/nominations/{case_id}/consent"
    me = visitor.sign_in(hero)
    assert "有人推荐了陈秀兰" in me.open("/h5/nominations").text
    me.open(url)
    assert me.send(url, answer="yes", show_name="y").status_code == 303
    assert (the_case(case_id).consent, the_case(case_id).show_name) == ("given", True)
    me.open(url)
    me.send(url, answer="no")
    assert the_case(case_id).state == "withdrawn"
    assert "已经结束" in me.open(url).text
    assert visitor.sign_in(house.neighbour).open(url).status_code == 404


def test_one_names_oneself_or_speaks_for_a_team_or_a_unit(visitor: Visitor, house: House) -> None:
    campaign = an_open_campaign(house)
    world.a_team(house.station, house.neighbour, name="暖阳队")
    me = visitor.sign_in(house.neighbour)
    page = me.open(page_of(campaign)).text
    assert "代表暖阳队" in page
    answer = me.send(page_of(campaign), **typed(house, as_kind="unit", name="王建国"))
    assert (answer.status_code, "请写明团队或单位的名称" in answer.text) == (422, True)
    for_unit = typed(house, as_kind="unit", as_name="阳光小学", name="王建国")
    assert me.send(page_of(campaign), **for_unit).status_code == 303
    me.open(page_of(campaign))
    for_team = typed(house, as_kind="team:暖阳队", name="李保国")
    assert me.send(page_of(campaign), **for_team).status_code == 303
    me.open(page_of(campaign))
    answer = me.send(page_of(campaign), **typed(house, as_kind="self", name=""))
    assert answer.location.endswith("/consent")
    said = [
        queries.case(one.id, EVERYWHERE).voices[0].who for one in queries.cases(EVERYWHERE).items
    ]
    assert sorted(said) == [
        "热心邻居（代表暖阳队）",
        "热心邻居（代表阳光小学）",
        "热心邻居（自荐）",
    ]
