"""The clerk's queue of clues: each becomes a nomination, the same as one, kept, or an answer."""

from uuid import UUID

import pytest

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.nominations.clues import giving
from app.domain.people import queries as people
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import DEED, House, a_house, an_open_campaign, nominated
from tests.entrypoints.console.conftest import Desk

TEXT = "阳光社区的陈秀兰，给楼上独居老人送了三年饭"


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def a_clue(house: House, text: str = TEXT) -> str:
    who = people.volunteer(house.neighbour.id)
    return f"/console/clues/{giving.give(who, house.station.id, text, now=NOON).id}"


def form(house: House, campaign_id: UUID, **changes: str) -> dict[str, str]:
    return {
        "campaign_id": str(campaign_id),
        "name": "陈秀兰",
        "age": "45",
        "unit": "阳光社区",
        "place_id": str(house.station.id),
        "lives_here": "y",
        "category": "助人为乐",
        "deed": DEED,
        "deed_on": "2026-10-20",
        **changes,
    }


def test_a_clue_becomes_a_nomination(desk: Desk, house: House) -> None:
    campaign_id, url = an_open_campaign(house), a_clue(house)
    browser = desk(house.clerk)
    assert TEXT in browser.get("/console/clues").text
    page = browser.get(url).text
    assert house.neighbour.phone in page
    assert "填成推荐" in page
    page = browser.get(f"{url}/nominate").text
    assert TEXT in page
    assert "推荐人是 热心邻居" in page
    wrong = form(house, campaign_id, deed="短")
    assert browser.post(f"{url}/nominate", data=wrong).status_code == 422
    answer = browser.post(f"{url}/nominate", data=form(house, campaign_id), follow_redirects=True)
    assert "提供线索的人会收到通知" in answer.text
    assert "热心邻居" in answer.text
    assert "已成为推荐" in browser.get("/console/clues?state=nominated").text
    assert "看推荐" in browser.get(url).text


def test_the_same_person_another_line_and_one_for_later(desk: Desk, house: House) -> None:
    url, browser = a_clue(house), desk(house.clerk)
    page = browser.get(url).text
    assert "现在没有推选收推荐" in page
    assert browser.post(f"{url}/keep", follow_redirects=True).status_code == 200
    campaign_id = an_open_campaign(house)
    case_id = nominated(house, campaign_id, world.a_volunteer(house.station)).id
    assert "可能已有推荐" in browser.get(url).text
    assert browser.post(f"{url}/same", data={}).status_code == 422
    answer = browser.post(f"{url}/same", data={"nomination_id": str(case_id)})
    assert answer.status_code == 303
    thin = a_clue(house, "听说有一位好人，不知道名字")
    assert browser.post(f"{thin}/decline", data={"words": ""}).status_code == 422
    answer = browser.post(f"{thin}/decline", data={"words": "请再说说"}, follow_redirects=True)
    assert "已答复" in answer.text


def test_the_auditor_reads_without_phones_and_settles_nothing(desk: Desk, house: House) -> None:
    url = a_clue(house)
    browser = desk(world.staff(Role.AUDITOR, at=house.centre))
    page = browser.get(url).text
    assert TEXT in page
    assert house.neighbour.phone not in page
    assert browser.post(f"{url}/keep").status_code == 403
