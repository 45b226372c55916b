"""An activity passed on: its card, its picture."""

import html
import json
import re
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from app.domain.messaging import credentials
from app.domain.messaging.credentials import SharedCredential
from app.kernel import clock
from tests.conftest import NOON
from tests.world import HOUR, a_station, an_activity

IN_WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.56"}


@pytest.fixture
def house(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    return application


@pytest.mark.parametrize("path", ["/activities/{}", "/h5/activities/{}"])
def test_both_pages_carry_the_card(house: Flask, path: str) -> None:
    activity = an_activity(a_station(), title='读书会 "夜读" <三>')
    page = house.test_client().get(path.format(activity.id)).text
    found = re.search(r'name="wx-share" content="([^"]+)"', page)
    assert found is not None
    card = json.loads(html.unescape(found[1]))
    assert card["title"] == '读书会 "夜读" <三>'
    assert "阳光社区广场" in card["desc"]
    assert card["link"] == f"http://haoren.test/h5/activities/{activity.id}"
    assert card["imgUrl"] == f"http://haoren.test/activities/{activity.id}/share.png"
    assert 'property="og:title"' in page


def test_what_is_called_off_is_not_passed_on(house: Flask) -> None:
    activity = an_activity(a_station(), state="cancelled")
    assert "wx-share" not in house.test_client().get(f"/h5/activities/{activity.id}").text


def test_the_picture_is_a_square_whose_code_opens_the_page(house: Flask) -> None:
    activity = an_activity(a_station())
    answer = house.test_client().get(f"/activities/{activity.id}/share.png")
    picture = Image.open(BytesIO(answer.data))
    (code,) = zxingcpp.read_barcodes(picture)
    assert picture.size == (600, 600)
    assert code.text == f"http://haoren.test/h5/activities/{activity.id}"
    assert len(answer.data) < 60_000


def test_a_draft_has_no_picture(house: Flask) -> None:
    draft = an_activity(a_station(), state="draft")
    assert house.test_client().get(f"/activities/{draft.id}/share.png").status_code == 404


def test_in_wechat_the_page_is_signed_for_its_menu(house: Flask) -> None:
    credentials.put("jsapi_ticket", SharedCredential("ticket", NOON + HOUR))
    activity = an_activity(a_station())
    page = house.test_client().get(f"/h5/activities/{activity.id}", headers=IN_WECHAT).text
    assert 'name="wx-config"' in page
    assert "jweixin" in page
