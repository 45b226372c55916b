"""Recommending people upward at the centre's desk."""

from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from docx import Document

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.nominations.upward import following
from app.domain.nominations.upward.following import FollowUp
from tests import world
from tests.domain.nominations.house import House, a_house, the_case
from tests.domain.nominations.test_the_way import OVER
from tests.domain.nominations.test_upward import ID_NUMBER, on_the_roll, recommended
from tests.entrypoints.console.conftest import Desk

FORM = {
    "level": "city",
    "title": "泰山好人",
    "sex": "",
    "headline": "给老人送饭三年",
    "deed": "她每天送饭。<&>",
    "recommender": "区文明办",
}


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def test_somebody_is_recommended_packed_and_answered(desk: Desk, house: House) -> None:
    case = on_the_roll(house)
    browser = desk(house.administrator)
    assert "还没有向上级推荐过" in browser.get("/console/recommendations").text
    url = f"/console/cases/{case}/recommend"
    assert "给独居老人送饭三年" in browser.get(url).text
    assert browser.post(url, data={**FORM, "title": ""}).status_code == 422
    at = browser.post(url, data=FORM).location
    assert "泰山好人" in browser.get(at).text
    assert browser.post(f"{at}/edit", data={**FORM, "sex": "女"}).status_code == 303
    answer = browser.post(f"{at}/package")
    with ZipFile(BytesIO(answer.data)) as packed:
        form = Document(BytesIO(packed.read(packed.namelist()[0])))
    assert "她每天送饭。<&>" in [one.text for one in form.paragraphs]
    day = {"outcome": "honoured", "on": "2026-11-20", "title": "泰山好人"}
    answer = browser.post(f"{at}/answer", data=day)
    assert (answer.status_code, "文件号" in answer.text) == (422, True)
    day["document_number"] = "泰文明办〔2026〕3 号"
    assert browser.post(f"{at}/answer", data=day).status_code == 303
    page = browser.get("/console/recommendations").text
    assert "入选" in page
    assert "泰山好人" in browser.get(f"/honours/{case}").text


def test_an_id_number_needs_a_word_of_its_own(desk: Desk, house: House) -> None:
    case = on_the_roll(house)
    made = recommended(house, case)
    asks = FollowUp(asks_id_number=True)
    following.settle(house.administrator, the_case(case).campaign_id, asks, now=OVER)
    browser = desk(house.administrator)
    url = f"/console/recommendations/{made}/package"
    assert "平台上没有" in browser.get(url).text
    assert "请先确认" in browser.post(url, data={}).text
    typed = {"with_id_number": "y", "id_number": "1"}
    assert "身份证号应为 18 位" in browser.post(url, data=typed).text
    answer = browser.post(url, data={**typed, "id_number": ID_NUMBER})
    assert answer.mimetype == "application/zip"


def test_a_campaign_says_what_follows_it(desk: Desk, house: House) -> None:
    case = on_the_roll(house)
    campaign = the_case(case).campaign_id
    browser = desk(house.administrator)
    url = f"/console/campaigns/{campaign}/follow-up"
    assert "{类别}+{单位}+{姓名}+{序号}" in browser.get(url).text
    bad = {"photo_pattern": "照片"}
    assert "要有 {序号}" in browser.post(url, data=bad).text
    good = {"photo_pattern": "{姓名}{序号}", "benefits": "免费乘公交\n"}
    assert browser.post(url, data=good).status_code == 303
    assert following.follow_up(campaign).benefits == ("免费乘公交",)


def test_only_the_centre_recommends_upward(desk: Desk, house: House) -> None:
    made: UUID = recommended(house, on_the_roll(house))
    for staff in (house.clerk, house.manager, world.staff(Role.AUDITOR, at=house.centre)):
        assert desk(staff).get(f"/console/recommendations/{made}").status_code == 403
        assert desk(staff).post(f"/console/recommendations/{made}/package").status_code == 403
