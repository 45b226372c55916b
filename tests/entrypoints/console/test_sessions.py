"""A session on the day: the list, the code on the screen, and cards scanned by staff."""

from datetime import timedelta

import pytest

from app.adapters import qr_images
from app.domain.attendance import codes, queries, scene_codes
from app.domain.people.card import card_code
from app.kernel import clock
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_station,
    a_volunteer,
    an_open_position,
    checked_in,
    checked_out,
    signed_up,
    staff,
)

HOUR = timedelta(hours=1)


def test_the_list_tells_who_is_expected_in_and_out(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    signed_up(a_volunteer(here, name="未到的人"), position)
    checked_in(signed_up(a_volunteer(here, name="在场的人"), position))
    checked_out(signed_up(a_volunteer(here, name="走了的人"), position))
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}"
    page = browser.get(url).text
    assert "<b>3</b><span>人应到" in page
    assert "<b>2</b><span>人已签到" in page
    assert "<b>1</b><span>人在场" in page
    only = browser.get(url, query_string={"state": "in"}).text
    assert "在场的人" in only
    assert "走了的人" not in only
    found = browser.get(url, query_string={"q": "走了"}).text
    assert "走了的人" in found
    assert "在场的人" not in found


def test_a_session_elsewhere_is_not_found(desk: Desk) -> None:
    position = an_open_position(a_station())
    browser = desk(staff(at=a_station()))
    for page in ("", "/screen/in", "/screen/in.svg", "/turnout", "/cards/in"):
        assert browser.get(f"/console/sessions/{position.session_id}{page}").status_code == 404


def test_the_screen_shows_a_code_that_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}/screen/in"
    assert "人已签到" in browser.get(url).text
    first = browser.get(f"{url}.svg")
    assert first.mimetype == "image/svg+xml"
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["X-Seconds-Left"] == "30"
    monkeypatch.setattr(clock, "_source", lambda: NOON + timedelta(seconds=31))
    second = browser.get(f"{url}.svg")
    assert second.text != first.text
    assert second.headers["X-Seconds-Left"] == "29"


def test_the_picture_says_where_to_go(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    picture = desk(staff(at=here)).get(f"/console/sessions/{position.session_id}/screen/out.svg")
    code = codes.session_code(position.session_id, "out", now=NOON).text
    address = f"http://haoren.test/c/{code}"
    assert picture.text == qr_images.svg(address)


def test_after_the_end_the_screen_says_so_and_offers_the_way_out(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="ended", starts_at=NOON - 3 * HOUR + HOUR / 2)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}/screen"
    page = browser.get(f"{url}/in").text
    assert "已停止签到" in page
    assert "换成签退码" in page
    assert browser.get(f"{url}/in.svg").status_code == 409
    assert browser.get(f"{url}/out.svg").status_code == 200


def test_the_count_follows(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    checked_in(signed_up(a_volunteer(here), position))
    counted = desk(staff(at=here)).get(f"/console/sessions/{position.session_id}/turnout").json
    assert counted == {"expected": 1, "came": 1, "left": 0}


def test_a_card_checks_in_and_a_second_time_says_when(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    person = a_volunteer(here)
    signed_up(person, position)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}/cards/in"
    card = card_code(person.id, now=NOON)
    first = browser.post(url, data={"card": card, "nonce": "one"})
    assert first.status_code == 200
    assert "签到成功" in first.text
    assert "h-told-success" in first.text
    again = browser.post(url, data={"card": card, "nonce": "two"})
    assert "已经签到过" in again.text
    assert "12:00" in again.text


def test_a_whole_address_read_by_a_phone_counts_too(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    person = a_volunteer(here)
    signed_up(person, position)
    address = f"http://haoren.test/card/{card_code(person.id, now=NOON)}?from=camera"
    url = f"/console/sessions/{position.session_id}/cards/in"
    answer = desk(staff(at=here)).post(
        url, data={"card": address, "nonce": "n"}, headers={"Accept": "application/json"}
    )
    assert answer.json is not None
    assert (answer.json["tone"], answer.json["name"]) == ("success", "张桂英")


def test_a_card_of_somebody_who_did_not_sign_up_is_refused_by_name(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    card = card_code(a_volunteer(here, name="孙丽").id, now=NOON)
    at = staff(at=here)
    answer = desk(at).post(
        f"/console/sessions/{position.session_id}/cards/in", data={"card": card, "nonce": "n"}
    )
    assert answer.status_code == 409
    assert "没有签到" in answer.text
    assert "孙丽" in answer.text
    assert queries.latest_scans(position.session_id, within=at.scope)[0].refusal == "not_signed_up"


def test_rubbish_is_no_card(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    answer = desk(staff(at=here)).post(
        f"/console/sessions/{position.session_id}/cards/in", data={"card": "12345", "nonce": "n"}
    )
    assert answer.status_code == 422
    assert "h-told-danger" in answer.text


def test_a_scene_code_is_asked_for_and_shown(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(
        here, state="running", starts_at=NOON - HOUR, scene_code_allowed=True
    )
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}"
    assert "生成签到码" in browser.get(url).text
    assert browser.post(f"{url}/scene/in").status_code == 303
    scene = queries.scene_codes(position.session_id)[0].scene
    scene_codes.store(scene, "http://weixin.qq.com/q/abc", NOON + HOUR)
    assert f"{url}/scene/in.svg" in browser.get(url).text
    assert browser.get(f"{url}/scene/in.svg").text == qr_images.svg("http://weixin.qq.com/q/abc")
    assert browser.get(f"{url}/scene/out.svg").status_code == 404


def test_without_leave_there_is_no_scene_code(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=NOON - HOUR)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}"
    assert "微信活动码" not in browser.get(url).text
    assert browser.post(f"{url}/scene/in").status_code == 409


def test_a_session_that_runs_over_is_prolonged_and_one_ended_early_is_over(desk: Desk) -> None:
    here = a_station()
    began = NOON - timedelta(hours=1)
    position = an_open_position(here, starts_at=began, state="running")
    browser = desk(staff(at=here))
    path = f"/console/sessions/{position.session_id}"
    assert "延长或提前结束" in browser.get(path).text
    assert "最晚到" in browser.get(f"{path}/end").text
    refused = browser.post(f"{path}/prolong", data={"until": "2026-11-23T12:30", "reason": "排队"})
    assert (refused.status_code, "要晚于" in refused.text) == (422, True)
    sent = {"until": "2026-11-23T14:00", "reason": "还在排队"}
    assert "14:00" in browser.post(f"{path}/prolong", data=sent, follow_redirects=True).text
    assert browser.post(f"{path}/end", data={"reason": ""}).status_code == 422
    page = browser.post(f"{path}/end", data={"reason": "下雨"}, follow_redirects=True).text
    assert "11:00–12:00" in page


def test_who_has_not_signed_up_joins_at_the_door(desk: Desk) -> None:
    station = a_station()
    position = an_open_position(station, starts_at=NOON, state="running")
    person = a_volunteer(station, name="赵敏")
    browser = desk(staff(at=station))
    page = f"/console/sessions/{position.session_id}"
    card = card_code(person.id, now=NOON)
    refused = browser.post(f"{page}/cards/in", data={"card": card, "nonce": "0" * 32})
    assert refused.status_code == 409
    assert f'name="card" value="{card}"' in refused.text
    assert "现场加入并签到" in refused.text
    joined = browser.post(f"{page}/walk-ins", data={"card": card, "nonce": "1" * 32})
    assert joined.status_code == 200
    assert "签到成功" in joined.text
    listed = browser.get(page).text
    assert "现场加入" in listed
    other = card_code(a_volunteer(station, state="frozen").id, now=NOON)
    said = browser.post(
        f"{page}/walk-ins", data={"card": other}, headers={"Accept": "application/json"}
    )
    assert said.status_code == 403
    assert said.json is not None
    assert said.json["title"] == "没有加入"
