"""The roll on a big screen, the card to pass on, and what came back from above beside the story."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.domain.messaging import credentials
from app.domain.messaging.credentials import SharedCredential
from app.domain.nominations import public_notice
from app.domain.nominations.upward import recommending
from app.domain.nominations.upward.rules import Answer
from tests.domain.nominations.house import House
from tests.domain.nominations.test_the_way import OVER
from tests.domain.nominations.test_upward import recommended
from tests.entrypoints.public.test_honours import At, at, browser, house, published

__all__ = ["at", "browser", "house"]
IN_WECHAT = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0.50"}


def test_the_screen_shows_who_is_on_the_roll(browser: FlaskClient, house: House) -> None:
    assert "还没有发布的好人" in browser.get("/honours/screen").text
    _, case = published(house)
    page = browser.get("/honours/screen").text
    assert "给独居老人送饭三年" in page
    assert f"/honours/{case}/code.svg" in page
    assert browser.get(f"/honours/{case}/code.svg").mimetype == "image/svg+xml"


def test_a_card_to_pass_on_is_a_picture(browser: FlaskClient, house: House) -> None:
    _, case = published(house)
    answer = browser.get(f"/honours/{case}/card.png")
    with Image.open(BytesIO(answer.data)) as card:
        assert card.size == (900, 1200)
    public_notice.revoke(house.administrator, case, "事迹有误", now=OVER)
    for address in ("card.png", "code.svg"):
        assert browser.get(f"/honours/{case}/{address}").status_code == 404
    assert "给独居老人送饭三年" not in browser.get("/honours/screen").text


def test_an_honour_above_is_shown_only_once_it_was_answered(
    browser: FlaskClient, house: House
) -> None:
    _, case = published(house)
    made = recommended(house, case, ("national", "中国好人榜"))
    addresses = (f"/honours/{case}", "/honours", "/honours/screen")
    assert all("中国好人榜" not in browser.get(one).text for one in addresses)
    yes = Answer("honoured", OVER.date(), "中国好人榜", "中国文明网 12 月 31 日")
    recommending.record_answer(house.administrator, made, yes, now=OVER)
    assert all("中国好人榜" in browser.get(one).text for one in addresses)


@pytest.mark.parametrize("address", ["/honours", "/honours/{case}"])
def test_wechats_own_menu_passes_the_card_on(
    browser: FlaskClient, house: House, at: At, address: str
) -> None:
    _, case = published(house)
    at(OVER)
    url = address.format(case=case)
    assert "wx-share" in browser.get(url).text
    assert "jweixin" not in browser.get(url).text
    ticket = SharedCredential("a-ticket", OVER + timedelta(hours=1))
    credentials.put("jsapi_ticket", ticket)
    page = browser.get(url, headers=IN_WECHAT).text
    assert "wx-config" in page
    assert "jweixin" in page
