"""Scanners in the console: made, shown once, listed, taken back."""

import re
from datetime import timedelta

from app.domain.attendance.devices import device_behind
from app.domain.attendance.errors import DeviceRevoked
from app.domain.places.models import Place
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_station, an_open_position, staff

HOUR = timedelta(hours=1)


def a_session_id(here: Place) -> object:
    return an_open_position(here, state="running", starts_at=NOON - HOUR).session_id


def token_in(page: str) -> str:
    found = re.search(r"<code>http://haoren\.test/scanner/#([\w-]{43})</code>", page)
    assert found
    return found[1]


def test_a_sessions_scanner_is_shown_once_and_works(desk: Desk) -> None:
    here = a_station()
    url = f"/console/sessions/{a_session_id(here)}/scanners"
    browser = desk(staff(at=here))
    assert "还没有扫码设备" in browser.get(url).text
    made = browser.post(url, data={"name": "东门手机"})
    assert made.headers["Cache-Control"] == "no-store"
    token = token_in(made.text)
    assert 'src="data:image/svg+xml;base64,' in made.text
    assert device_behind(token).name == "东门手机"
    listed = browser.get(url).text
    assert "东门手机" in listed
    assert "使用中" in listed
    assert token not in listed


def test_walk_ins_need_a_tick(desk: Desk) -> None:
    here = a_station()
    url = f"/console/sessions/{a_session_id(here)}/scanners"
    browser = desk(staff(at=here))
    plain = browser.post(url, data={"name": "东门"})
    ticked = browser.post(url, data={"name": "西门", "takes_walk_ins": "y"})
    assert not device_behind(token_in(plain.text)).facts.takes_walk_ins
    assert device_behind(token_in(ticked.text)).facts.takes_walk_ins
    assert browser.get(url).text.count("可办理现场加入") == 1


def test_a_scanner_needs_a_name(desk: Desk) -> None:
    here = a_station()
    url = f"/console/sessions/{a_session_id(here)}/scanners"
    answer = desk(staff(at=here)).post(url, data={"name": ""})
    assert answer.status_code == 422
    assert "请填写设备名称" in answer.text


def test_a_places_scanner_has_an_end_within_a_month(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    asked = {"name": "签到台", "place_id": str(here.id), "ends_at": "2026-12-25T12:00"}
    late = browser.post("/console/scanners/new", data=asked)
    assert late.status_code == 422
    assert "到期时间要在今后 31 天以内" in late.text
    made = browser.post("/console/scanners/new", data={**asked, "ends_at": "2026-11-25T12:00"})
    assert device_behind(token_in(made.text)).facts.place_id == here.id
    listed = browser.get("/console/scanners").text
    assert "签到台" in listed
    assert "全部场次" in listed


def test_another_stations_place_cannot_be_chosen(desk: Desk) -> None:
    elsewhere = a_station()
    asked = {"name": "门", "place_id": str(elsewhere.id), "ends_at": "2026-11-25T12:00"}
    answer = desk(staff(at=a_station())).post("/console/scanners/new", data=asked)
    assert answer.status_code == 422


def test_a_scanner_is_taken_back(desk: Desk) -> None:
    here = a_station()
    browser = desk(staff(at=here))
    url = f"/console/sessions/{a_session_id(here)}/scanners"
    token = token_in(browser.post(url, data={"name": "东门手机"}).text)
    address = re.search(r'action="(/console/scanners/[^"]+/revoke)"', browser.get(url).text)
    assert address
    done = browser.post(address[1], follow_redirects=True)
    assert "“东门手机”已停用，不能再签到" in done.text
    assert "已停用" in done.text
    try:
        device_behind(token)
    except DeviceRevoked:
        return
    raise AssertionError("the token still works")
