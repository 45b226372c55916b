"""Campaigns and cases in the console: announced, reviewed by three desks, noticed, published."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.nominations import (
    campaign_queries,
    campaigns,
    objecting,
    public_notice,
    queries,
    scoring_setup,
)
from app.domain.nominations.objecting import Said
from app.domain.nominations.scoring_rules import ScoringWanted
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    House,
    a_house,
    an_open_campaign,
    in_notice,
    nominated,
    the_case,
)
from tests.domain.nominations.test_the_way import CLUE, OVER
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo

FORM = {
    "kind": "good_person",
    "title": "第四季度身边好人推选",
    "about": "请推荐身边的好人",
    "categories": ["助人为乐", "孝老爱亲"],
    "residents_only": "y",
    "deed_within_years": "5",
    "opens_at": "2026-11-23T08:00",
    "closes_at": "2026-12-03T18:00",
    "levels": ["station", "centre"],
    "notice_working_days": "5",
    "quota": "3",
}


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def test_a_campaign_is_drafted_changed_and_announced(desk: Desk, house: House) -> None:
    browser = desk(house.administrator)
    assert "还没有推选" in browser.get("/console/campaigns").text
    assert 'value="5"' in browser.get("/console/campaigns/new").text
    answer = browser.post("/console/campaigns/new", data={**FORM, "title": "好人表彰"})
    assert answer.status_code == 422
    assert "须有批准的表彰项目" in answer.text
    url = browser.post("/console/campaigns/new", data=FORM).location
    assert "还是草稿" in browser.get(url).text
    answer = browser.post(f"{url}/edit", data={**FORM, "quota": "4"})
    assert answer.status_code == 303
    assert "第四季度" in browser.get(f"{url}/edit").text
    page = browser.post(f"{url}/announce", follow_redirects=True).text
    assert "正在收推荐" in page
    assert "code.svg" in page
    assert browser.post(f"{url}/withdraw", data={"reason": ""}).status_code == 422
    assert browser.post(f"{url}/withdraw", data={"reason": "本季不办"}).status_code == 303
    assert "本季不办" in browser.get(url).text


def test_a_case_goes_over_three_desks_to_the_roll(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    url = f"/console/cases/{case_id}"
    clerk = desk(house.clerk)
    assert "陈秀兰" in clerk.get("/console/cases").text
    page = clerk.get(url).text
    assert "13900001111" in page
    assert decide(clerk, url, "return", "").status_code == 422
    assert decide(clerk, url, "pass", "属实").status_code == 303
    page = decide(clerk, url, "pass", "").text
    assert "这份推荐正由实践所审核处理" in page
    assert decide(desk(house.manager), url, "pass", "").status_code == 303
    assert decide(desk(house.administrator), url, "pass", "").status_code == 303
    word = {"agreed": "yes", "show_name": "y", "how": "电话征求"}
    assert clerk.post(f"{url}/consent", data=word).status_code == 303
    assert "三年来每天" in clerk.get(f"{url}/story").text
    bad = {"headline": "送饭", "story": "电话 13812345678"}
    assert "电话号码" in clerk.post(f"{url}/story", data=bad).text
    good = {"headline": "给老人送饭三年", "story": "她每天送饭。"}
    assert clerk.post(f"{url}/story", data=good).status_code == 303
    campaigns.advance(now=CLOSED)
    publish_and_revoke(desk, house, campaign, case_id)


def publish_and_revoke(desk: Desk, house: House, campaign: UUID, case_id: UUID) -> None:
    url, at = f"/console/cases/{case_id}", f"/console/campaigns/{campaign}"
    administrator = desk(house.administrator)
    assert "公示中" in administrator.post(f"{at}/publish", follow_redirects=True).text
    public_notice.end_notices(now=OVER)
    page = administrator.post(f"{at}/conclude", follow_redirects=True).text
    assert "已发布到好人榜" in page
    assert "给老人送饭三年" in desk(house.clerk).get("/honours").text
    assert administrator.post(f"{url}/revoke", data={"reason": "有误"}).status_code == 303
    assert the_case(case_id).state == "revoked"
    assert "有误" in administrator.get(url).text


def decide(browser: FlaskClient, url: str, decision: str, words: str) -> TestResponse:
    return browser.post(f"{url}/decide", data={"decision": decision, "words": words})


def test_what_cannot_be_done_yet_is_told_on_the_page(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    nominated(house, campaign)
    campaigns.advance(now=CLOSED)
    at = f"/console/campaigns/{campaign}"
    page = desk(house.administrator).post(f"{at}/publish", follow_redirects=True).text
    assert "还有 1 份推荐没有审完" in page


def test_after_a_decision_the_next_case_is_there(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    first = nominated(house, campaign).id
    second = nominated(house, campaign, name="王建国").id
    browser = desk(house.clerk)
    answer = decide(browser, f"/console/cases/{first}", "pass", "")
    assert answer.location.endswith(str(second))
    answer = decide(browser, f"/console/cases/{second}", "reject", "查无此事")
    assert answer.location == "/console/cases"
    assert "王建国" in browser.get("/console/cases?state=rejected").text


def test_staff_name_somebody_for_a_resident(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    browser = desk(house.clerk)
    url = f"/console/campaigns/{campaign}/nominate"
    assert "代人推荐" in browser.get(url).text
    typed = {
        "for_name": "刘大爷",
        "name": "陈秀兰",
        "age": "45",
        "unit": "阳光社区",
        "place_id": str(house.station.id),
        "lives_here": "y",
        "category": "助人为乐",
        "deed": "三年来每天给楼上独居的老人送饭，风雨无阻。",
        "deed_on": "2026-10-20",
    }
    assert browser.post(url, data={**typed, "age": ""}).status_code == 422
    page = browser.post(url, data=typed, follow_redirects=True).text
    assert "刘大爷" in page
    answer = decide(browser, f"/console/cases/{only_case()}", "pass", "")
    assert (answer.status_code, "不能处理它" in answer.text) == (403, True)


def only_case() -> UUID:
    [row] = queries.cases(EVERYWHERE).items
    return row.id


def test_an_objection_is_answered_by_somebody_else(desk: Desk, house: House) -> None:
    campaign, case_id = in_notice(house)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    url = f"/console/case-objections/{said}"
    involved = desk(house.administrator)
    assert CLUE in involved.get(url).text
    assert involved.post(url, data={"text": "已核实"}).status_code == 403
    other = desk(house.colleague)
    assert other.post(url, data={"text": ""}).status_code == 422
    assert other.post(url, data={"text": "已核实，不属实", "upheld": "y"}).status_code == 303
    assert "异议成立，已撤下" in other.get(f"/console/cases/{case_id}").text


def test_more_than_the_quota_are_left_out_with_a_reason(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    row = the_case(case_id)
    row.state = "passed"
    world.saved(row)
    url = f"/console/cases/{case_id}/leave-out"
    browser = desk(house.administrator)
    assert browser.get(url).status_code == 200
    assert browser.post(url, data={"reason": "名额有限"}).status_code == 303
    assert the_case(case_id).state == "not_chosen"


def test_an_auditor_sees_no_phones_and_decides_nothing(desk: Desk, house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    browser = desk(world.staff(Role.AUDITOR, at=house.centre))
    page = browser.get(f"/console/cases/{case_id}").text
    assert "证明人 1 位" in page
    assert not re.search(r"139\d{8}", page)


def test_a_campaign_of_another_day_is_seen_by_all_staff(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    page = desk(house.clerk).get(f"/console/campaigns/{campaign}").text
    assert "近 5 年" in page
    assert campaign_queries.open_now(clock.now())[0].id == campaign
    assert campaign_queries.open_now(NOON + timedelta(days=30)) == []


def test_a_relation_hides_nothing_and_leaves_the_case_to_others(desk: Desk, house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    url = f"/console/cases/{case_id}"
    browser = desk(house.clerk)
    assert "我的表嫂" in browser.get(f"{url}/relation").text
    assert browser.post(f"{url}/relation", data={"words": ""}).status_code == 422
    assert browser.post(f"{url}/relation", data={"words": "我的表嫂"}).status_code == 303
    assert "您声明过和被推荐人的关系（我的表嫂）" in browser.get(url).text
    assert decide(browser, url, "pass", "").status_code == 403


def test_a_visit_with_a_photo_is_for_reviewers(desk: Desk, house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    url = f"/console/cases/{case_id}"
    browser = desk(house.clerk)
    typed = {"visited_on": "2026-11-22", "met": "在 3 号楼见了李奶奶", "words": ""}
    photo = {"pictures": (BytesIO(a_photo()), "a.jpg")}
    page = browser.post(f"{url}/visit", data={**typed, **photo})
    assert page.status_code == 422
    kept = re.search(r'name="kept_pictures" value="([^"]+)"', page.text)
    assert kept
    assert browser.get(f"/console/cases/visit-pictures/{kept[1]}").mimetype == "image/jpeg"
    whole = {**typed, "words": "情况属实", "kept_pictures": kept[1]}
    assert browser.post(f"{url}/visit", data=whole).status_code == 303
    page = browser.get(url).text
    assert "情况属实" in page
    assert f"/visits/{kept[1]}" in page
    assert browser.get(f"{url}/visits/{kept[1]}").mimetype == "image/jpeg"
    auditor = desk(world.staff(Role.AUDITOR, at=house.centre))
    page = auditor.get(url).text
    assert "情况属实" not in page
    assert "实地走访" in page
    assert auditor.get(f"{url}/visits/{kept[1]}").status_code == 403
    other = desk(world.staff(at=world.a_station(house.office)))
    assert other.get(f"{url}/visits/{kept[1]}").status_code == 404


def test_somebody_from_elsewhere_is_asked_and_answers(desk: Desk, house: House) -> None:
    campaign, case_id = in_notice(house)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=CLOSED)
    far = world.staff(at=world.a_station(world.an_office(house.centre)), name="远处的人")
    answer_url = f"/console/case-objections/{said}"
    assert desk(far).get(answer_url).status_code == 404
    assert desk(house.clerk).get(answer_url).status_code == 403
    centre = desk(house.administrator)
    url = f"{answer_url}/answerer"
    page = centre.get(f"{url}?q=远处").text
    assert "远处的人" in page
    assert "站里小王" not in page
    assert "没有找到可以请的人" in centre.get(f"{url}?q=没有这个人").text
    assert centre.post(url, data={"staff_id": str(far.id)}).status_code == 303
    assert "请远处的人答复" in centre.get(f"/console/cases/{case_id}").text
    browser = desk(far)
    assert "中心请您答复异议" in browser.get("/console/cases").text
    page = browser.get(answer_url).text
    assert CLUE in page
    assert "李奶奶" in page
    assert browser.get(f"/console/cases/{case_id}").status_code == 404
    answer = browser.post(answer_url, data={"text": "已核实，不属实"})
    assert answer.location == "/console/cases"
    assert "中心请您答复异议" not in browser.get("/console/cases").text


def test_experts_are_named_and_score_each_for_herself(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    far = world.staff(at=world.a_station(world.an_office(house.centre)), name="专家甲")
    near = world.staff(Role.OFFICE_MANAGER, at=house.office, name="专家乙")
    centre = desk(house.administrator)
    url = f"/console/campaigns/{campaign}/experts"
    assert "事迹突出" in centre.get(url).text
    wanted = {"criteria": "事迹\n影响", "most_points": "10", "method": "average"}
    page = centre.post(url, data={**wanted, "station_experts": "nobody"})
    assert (page.status_code, "没有用户名是“nobody”" in page.text) == (422, True)
    names = f"{far.username}\n{near.username}"
    assert centre.post(url, data={**wanted, "station_experts": names}).status_code == 303
    assert far.username in centre.get(url).text
    page = decide(desk(house.clerk), f"/console/cases/{case_id}", "pass", "")
    assert (page.status_code, "专家还在评分" in page.text) == (409, True)
    assert desk(house.clerk).get(f"/console/cases/{case_id}/score").status_code == 404
    two_score(desk, house, case_id, far, near)


def two_score(desk: Desk, house: House, case_id: UUID, far: Staff, near: Staff) -> None:
    score_url = f"/console/cases/{case_id}/score"
    browser = desk(far)
    assert "有 1 份推荐等您评分" in browser.get("/console/cases").text
    assert "陈秀兰" in browser.get("/console/scoring").text
    assert "13900001111" not in browser.get(score_url).text
    assert browser.post(score_url, data={"points_0": "9"}).status_code == 422
    given = {"points_0": "9", "points_1": "8", "note": "事迹感人"}
    assert browser.post(score_url, data=given).location == "/console/scoring"
    assert "没有等您评分的推荐" in browser.get("/console/scoring").text
    assert 'value="9"' in browser.get(score_url).text
    page = desk(house.clerk).get(f"/console/cases/{case_id}").text
    assert "已评 1 位，还等 1 位" in page
    assert "事迹感人" not in page
    leave = {"action": "recuse", "note": "同乡"}
    assert desk(near).post(score_url, data=leave).status_code == 303
    page = desk(house.clerk).get(f"/console/cases/{case_id}").text
    assert "17.00 / 20" in page
    assert "事迹感人" in page


def test_the_lead_ends_scoring_on_a_page(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    far = world.staff(at=world.a_station(world.an_office(house.centre)))
    wanted = ScoringWanted(("事迹",), 10, "average", {"station": (far.id,)})
    scoring_setup.plan_scoring(house.administrator, campaign, wanted, now=NOON)
    browser = desk(house.administrator)
    url = f"/console/cases/{case_id}/close-scoring"
    assert "提前结束对陈秀兰的评分" in browser.get(url).text
    assert browser.post(url, data={"reason": "专家出差"}).status_code == 303
    page = browser.get(f"/console/cases/{case_id}").text
    assert "没有人评分" in page
    assert "专家出差" in page


def test_the_same_person_is_joined_from_the_page_or_told_apart(desk: Desk, house: House) -> None:
    campaign = an_open_campaign(house)
    first = nominated(house, campaign).id
    other = world.a_volunteer(house.station, name="另一位邻居")
    second = nominated(house, campaign, other, unit="阳光社区居民").id
    third = nominated(house, campaign, other, unit="阳光社区三号楼").id
    browser = desk(house.clerk)
    url = f"/console/cases/{first}"
    assert browser.get(url).text.count("可能是同一个人") == 2
    apart = {"other": str(third), "same": "0"}
    assert browser.post(f"{url}/join", data=apart).status_code == 303
    assert browser.get(url).text.count("可能是同一个人") == 1
    same = {"other": str(second), "same": "1"}
    page = browser.post(f"{url}/join", data=same, follow_redirects=True).text
    assert "已并成一份" in page
    assert "另一位邻居" in page
    assert "已并入另一份推荐" in browser.get(f"/console/cases/{second}").text
    assert browser.post(f"{url}/join", data={}).status_code == 404
