"""A neighbour votes on her phone, another must follow first; a third knows somebody good."""

from datetime import timedelta

from app.domain.nominations.clues import queries as clues
from app.domain.nominations.clues import settling
from app.domain.nominations.polls import counting
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from tests.domain.nominations.house import CLOSED, a_house
from tests.domain.nominations.voting_house import ENDS, a_poll, the_poll
from tests.stories.house import House, wait_for
from tests.stories.people import Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = CLOSED + timedelta(hours=1)


def test_one_votes_one_follows_first_and_one_writes_a_line(house: House) -> None:
    house.set_clock(MORNING)
    district = a_house()
    campaign_id, (one, two, _) = a_poll(district)
    paper = f"/h5/campaigns/{campaign_id}/vote"
    voter, late = Phone(house, "张桂英", "13800009001"), Phone(house, "李建国", "13800009002")
    voter.follow()
    assert "投票结果仅供参考" in voter.open(paper).text  # signed in silently, never registered
    assert "最多选 2 位" in voter.send("data-most", name=standing(voter)).text
    assert "已投出" in voter.send("data-most", name=[str(one), str(two)]).text
    assert 'type="checkbox"' not in voter.open(paper).html
    assert "关注公众号以后才能投票" in late.open(paper).text
    late.follow()
    late.open(paper)
    assert "已投出" in late.send("data-most", name=str(two)).text

    giver = a_volunteer(house, district.station, "王秀英", "13800009003")
    assert "线索已收到" in giver.write("我知道一位好人：门口修车的老李，十年没收过老人的钱")
    [line] = clues.clues(EVERYWHERE, state="waiting").items
    settling.decline(district.clerk, line.id, "请再告诉我们他在哪个门口", now=MORNING)
    assert "请再告诉我们他在哪个门口" in giver.open("/h5/clues").text
    assert "您的线索有答复了" in giver.open("/h5/messages").text

    house.set_clock(ENDS + timedelta(minutes=1))
    wait_for(_closed, "the poll's end", house.log, 30)
    assert "投票已经结束" in voter.open(paper).text
    found = counting.result_for_staff(district.administrator, campaign_id)
    assert [(line.name, line.votes) for line in found.lines][:2] == [("王建国", 2), ("陈秀兰", 1)]
    session.rollback()


def standing(voter: Phone) -> list[str]:
    """Everybody on the paper."""
    assert voter.page is not None
    return [part.split('"', 1)[0] for part in voter.page.html.split('name="name" value="')[1:]]


def _closed() -> bool:
    session.rollback()
    return the_poll().state == "closed"
