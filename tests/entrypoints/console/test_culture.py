"""Culture at a desk: plan, publish, the door, head counts, a tour, a sheet, the year."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.adapters.sheet_forms import MOST_ROWS, sheet_form
from app.adapters.spreadsheets import read_rows
from app.domain.access.queries import Staff
from app.domain.attendance.devices import make_for_place
from app.domain.culture import admission, publication, queries, sheet
from app.domain.culture.at_door import Look, door_event
from app.domain.culture.door_log import Door
from app.domain.culture.errors import AlreadyAdmitted
from app.domain.culture.rules import State
from app.domain.culture.ticket_codes import ticket_code
from app.entrypoints.console.importing import packed
from app.kernel.sheets import SheetRow
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import (
    ENDS,
    OPEN_AIR,
    STARTS,
    a_clerk,
    a_programme,
    a_published,
    a_ticket,
)
from tests.domain.culture.sheets import screening, screenings
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_photo

DOORS = ("东门", "西门")
EVENT = {
    "kind": "演出",
    "title": "吕剧《姊妹易嫁》",
    "venue": "文化广场",
    "starts_at": "2026-11-28T19:00",
    "ends_at": "2026-11-28T21:00",
    "entry": "ticket",
    "capacity": "100",
    "seats_most": "5",
    "tickets_from": "2026-11-23T12:00",
    "tickets_until": "2026-11-28T19:00",
}


@pytest.fixture
def clerk(database: object) -> Staff:
    return a_clerk()


@pytest.fixture
def browser(desk: Desk, clerk: Staff) -> FlaskClient:
    return desk(clerk)


def test_an_event_is_planned_published_and_cancelled(browser: FlaskClient, clerk: Staff) -> None:
    fields = {**EVENT, "programme_id": str(a_programme(clerk)), "place_id": str(clerk.place.id)}
    wrong = browser.post("/console/culture/events/new", data={**fields, "capacity": ""})
    assert wrong.status_code == 422
    assert "请填座位数" in wrong.text
    made = browser.post("/console/culture/events/new", data=fields)
    assert made.status_code == 303
    url = made.location
    assert "已发布" in browser.post(f"{url}/publish", follow_redirects=True).text
    assert EVENT["title"] in browser.get("/console/culture").text
    event_id = UUID(url.rpartition("/")[2])
    a_ticket(event_id, world.a_volunteer())
    assert "已领走 3 个座位" in browser.get(f"{url}/cancel").text
    browser.post(f"{url}/cancel", data={"reason": "大雨"})
    assert queries.event(event_id).state is State.CANCELLED


def test_the_desk_lets_a_family_in_and_fewer_of_it(
    browser: FlaskClient, clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = a_published(clerk)
    code = ticket_code(a_ticket(event_id, world.a_volunteer()), now=NOON)
    url = f"/console/culture/events/{event_id}/door"
    early = browser.post(url, data={"card": code, "nonce": "a"})
    assert "还没到入场时间" in early.text
    monkeypatch.setattr("app.domain.culture.rules.DOOR_OPENS_BEFORE", STARTS - NOON)
    let_in = browser.post(url, data={"card": code, "nonce": "b"})
    assert "3 人，请进" in let_in.text
    scan_id = let_in.text.split('name="scan_id" value="')[1].split('"')[0]
    refreshed = let_in.text.split("<div data-scans>")[1].split("</section>")[0]
    assert "<dd>3 人</dd>" in refreshed
    page = browser.post(
        f"{url}/fewer", data={"scan_id": scan_id, "people": "2"}, follow_redirects=True
    ).text
    assert "已改为入场 2 人" in page


def test_what_two_doors_let_in_on_one_ticket_is_there_to_look_at(
    browser: FlaskClient, clerk: Staff
) -> None:
    event_id = a_published(clerk)
    code = ticket_code(a_ticket(event_id, world.a_volunteer()), now=STARTS)
    look = Look(code, STARTS, people=3, tolerance=timedelta(minutes=2))
    event = door_event(event_id)
    until = {"ends_at": ENDS, "now": NOON}
    east, west = (make_for_place(clerk, clerk.place.id, name=name, **until)[0] for name in DOORS)
    admission.look_at(Door(clerk.id, str(east), "nonce-01"), event, look, now=ENDS)
    with pytest.raises(AlreadyAdmitted):
        admission.look_at(Door(clerk.id, str(west), "nonce-02"), event, look, now=ENDS)
    page = browser.get(f"/console/culture/events/{event_id}").text
    assert "要核对的离线扫码" in page
    assert "没有网络时放行了 3 人，没有算进人数" in page
    assert "西门" in page
    door = browser.get(f"/console/culture/events/{event_id}/door").text
    assert "1 次离线扫码要核对" in door


def test_head_counts_are_entered_and_corrected(
    browser: FlaskClient, clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = a_published(clerk, OPEN_AIR)
    publication.advance(now=ENDS)
    url = f"/console/culture/events/{event_id}"
    typed = {"number": "120", "counted_at": "2026-11-23T12:00"}
    early = browser.post(f"{url}/counts/hand", data={**typed, "counted_at": "2026-11-23T12:01"})
    assert early.status_code == 422
    without = browser.post(f"{url}/counts/hand", data=typed)
    assert without.status_code == 422
    assert "照片" in without.text
    photo = {"pictures": (BytesIO(a_photo()), "crowd.jpg")}
    assert browser.post(f"{url}/counts/hand", data={**typed, **photo}).status_code == 303
    page = browser.get(url).text
    correct = page.split("/correct")[0].rpartition('"')[2] + "/correct"
    done = browser.post(correct, data={**typed, "number": "118", "reason": "重数了"})
    assert done.status_code == 303
    page = browser.get(url).text
    assert "<del>120</del>" in page
    assert "重数了" in page


def test_a_sheet_is_looked_through_then_taken(browser: FlaskClient, clerk: Staff) -> None:
    url = f"/console/culture/programmes/{a_programme(clerk)}/import"
    row = screening(
        2, "2026-11-20", "19:00", "21:00", clerk.place.short_name, "广场", "《地道战》", "86"
    )
    wrong = {**row.cells, "社区": "月亮社区"}

    def looked_at(*rows: Mapping[str, str]) -> str:
        data = {"file": (BytesIO(sheet_form("场次", sheet.COLUMNS, rows)), "a.xlsx")}
        return browser.post(url, data=data).text

    assert browser.get(f"{url}/blank.xlsx").status_code == 200
    assert "没有找到社区“月亮社区”" in looked_at(row.cells, wrong)
    page = looked_at(row.cells)
    assert "导入 1 行" in page
    assert f'action="{url}/write"' in page
    done = browser.post(f"{url}/write", data={"rows": packed([row])})
    assert done.status_code == 303
    assert "tab=ended" in done.location
    again = browser.post(f"{url}/write", data={"rows": packed([row])})
    assert again.location.endswith(url)
    assert "还有 1 处要改" in browser.get(url).text
    coming = SheetRow(3, {**row.cells, "日期": "2026-12-20", "现场人数": ""})
    both = [SheetRow(2, {**row.cells, "名称": "《地雷战》", "现场人数": ""}), coming]
    done = browser.post(f"{url}/write", data={"rows": packed(both)})
    assert "tab=coming" in done.location
    year = browser.get("/console/culture/year?year=2026").text
    assert "86" in year
    answer = browser.get("/console/culture/year.xlsx?year=2026")
    assert read_rows(answer.data)[1][:5] == ["金秋文化节", "放映", "2", "0", "86"]


def test_rows_that_a_browser_sends_are_no_more_than_a_sheet_may_have(
    browser: FlaskClient, clerk: Staff
) -> None:
    url = f"/console/culture/programmes/{a_programme(clerk)}/import"
    rows = screenings(clerk.place.short_name, 1) * (MOST_ROWS + 1)
    assert browser.post(f"{url}/write", data={"rows": packed(rows)}).location.endswith(url)
    assert "页面停留太久或内容不完整" in browser.get(url).text
    assert queries.events_of(clerk.scope, tab="ended").total == 0


def test_a_sheet_is_brought_to_a_programme_of_hers_only(browser: FlaskClient, clerk: Staff) -> None:
    url = f"/console/culture/programmes/{a_programme(a_clerk())}/import"
    rows = {"rows": packed(screenings(clerk.place.short_name, 1))}
    assert browser.get(url).status_code == 404
    assert browser.get(f"{url}/blank.xlsx").status_code == 404
    assert browser.post(f"{url}/write", data=rows).status_code == 404


def test_the_way_to_the_sheet_leads_over_the_programme(browser: FlaskClient, clerk: Staff) -> None:
    programme_id = a_programme(clerk)
    way = f"/console/culture/programmes/{programme_id}/import"
    assert way in browser.get("/console/culture/programmes").text
    assert way in browser.get(f"/console/culture?programme_id={programme_id}").text
    assert way not in browser.get("/console/culture").text


def test_a_tour_is_planned_and_a_show_arranged_in_one_click(
    browser: FlaskClient, clerk: Staff
) -> None:
    programme_id = a_programme(clerk)
    url = f"/console/culture/programmes/{programme_id}/tour"
    assert "还没有计划" in browser.get(url).text
    plan = {"target": "1", "place_ids": str(clerk.place.id)}
    assert browser.post(url, data=plan).status_code == 303
    page = browser.get(url).text
    assert "还没安排" in page
    link = page.split('href="/console/culture/events/new')[1].split('"')[0].replace("&amp;", "&")
    form = browser.get(f"/console/culture/events/new{link}").text
    assert f'selected value="{programme_id}"' in form
    assert f'selected value="{clerk.place.id}"' in form
    assert read_rows(browser.get(f"{url}.xlsx").data)[1][1:5] == ["1", "0", "0", "还没安排"]
