"""The paper list at the desk: printed from the session's page, and read back by its code."""

from urllib.parse import unquote

from app.domain.attendance import sheets
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import HOUR, a_station, a_volunteer, an_open_position, signed_up, staff


def test_the_session_page_prints_a_pdf_and_lists_it(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here)
    signed_up(a_volunteer(here, name="张桂英"), position)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}"
    assert f'action="{url}/sheet"' in browser.get(url).text
    printed = browser.post(f"{url}/sheet")
    assert printed.status_code == 200
    assert printed.mimetype == "application/pdf"
    assert printed.data.startswith(b"%PDF-")
    name = unquote(printed.headers["Content-Disposition"])
    (sheet,) = sheets.sheets_of(position.session_id)
    assert f"签到表-社区环境清洁-{sheets.shown(sheet.code)}.pdf" in name
    page = browser.get(url).text
    assert sheets.shown(sheet.code) in page
    assert "名单 1 人" in page


def test_the_code_on_the_paper_opens_the_session(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here)
    browser = desk(staff(at=here))
    browser.post(f"/console/sessions/{position.session_id}/sheet")
    (sheet,) = sheets.sheets_of(position.session_id)
    led = browser.get(f"/console/sheets/{sheets.shown(sheet.code)}")
    assert led.status_code == 302
    assert led.location.endswith(f"/console/sessions/{position.session_id}")


def test_over_there_is_no_button_and_a_sentence(desk: Desk) -> None:
    here = a_station()
    position = an_open_position(here, state="ended", starts_at=NOON - 3 * HOUR)
    browser = desk(staff(at=here))
    url = f"/console/sessions/{position.session_id}"
    assert "打印签到表" not in browser.get(url).text
    answer = browser.post(f"{url}/sheet")
    assert answer.status_code == 409
    assert "不能再打印签到表" in answer.text


def test_elsewhere_nothing_is_printed(desk: Desk) -> None:
    position = an_open_position(a_station())
    browser = desk(staff(at=a_station()))
    assert browser.post(f"/console/sessions/{position.session_id}/sheet").status_code == 404


def test_an_unknown_code_says_so(desk: Desk) -> None:
    answer = desk(staff(at=a_station())).get("/console/sheets/7K3M-9QXA")
    assert answer.status_code == 404
    assert "签到表编号" in answer.text
