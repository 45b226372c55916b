"""Neighbours vote on the phone: once a day, while it is open, and only who follows."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain import reactions
from app.domain.nominations.polls import arranging
from app.domain.nominations.polls.models import Ballot
from app.domain.people.models import WeChatIdentity
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.domain.nominations.house import CLOSED, House, a_house, an_open_campaign, the_case
from tests.domain.nominations.voting_house import DAY, ENDS, a_follower, a_plan, a_poll, count
from tests.entrypoints.resident.conftest import Visitor

At = Callable[[datetime], None]


@pytest.fixture
def house(visitor: Visitor, at: At) -> House:
    reactions.connect()
    house = a_house()
    at(CLOSED + timedelta(hours=1))
    return house


def page_of(campaign_id: UUID) -> str:
    return f"/h5/campaigns/{campaign_id}/vote"


def identity(**facts: bool) -> WeChatIdentity:
    return session.get_one(WeChatIdentity, a_follower(**facts))  # type: ignore[arg-type]


def test_a_follower_votes_once_a_day_without_registering(
    wechat_visitor: Visitor, house: House, at: At
) -> None:
    campaign_id, (one, two, three) = a_poll(house)
    me = wechat_visitor.meet(identity())
    page = me.open(page_of(campaign_id)).text
    assert page.count('type="checkbox"') == 3
    assert "投票结果仅供参考" in page
    assert "陈秀兰" in page
    answer = me.send(page_of(campaign_id), name=[str(one), str(two), str(three)])
    assert (answer.status_code, "最多选 2 位，现在选了 3 位" in answer.text) == (422, True)
    assert answer.text.count(" checked") == 3
    assert me.send(page_of(campaign_id)).status_code == 422
    page = me.send(page_of(campaign_id), name=[str(one), str(two)], follow=True).text
    assert "已投出" in page
    assert 'type="checkbox"' not in page
    assert "checked" not in page  # nothing tells for whom
    assert count(Ballot) == 1
    at(CLOSED + DAY)
    assert 'type="checkbox"' in me.open(page_of(campaign_id)).text


def test_pressed_again_from_an_old_page_the_first_counts(
    wechat_visitor: Visitor, house: House
) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    me = wechat_visitor.meet(identity())
    me.open(page_of(campaign_id))
    old = me.last
    me.send(page_of(campaign_id), name=str(one))
    me.last = old
    page = me.send(page_of(campaign_id), name=str(two), follow=True).text
    assert "以第一次的为准" in page
    assert count(Ballot) == 1


def test_who_does_not_follow_reads_what_to_do(wechat_visitor: Visitor, house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    me = wechat_visitor.meet(identity(following=False))
    page = me.open(page_of(campaign_id)).text
    assert "关注公众号以后才能投票" in page
    assert "发任意一句话" in page
    assert 'type="checkbox"' not in page
    assert me.send(page_of(campaign_id), name=str(one)).status_code == 403


def test_who_came_by_phone_is_led_to_wechat(visitor: Visitor, house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    me = visitor.sign_in(house.neighbour)
    assert "投票要在微信里进行" in me.open(page_of(campaign_id)).text
    assert me.send(page_of(campaign_id), name=str(one)).status_code == 403
    assert count(Ballot) == 0


def test_before_and_after_the_page_says_so(wechat_visitor: Visitor, house: House, at: At) -> None:
    campaign_id, _ = a_poll(house)
    me = wechat_visitor.meet(identity())
    assert "正在投票" in me.open(f"/campaigns/{campaign_id}").text
    at(ENDS)
    assert "投票已经结束" in me.open(page_of(campaign_id)).text  # the clock may be late
    arranging.advance(now=ENDS)
    assert "投票已经结束" in me.open(page_of(campaign_id)).text
    other = an_open_campaign(house)
    assert me.open(page_of(other)).status_code == 404
    arranging.arrange(
        house.administrator, other, a_plan(opens_at=ENDS, closes_at=ENDS + DAY), now=CLOSED
    )
    assert "还没有开始" in me.open(page_of(other)).text
    arranging.call_off(house.administrator, other, "系统故障", now=ENDS)
    assert "系统故障" in me.open(page_of(other)).text


def test_a_candidate_is_shown_as_she_or_her_guardian_allowed(
    wechat_visitor: Visitor, house: House
) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    child = the_case(one)
    child.age, child.show_name, child.unit = 12, False, "阳光小学"
    world.saved(child)
    me = wechat_visitor.meet(identity())
    page = me.open(page_of(campaign_id)).text
    assert "陈秀兰" not in page
    story = me.open(f"/h5/campaigns/{campaign_id}/candidates/{one}").text
    assert ("陈*" in story or "陈某" in story, "阳光小学" in story, "送饭" in story) == (
        True,
        False,
        True,
    )
    gone = the_case(two)
    gone.state = "withdrawn"
    world.saved(gone)
    assert me.open(f"/h5/campaigns/{campaign_id}/candidates/{two}").status_code == 404
    missing = f"/h5/campaigns/{campaign_id}/candidates/{one}/pictures/{one}"
    assert me.open(missing).status_code == 404


def test_a_volunteer_finds_the_vote_among_her_pages(visitor: Visitor, house: House) -> None:
    campaign_id, _ = a_poll(house)
    assert page_of(campaign_id) in visitor.sign_in(house.neighbour).open("/h5/nominations").text


def test_a_ballot_pressed_is_a_handful_of_statements(
    wechat_visitor: Visitor, house: House, statements: Counting
) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    me = wechat_visitor.meet(identity())
    me.open(page_of(campaign_id))
    session.commit()
    with statements() as seen:
        answer = me.send(page_of(campaign_id), name=[str(one), str(two)])
    assert answer.status_code == 303
    assert len(seen) <= 8, seen


def test_two_voters_read_the_names_in_another_order(wechat_visitor: Visitor, house: House) -> None:
    campaign_id, _ = a_poll(house, candidates=5)

    def order() -> tuple[str, ...]:
        page = wechat_visitor.meet(identity()).open(page_of(campaign_id)).text
        return tuple(re.findall(r'name="name" value="([^"]+)"', page))

    orders = {order() for _ in range(8)}
    assert len(orders) > 1
    assert {len(one) for one in orders} == {5}
