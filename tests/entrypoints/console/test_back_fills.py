"""Typing in a sheet at the desk, and looking at it one level up."""

from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.adapters.spreadsheets import read_rows
from app.domain.access.rules import Role
from app.domain.activities.models import Position
from app.domain.attendance import sheets
from app.domain.hours.back_fill_decisions import confirm
from app.domain.hours.models import BackFill, BackFillLine, HourRecord
from app.domain.places.models import Place
from app.entrypoints.uploads import LARGEST_UPLOAD_BYTES
from app.kernel.database import session
from tests.conftest import NOON
from tests.domain.hours.typing import a_back_fill, a_past_position, times_of
from tests.entrypoints.console.conftest import Desk
from tests.photographs import a_phones_photo, a_photo
from tests.world import HOUR, a_station, a_volunteer, an_office, signed_up, staff


def typed(*rows: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    return {
        "who": [row[0] for row in rows],
        "came": [row[1] for row in rows],
        "left": [row[2] for row in rows],
        "reason": "广场没有信号，用纸质签到表签到",
        "pictures": [(BytesIO(a_phones_photo()), "sheet.jpg")],
        **more,
    }


def send(browser: Any, position: Position, data: dict[str, Any]) -> TestResponse:
    url = f"/console/sessions/{position.session_id}/back-fill"
    answer: TestResponse = browser.post(url, data=data, content_type="multipart/form-data")
    return answer


def test_a_sheet_is_typed_in_by_number_and_name(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)  # 10:00 to 12:00 in Shanghai, yesterday
    zhang, li = a_volunteer(here, name="张桂英"), a_volunteer(here, name="李明")
    signed_up(zhang, position)
    browser = desk(staff(at=here))
    page = browser.get(f"/console/sessions/{position.session_id}/back-fill").text
    assert f'value="{zhang.number} 张桂英"' in page
    data = typed(
        (f"{zhang.number} 张桂英", "９：３０", "1200"), ("李明", "=", "11.30"), ("王五", "", "")
    )
    sent = send(browser, position, data)
    assert sent.status_code == 303, sent.text
    starts_at, ends_at = times_of(position)
    lines = {line.volunteer_id: line for line in session.scalars(select(BackFillLine))}
    assert lines[zhang.id].minutes == 120
    assert lines[zhang.id].in_at == starts_at - HOUR / 2
    assert (lines[li.id].out_at, lines[li.id].minutes) == (ends_at - HOUR / 2, 90)
    shown = browser.get(sent.location).text
    assert "2 人的补录" in shown
    assert "待核对" in shown
    assert "撤回" in shown


def test_each_wrong_row_says_why_and_nothing_typed_is_lost(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    zhang = a_volunteer(here, name="张桂英")
    for _ in range(2):
        a_volunteer(here, name="同名")
    elsewhere = a_volunteer(a_station(), name="外地人")
    rows = (
        ("张桂英", "1000", "1200"),
        ("同名", "1000", "1200"),
        ("没有这个人", "1000", "1200"),
        (zhang.number, "1000", "1200"),
        (elsewhere.number, "1000", "1200"),
        ("", "1000", ""),
    )
    browser = desk(staff(at=here))
    answer = send(browser, position, typed(*rows))
    assert answer.status_code == 422
    for said in ("有 2 位“同名”", "没有找到“没有这个人”", "与第 1 行是同一个人", "还差姓名"):
        assert said in answer.text
    assert answer.text.count("没有找到") == 2
    assert 'value="没有这个人"' in answer.text
    assert "广场没有信号" in answer.text
    kept = session.scalars(select(BackFill)).all()
    assert kept == []
    picture = answer.text.split('name="kept_pictures" value="')[1].split('"')[0]
    again = typed(("张桂英", "1000", "1200"), pictures=[], kept_pictures=[picture])
    assert send(browser, position, again).status_code == 303


def test_times_that_cannot_be_read_say_so(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    a_volunteer(here, name="张桂英")
    browser = desk(staff(at=here))
    for came, left, said in (
        ("早上", "1200", "看不懂"),
        ("2500", "1200", "不对"),
        ("1000", "", "还差离开时间"),
        ("0800", "1200", "到场时间要在"),
        ("1000", "1500", "离开时间要"),
    ):
        answer = send(browser, position, typed(("张桂英", came, left)))
        assert answer.status_code == 422, came
        assert said in answer.text, came


def test_without_a_picture_or_with_a_bad_one_it_is_not_sent(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    a_volunteer(here, name="张桂英")
    browser = desk(staff(at=here))
    row = ("张桂英", "1000", "1200")
    missing = send(browser, position, typed(row, pictures=[]))
    assert missing.status_code == 422
    assert "至少上传一张" in missing.text
    heic = [(BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 99), "IMG_1.HEIC")]
    refused = send(browser, position, typed(row, pictures=heic))
    assert refused.status_code == 422
    assert "兼容性最佳" in refused.text
    assert 'value="张桂英"' in refused.text


def test_the_rooms_refusal_stands_beside_its_row(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    a_volunteer(here, name="冻结的人", state="frozen")
    answer = send(desk(staff(at=here)), position, typed(("冻结的人", "1000", "1200")))
    assert answer.status_code == 422
    assert "账号已冻结或注销" in answer.text


def test_large_photos_come_through_here_and_nowhere_else(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    a_volunteer(here, name="张桂英")
    browser = desk(staff(at=here))
    large = a_photo() + b"\0" * (5 * 1024 * 1024)
    row = ("张桂英", "1000", "1200")
    pictures = [(BytesIO(large), "a.jpg")]
    assert send(browser, position, typed(row, pictures=pictures)).status_code == 303
    other = browser.post("/console/hours", data={"ids": "x" * (3 * 1024 * 1024)})
    assert other.status_code == 413
    assert LARGEST_UPLOAD_BYTES == 40 * 1024 * 1024


def test_what_is_not_over_or_not_here_is_said(desk: Desk) -> None:
    here = a_station()
    running = a_past_position(here, ended=-1 * HOUR, state="running")
    browser = desk(staff(at=here))
    page = browser.get(f"/console/sessions/{running.session_id}/back-fill").text
    assert "还不能补录" in page
    elsewhere = a_past_position(a_station())
    assert browser.get(f"/console/sessions/{elsewhere.session_id}/back-fill").status_code == 404


def test_the_code_on_a_sheet_leads_to_typing_it_in(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    clerk = staff(at=here)
    _, ends_at = times_of(position)
    code = sheets.print_sheet(clerk, position.session_id, now=ends_at - HOUR).code
    led = desk(clerk).get(f"/console/sheets/{code}")
    assert led.location.endswith(f"/console/sessions/{position.session_id}/back-fill?sheet={code}")
    page = desk(clerk).get(led.location).text
    assert f'<option selected value="{code}"' in page


def entered(here: Place) -> tuple[UUID, Position]:
    position = a_past_position(here)
    return a_back_fill(staff(at=here), position, [a_volunteer(here, name="张桂英")]), position


def test_one_level_up_it_is_looked_at_and_confirmed(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    found, _ = entered(here)
    browser = desk(staff(Role.OFFICE_MANAGER, at=office, name="李主任"))
    assert "批补录待核对" in browser.get("/console/").text
    assert "等您核对" in browser.get("/console/back-fills").text
    url = f"/console/back-fills/{found}"
    page = browser.get(url).text
    assert "核对属实" in page
    picture = page.split(f'<img src="{url}/pictures/')[1].split('"')[0]
    shown = browser.get(f"{url}/pictures/{picture}")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    sent = browser.post(f"{url}/confirm")
    assert sent.status_code == 303
    assert "1 人的时长已入账" in browser.get(url).text
    record = session.scalars(select(HourRecord)).one()
    told = browser.get(f"/console/hours/{record.id}").text
    assert "补录：王丽于" in told
    assert "李主任核对" in told
    assert "补录" in browser.get("/console/hours?state=approved").text
    table = read_rows(browser.get("/console/hours/export?state=approved").data)
    assert (table[0][-1], table[1][-1]) == ("依据", "补录")


def test_refusing_asks_for_a_reason(desk: Desk) -> None:
    office = an_office()
    found, _ = entered(a_station(office))
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    url = f"/console/back-fills/{found}"
    assert browser.post(f"{url}/refuse", data={"reason": ""}).status_code == 422
    browser.post(f"{url}/refuse", data={"reason": "照片里没有这个人"})
    assert "照片里没有这个人" in browser.get(url).text
    assert "照片里没有这个人" in browser.get("/console/back-fills?state=refused").text


def test_at_the_same_place_there_is_no_button_and_the_reason(desk: Desk) -> None:
    here = a_station()
    found, _ = entered(here)
    colleague = desk(staff(at=here))
    page = colleague.get(f"/console/back-fills/{found}").text
    assert "核对属实" not in page
    assert "由上级单位的另一个人核对" in page
    assert colleague.post(f"/console/back-fills/{found}/confirm").status_code == 403
    manager = desk(staff(Role.OFFICE_MANAGER, at=here))
    assert "须由录入单位的上一级核对" in manager.get(f"/console/back-fills/{found}").text


def test_elsewhere_neither_it_nor_its_pictures_are_found(desk: Desk) -> None:
    found, _ = entered(a_station())
    browser = desk(staff(at=a_station()))
    picture = session.scalars(select(BackFill.id)).one()
    assert browser.get(f"/console/back-fills/{found}").status_code == 404
    assert browser.get(f"/console/back-fills/{found}/pictures/{picture}").status_code == 404


def test_pictures_of_another_back_fill_are_not_found(desk: Desk) -> None:
    here = a_station()
    one, position = entered(here)
    clerk = staff(at=here)
    other = a_back_fill(clerk, position, [a_volunteer(here)], picture=2)
    browser = desk(clerk)
    page = browser.get(f"/console/back-fills/{other}").text
    picture = page.split(f"/console/back-fills/{other}/pictures/")[1].split('"')[0]
    assert browser.get(f"/console/back-fills/{one}/pictures/{picture}").status_code == 404


def test_who_entered_it_withdraws_it(desk: Desk) -> None:
    here = a_station()
    position = a_past_position(here)
    clerk = staff(at=here)
    found = a_back_fill(clerk, position, [a_volunteer(here)])
    browser = desk(clerk)
    browser.post(f"/console/back-fills/{found}/withdraw")
    assert "已撤回" in browser.get(f"/console/back-fills/{found}").text


def test_the_session_lists_who_walked_in(desk: Desk) -> None:
    office = an_office()
    here = a_station(office)
    found, position = entered(here)
    confirm(staff(Role.OFFICE_MANAGER, at=office), found, now=NOON)
    page = desk(staff(at=here)).get(f"/console/sessions/{position.session_id}").text
    assert "张桂英" in page
    assert "补录" in page
