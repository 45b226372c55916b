"""Two neighbours are nominated; three levels review; one comes on the roll, and off it again.

All over HTTP: residents by WeChat's browser, staff at their desks, the worker turns what the clock
turns. The connection is lost while the deed is being typed; one case is returned; of two objections
one is dismissed and one upheld, each by somebody who had no part in the case.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.photographs import a_photo
from tests.stories.house import House, answers, wait_for
from tests.stories.people import Browser, Desk, Page, Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
PASSWORD = "Sunshine-2026-good"
DEED = "三年来她每天给楼上独居的李奶奶送饭、买药、修水电，风雨无阻，从没收过一分钱。"
MORE = "李奶奶的女儿也可以证明。"
STORY = "她每天给楼上的老人送饭，三年里从没断过。"
CLUE = "十月二十日那天他在外地打工，村口小卖部的老板可以作证。"
CAMPAIGN = {
    "kind": "good_person",
    "title": "第四季度身边好人推选",
    "about": "请推荐身边的好人",
    "categories": ["助人为乐", "孝老爱亲"],
    "residents_only": "y",
    "holders_out": "y",
    "deed_within_years": "5",
    "opens_at": "2026-11-23T08:00",
    "closes_at": "2026-11-24T18:00",
    "levels": ["station", "office", "centre"],
    "notice_working_days": "5",
    "quota": "3",
}


@dataclass(frozen=True)
class District:
    """The places, and who signs in there."""

    house: House
    station: Place

    def desk(self, username: str) -> Desk:
        return Desk(self.house, username, PASSWORD)


def a_district(house: House) -> District:
    house.set_clock(MORNING)
    centre = world.a_centre()
    office = world.an_office(centre)
    station = world.a_station(office)
    for username, role, place in (
        ("clerk", Role.STATION_CLERK, station),
        ("office", Role.OFFICE_MANAGER, office),
        ("centre", Role.CENTRE_ADMINISTRATOR, centre),
        ("centre2", Role.CENTRE_ADMINISTRATOR, centre),
    ):
        world.staff_who_signs_in(username, PASSWORD, role=role, at=place)
    return District(house, station)


def a_campaign(desk: Desk) -> str:
    """Drafted and announced at the centre; its id."""
    desk.open("/console/campaigns/new")
    page = desk.send('name="notice_working_days"', **CAMPAIGN)
    assert "还是草稿" in page.text, page.text[:800]
    page = desk.send("/announce")
    assert "正在收推荐" in page.text, page.text[:800]
    return page.url.rpartition("/")[2]


def typed(district: District, name: str, **more: object) -> dict[str, object]:
    """What somebody fills in about a good person."""
    return {
        "name": name,
        "age": "45",
        "unit": "阳光社区",
        "place_id": str(district.station.id),
        "lives_here": "y",
        "category": "助人为乐",
        "deed": DEED,
        "deed_on": "2026-10-20",
        "witness_1": "李奶奶",
        "witness_1_phone": "13900001111",
        **more,
    }


def type_until_the_connection_is_lost(phone: Phone, district: District, campaign: str) -> None:
    """The page saves by itself as one types; then the server is gone, and the page with it."""
    page = phone.open(f"/h5/campaigns/{campaign}/nominate")
    half = {**page.form("data-draft"), "name": "陈秀兰", "deed": DEED[:20]}
    address = f"/h5/campaigns/{campaign}/draft"
    answer = phone.session.post(
        f"{phone.root}{address}", data=half, headers={"Referer": page.url}, timeout=30
    )
    assert "已自动保存" in answer.json()["message"], answer.text[:300]
    house = district.house
    house.kill("web")
    assert not answers(f"{house.app_url}/readyz")
    house.start("web")
    wait_for(lambda: answers(f"{house.app_url}/readyz"), "the app again", house.log)


def nominate(phone: Phone, district: District, campaign: str, **fields: object) -> str:
    """Fill in the rest and send it; the id of the case."""
    page = phone.open(f"/h5/campaigns/{campaign}/nominate")
    assert "我推荐的" not in page.text
    page = phone.send("data-draft", action="send", **fields)
    assert "推荐已提交" in page.text, page.text[:800]
    return page.url.rpartition("/")[2]


def decide(desk: Desk, case: str, decision: str, words: str = "") -> Page:
    desk.open(f"/console/cases/{case}")
    return desk.send("/decide", decision=decision, words=words)


def test_from_a_neighbours_words_to_the_roll_and_off_it(house: House) -> None:
    district = a_district(house)
    neighbour, hero, objector = (
        a_volunteer(house, district.station, name, f"1381234570{digit}")
        for digit, name in enumerate(("热心邻居", "陈秀兰", "赵云"))
    )
    centre = district.desk("centre")
    campaign = a_campaign(centre)

    type_until_the_connection_is_lost(neighbour, district, campaign)
    page = neighbour.open(f"/h5/campaigns/{campaign}/nominate")
    assert DEED[:20] in page.text
    assert 'value="陈秀兰"' in page.html
    number = number_of("陈秀兰")
    case = nominate(neighbour, district, campaign, **typed(district, "陈秀兰", number=number))
    other = nominate(objector, district, campaign, **typed(district, "王建国"))

    clerk, office = district.desk("clerk"), district.desk("office")
    returned_and_amended(neighbour, clerk, case)
    she_agrees(hero, case)
    reviewed(clerk, office, centre, case, other)

    house.set_clock(MORNING + timedelta(days=2))
    in_notice(district, campaign)
    objections(district, objector, campaign)
    house.turn_clock(timedelta(days=9))
    on_the_roll_and_off_it(district, hero, campaign, case)


def number_of(name: str) -> str:
    session.rollback()
    return session.scalars(select(Volunteer.number).where(Volunteer.name == name)).one()


def returned_and_amended(phone: Phone, clerk: Desk, case: str) -> None:
    """The station asks for more; the nominator is told, adds it, and it comes back."""
    page = decide(clerk, case, "return")
    assert "请写明缺什么材料" in page.text
    decide(clerk, case, "return", "请补充证明人")
    assert "需要补充" in phone.wait_for_notices(1)[-1]
    page = phone.open(f"/h5/nominations/{case}")
    assert "请补充证明人" in page.text
    page = phone.send(
        "amend-",
        deed=DEED + MORE,
        deed_on="2026-10-20",
        witness_1="李奶奶的女儿",
        witness_1_phone="13900002222",
    )
    assert "重新进入审核" in page.text, page.text[:800]


def she_agrees(hero: Phone, case: str) -> None:
    """She is asked by WeChat, and says that her name may be shown."""
    assert "第四季度身边好人推选" in hero.wait_for_notices(1)[0]
    page = hero.open("/h5/nominations")
    hero.open(page.link(f"{case}/consent"))
    page = hero.send('name="answer"', answer="yes", show_name="y")
    assert "已记下您的意见" in page.text, page.text[:800]


def reviewed(clerk: Desk, office: Desk, centre: Desk, case: str, other: str) -> None:
    """Three desks, three people; nobody twice. The clerk writes what the public reads."""
    assert MORE in clerk.open(f"/console/cases/{case}").text
    page = decide(clerk, case, "pass", "入户了解，情况属实")
    assert "王建国" in page.text  # the next one that waits
    page = decide(clerk, case, "pass")
    assert "正由实践所审核处理" in page.text
    decide(clerk, other, "pass")
    for desk in (office, centre):
        for one in (case, other):
            decide(desk, one, "pass")
    clerk.open(f"/console/cases/{other}/consent")
    clerk.send('name="how"', agreed="yes", show_name="y", how="电话征求，本人同意")
    for one, headline in ((case, "给独居老人送饭三年"), (other, "义务修车十年")):
        clerk.open(f"/console/cases/{one}/story")
        page = clerk.send('name="headline"', headline=headline, story="电话 13812345678")
        assert "公开的文字不能有电话号码" in page.text
        page = clerk.send('name="headline"', headline=headline, story=STORY)
        assert "通过终审" in page.text, page.text[:800]


def in_notice(district: District, campaign: str) -> None:
    """The clock has closed the campaign; the centre publishes who passed."""
    centre = district.desk("centre")
    address = f"/console/campaigns/{campaign}"
    wait_for(lambda: "审核中" in centre.open(address).text, "the closing", district.house.log)
    page = centre.send("/publish")
    assert "已开始公示" in page.text, page.text[:800]


def objections(district: District, objector: Phone, campaign: str) -> None:
    """One unsigned, with a photo, against the second; one of a volunteer against the first."""
    stranger = Browser(district.house.app_url)
    page = stranger.open(f"/campaigns/{campaign}")
    lines = dict(re.findall(r"<h2>(\d+)\. (\S+) <small>", page.html))
    numbers = {name: number for number, name in lines.items()}
    assert set(numbers) == {"陈秀兰", "王建国"}
    page = stranger.open(f"/campaigns/{campaign}/{numbers['王建国']}/objection")
    answer = stranger.session.post(
        page.url,
        data={**page.form('name="text"'), "text": CLUE},
        files={"pictures": ("evidence.jpg", BytesIO(a_photo()), "image/jpeg")},
        headers={"Referer": page.url},
        timeout=30,
    )
    reply = answer.url
    assert "正在核实" in Page(answer).text, Page(answer).text[:800]
    objector.open(f"/campaigns/{campaign}/{numbers['陈秀兰']}/objection")
    page = objector.send('name="text"', text="没听说过这件事")
    assert "已收到" in page.text, page.text[:800]
    answered_by_somebody_else(district)
    assert "意见成立，已撤下" in stranger.open(reply).text
    wait_for(lambda: "不成立" in objector.open(page.url).text, "the answer", district.house.log)


def answered_by_somebody_else(district: District) -> None:
    """Who reviewed may not answer; the other administrator does."""
    centre, second = district.desk("centre"), district.desk("centre2")
    for nominee, upheld, words in (
        ("王建国", {"upheld": "y"}, "已核实，情况不属实"),
        ("陈秀兰", {}, "已入户核实，情况属实"),
    ):
        page = second.open("/console/cases?state=in_notice&level=all")
        case = re.search(rf'href="(/console/cases/[^"]+)">{nominee}', page.html)
        assert case, page.text[:800]
        address = second.open(case[1]).link("/console/case-objections/")
        centre.open(address)
        page = centre.send('name="text"', text=words, **upheld)
        assert "异议须由没有参与的人答复" in page.text, page.text[:800]
        page = second.open(address)
        if upheld:
            assert "/pictures/" in page.html
        page = second.send('name="text"', text=words, **upheld)
        assert "已答复" in page.text, page.text[:800]


def on_the_roll_and_off_it(district: District, hero: Phone, campaign: str, case: str) -> None:
    """What is left after the notice is published, and one day taken back with a reason."""
    centre = district.desk("centre")
    address = f"/console/campaigns/{campaign}"
    wait_for(lambda: "公示期满" in centre.open(address).text, "the end", district.house.log)
    page = centre.send("/conclude")
    assert "已发布到好人榜" in page.text, page.text[:800]
    stranger = Browser(district.house.app_url)
    page = stranger.open("/honours")
    assert "陈秀兰" in page.text
    assert "王建国" not in page.text
    page = stranger.open(f"/honours/{case}")
    assert STORY in page.text
    assert stranger.session.get(f"{page.url}/share.png", timeout=30).content[:4] == b"\x89PNG"
    assert "好人榜" in hero.wait_for_notices(2)[-1]

    centre.open(f"/console/cases/{case}/revoke")
    page = centre.send('name="reason"', reason="事迹核实有误")
    assert "已撤销" in page.text, page.text[:800]
    assert stranger.open(f"/honours/{case}").status == 404
    assert "陈秀兰" not in stranger.open("/honours").text
    assert "变动" in hero.wait_for_notices(3)[-1]
    page = hero.open("/h5/nominations")
    assert "事迹核实有误" in page.text
