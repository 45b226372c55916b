"""A campaign's poster to print and to pass on."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from app.adapters import papers
from app.domain import reactions
from app.domain.nominations import campaign_queries, campaigns
from app.entrypoints.console.posters import TEMPLATE, poster_facts
from tests.conftest import NOON
from tests.domain.nominations.house import PLAN, House, a_house, an_open_campaign
from tests.entrypoints.console.conftest import Desk


@pytest.fixture
def house(desk: Desk) -> House:
    reactions.connect()
    return a_house()


def test_a_poster_is_one_page_and_says_who_and_until_when(
    application: Flask, desk: Desk, house: House
) -> None:
    about = "请把您身边的好人告诉我们：他是谁，什么时候、在哪里、做了什么。" * 25
    campaign_id = an_open_campaign(house, about=about)
    url = f"/console/campaigns/{campaign_id}"
    browser = desk(house.clerk)
    assert "poster.pdf" in browser.get(url).text
    answer = browser.get(f"{url}/poster.pdf")
    assert answer.mimetype == "application/pdf"
    found = campaign_queries.campaign(campaign_id, house.clerk)
    with application.test_request_context():
        facts = poster_facts(found)
    assert ["什么事", "近 5 年的事迹"] in facts["lines"]  # type: ignore[operator]
    assert len(papers.pictures(TEMPLATE, facts, now=NOON)) == 1  # whatever is written
    picture = Image.open(BytesIO(browser.get(f"{url}/poster.png").data))
    assert (picture.format, picture.size) == ("PNG", (1240, 1754))


def test_a_draft_has_no_poster(desk: Desk, house: House) -> None:
    made = campaigns.draft(house.administrator, PLAN, now=NOON)
    browser = desk(house.administrator)
    assert browser.get(f"/console/campaigns/{made}/poster.pdf").status_code == 404
    assert browser.get(f"/console/campaigns/{made}/poster.png").status_code == 404


def test_a_campaign_passed_on_has_a_card(desk: Desk, house: House) -> None:
    campaign_id = an_open_campaign(house)
    browser = desk(house.clerk)
    page = browser.get(f"/campaigns/{campaign_id}").text
    assert f"/campaigns/{campaign_id}/share.png" in page
    assert 'property="og:title"' in page
    assert browser.get(f"/campaigns/{campaign_id}/share.png").mimetype == "image/png"
