"""What everybody reads of good persons, and what anybody can say against one."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain import reactions
from app.domain.nominations import answering, public_notice, queries
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from tests.domain.nominations.house import CLOSED, House, a_house, an_open_campaign, in_notice
from tests.domain.nominations.test_the_way import CLUE, OVER
from tests.photographs import a_photo

At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    return turn


@pytest.fixture
def house(application: Flask, at: At, monkeypatch: pytest.MonkeyPatch) -> House:
    reactions.connect()
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    at(CLOSED)
    return a_house()


@pytest.fixture
def browser(application: Flask) -> FlaskClient:
    return application.test_client()


def published(house: House) -> tuple[UUID, UUID]:
    campaign, case_id = in_notice(house)
    public_notice.end_notices(now=OVER)
    public_notice.conclude(house.administrator, campaign, now=OVER)
    return campaign, case_id


def words_on(page: str) -> str:
    """What a reader sees: without tags, and so without addresses and tokens."""
    return re.sub(r"<[^>]*>", " ", page)


def test_a_poster_leads_to_the_campaign(browser: FlaskClient, house: House, at: At) -> None:
    campaign = an_open_campaign(house)
    at(CLOSED - timedelta(days=1))
    page = browser.get(f"/campaigns/{campaign}").text
    assert f"/h5/campaigns/{campaign}/nominate" in page
    assert browser.get(f"/campaigns/{campaign}/code.svg").mimetype == "image/svg+xml"
    assert "正在收推荐" in browser.get("/honours").text


def test_the_notice_shows_what_may_be_public_and_no_more(
    browser: FlaskClient, house: House
) -> None:
    campaign, _ = in_notice(house)
    page = browser.get(f"/campaigns/{campaign}").text
    assert "给独居老人送饭三年" in page
    for private in ("13900001111", "李奶奶", "45岁", "45 岁", "风雨无阻"):
        assert private not in page
    assert "45" not in words_on(page)  # her age; an address or a token may hold any digits


def test_an_objection_without_a_name_needs_a_clue_and_gets_an_answer(
    browser: FlaskClient, house: House
) -> None:
    campaign, case_id = in_notice(house)
    url = f"/campaigns/{campaign}/1/objection"
    assert "陈秀兰" in browser.get(url).text
    answer = browser.post(url, data={"text": "不对"})
    assert (answer.status_code, "线索" in answer.text) == (422, True)
    answer = browser.post(url, data={"text": CLUE})
    assert answer.status_code == 303
    assert "正在核实" in browser.get(answer.location).text
    [said] = queries.case(case_id, EVERYWHERE).objections
    assert (said.text, said.name) == (CLUE, "")
    assert browser.get(f"/campaigns/{campaign}/2/objection").status_code == 404


def test_after_the_notice_nothing_is_taken(browser: FlaskClient, house: House, at: At) -> None:
    campaign, _ = in_notice(house)
    at(OVER)
    url = f"/campaigns/{campaign}/1/objection"
    assert "公示已经结束" in browser.get(url).text
    assert browser.post(url, data={"text": CLUE}).status_code == 404
    assert "提意见</a>" not in browser.get(f"/campaigns/{campaign}").text


def test_the_roll_and_a_story_that_can_be_passed_on(browser: FlaskClient, house: House) -> None:
    _, case_id = published(house)
    assert "给独居老人送饭三年" in browser.get("/honours?category=助人为乐").text
    assert "还没有发布的好人" in browser.get("/honours?category=见义勇为").text
    page = browser.get(f"/honours/{case_id}").text
    assert 'property="og:title" content="陈秀兰：给独居老人送饭三年"' in page
    assert browser.get(f"/honours/{case_id}/share.png").mimetype == "image/png"
    public_notice.revoke(house.administrator, case_id, "事迹有误", now=OVER)
    assert browser.get(f"/honours/{case_id}").status_code == 404
    assert "给独居老人送饭三年" not in browser.get("/honours").text


def test_a_draft_of_a_campaign_is_nobodys_business(browser: FlaskClient, house: House) -> None:
    assert browser.get(f"/campaigns/{house.centre.id}").status_code == 404


def test_evidence_comes_along_and_survives_a_mistake(browser: FlaskClient, house: House) -> None:
    campaign, case_id = in_notice(house)
    url = f"/campaigns/{campaign}/1/objection"
    photo = {"pictures": (BytesIO(a_photo()), "a.jpg")}
    page = browser.post(url, data={"text": "不对", **photo}).text
    kept = re.search(r'name="kept_pictures" value="([^"]+)"', page)
    assert kept
    assert browser.get(f"/objections/pictures/{kept[1]}").mimetype == "image/jpeg"
    stranger = browser.application.test_client()
    assert stranger.get(f"/objections/pictures/{kept[1]}").status_code == 404
    answer = browser.post(url, data={"text": CLUE, "kept_pictures": kept[1]})
    assert answer.status_code == 303
    [said] = queries.case(case_id, EVERYWHERE).objections
    assert [str(one) for one in answering.pictures_of(said.id)] == [kept[1]]
    assert browser.get(f"/objections/pictures/{kept[1]}").status_code == 404  # no longer hers


def test_what_is_no_picture_is_no_evidence(browser: FlaskClient, house: House) -> None:
    campaign, case_id = in_notice(house)
    wrong = {"text": CLUE, "pictures": (BytesIO(b"not a picture"), "a.jpg")}
    answer = browser.post(f"/campaigns/{campaign}/1/objection", data=wrong)
    assert (answer.status_code, CLUE in answer.text) == (422, True)
    assert queries.case(case_id, EVERYWHERE).objections == ()
