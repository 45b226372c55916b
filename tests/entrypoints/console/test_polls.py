"""A poll in the console: arranged, stopped, read after the end, cleaned by two desks."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.nominations.polls import arranging, excluding, queries
from tests import world
from tests.domain.nominations.house import CLOSED, House, a_house, an_open_campaign
from tests.domain.nominations.voting_house import ENDS, a_poll, the_poll, votes
from tests.entrypoints.console.conftest import Desk

FORM = {
    "opens_at": "2026-12-03T12:00",
    "closes_at": "2026-12-08T12:00",
    "most_names": "2",
}


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def poll_of(campaign_id: UUID) -> str:
    return f"/console/campaigns/{campaign_id}/poll"


def test_a_poll_is_arranged_changed_and_stopped(desk: Desk, house: House) -> None:
    campaign_id = an_open_campaign(house)
    url, browser = poll_of(campaign_id), desk(house.administrator)
    assert url in browser.get(f"/console/campaigns/{campaign_id}").text
    assert "没有安排投票" in browser.get(url).text
    assert 'value="3"' in browser.get(f"{url}/arrange").text
    early = {**FORM, "opens_at": "2026-12-01T12:00"}
    answer = browser.post(f"{url}/arrange", data=early)
    assert (answer.status_code, "收推荐截止以后" in answer.text) == (422, True)
    assert browser.post(f"{url}/arrange", data=FORM).status_code == 303
    assert "现在还不能开始" in browser.get(url).text
    assert 'value="2"' in browser.get(f"{url}/arrange").text
    more = {**FORM, "most_names": "4", "shown_to_public": "y"}
    assert browser.post(f"{url}/arrange", data=more).status_code == 303
    assert (the_poll().most_names, the_poll().shown_to_public) == (4, True)
    assert browser.post(f"{url}/call-off", data={"reason": ""}).status_code == 422
    assert browser.post(f"{url}/call-off", data={"reason": "改为座谈"}).status_code == 303
    assert "改为座谈" in browser.get(url).text


def test_nobody_sees_a_count_before_the_end_but_the_audit(desk: Desk, house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    for _ in range(7):
        votes(campaign_id, [one])
    url, browser = poll_of(campaign_id), desk(house.administrator)
    page = browser.get(url).text
    assert "结束以前谁也看不到票数" in page
    assert "7 张" not in page
    assert browser.post(f"{url}/watch").status_code == 403
    audit = desk(world.staff(Role.AUDITOR, at=house.centre))
    assert "查看当前票数" in audit.get(url).text
    assert "共 7 张选票" in audit.post(f"{url}/watch").text
    arranging.advance(now=ENDS)
    assert "共 7 张选票" in browser.get(url).text
    assert desk(house.clerk).get(url).status_code == 403


def test_odd_ballots_go_over_two_desks(desk: Desk, house: House) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    for number in range(20):
        votes(campaign_id, [one], now=CLOSED + number * timedelta(seconds=1))
    votes(campaign_id, [two], now=CLOSED + timedelta(hours=1))
    url, browser = poll_of(campaign_id), desk(house.administrator)
    assert "投票还在进行" in browser.get(f"{url}/odd").text
    arranging.advance(now=ENDS)
    page = browser.get(f"{url}/odd").text
    assert "20 张选票在十分钟左右的时间里来自同一个网络段" in page
    (odd,) = excluding.odd_ballots(queries.poll(campaign_id).id)
    exclude = f"{url}/exclude?rule=network&key={odd.key}"
    assert "剔除这 20 张选票" in browser.get(exclude).text
    assert browser.get(f"{url}/exclude?rule=network&key=x").status_code == 404
    assert browser.post(exclude, data={"reason": ""}).status_code == 422
    assert browser.post(exclude, data={"reason": "同一机房"}).status_code == 303
    (proposed,) = queries.exclusions(queries.poll(campaign_id))
    decision = f"/console/ballot-exclusions/{proposed.id}"
    assert "要由另一位工作人员确认" in browser.get(decision).text
    assert browser.post(decision, data={"answer": "yes"}).status_code == 403
    other = desk(house.colleague)
    assert "确认剔除" in other.get(decision).text
    page = other.post(decision, data={"answer": "yes"}, follow_redirects=True).text
    assert "剔除 20 张，计入 1 张" in page
    assert "没有发现异常" in other.get(f"{url}/odd").text
    elsewhere = world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())
    assert desk(elsewhere).get(decision).status_code == 404


def test_the_public_reads_the_result_where_it_is_shown(desk: Desk, house: House) -> None:
    campaign_id, (one, *_) = a_poll(house, shown_to_public=True)
    votes(campaign_id, [one])
    browser = desk(house.clerk)
    assert "投票结果</h2>" not in browser.get(f"/campaigns/{campaign_id}").text
    arranging.advance(now=ENDS)
    page = browser.get(f"/campaigns/{campaign_id}").text
    assert "投票结果仅供参考" in page
    assert re.findall(r"(\d+) 票</li>", page) == ["1", "0", "0"]
