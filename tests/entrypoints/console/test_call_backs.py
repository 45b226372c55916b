"""Call-backs and evidence in the console."""

from datetime import timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.call_backs import drawing
from app.domain.call_backs.models import CallBack
from app.domain.places.models import Place
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_station, a_volunteer, an_approved_record, an_office, staff

CALL_BACKS = "/console/call-backs"
EVIDENCE = "/console/evidence"


def drawn_at(office: Place) -> tuple[CallBack, Place]:
    """A call-back of one station that another one has to make."""
    here, there = a_station(office), a_station(office)
    an_approved_record(a_volunteer(here), here, decided_at=NOON - timedelta(days=4))
    drawing.draw_due(now=NOON)
    return session.scalars(select(CallBack)).one(), there


def test_taken_called_and_found_to_agree(desk: Desk) -> None:
    one, there = drawn_at(an_office())
    browser = desk(staff(at=there))
    assert "张**" in browser.get(CALL_BACKS).text
    url = f"{CALL_BACKS}/{one.id}"
    before = browser.get(url).text
    assert "领取并查看电话" in before
    assert "tel:138" not in before
    assert browser.post(f"{url}/take").status_code == 303
    assert "tel:138" in browser.get(url).text
    assert browser.post(f"{url}/not-reached").status_code == 303
    assert browser.post(f"{url}/confirm").status_code == 303
    closed = browser.get(url).text
    assert "相符" in closed
    assert "tel:138" not in closed
    assert "相符" in browser.get(f"{CALL_BACKS}?state=closed").text
    assert "没有要回访的记录" in browser.get(CALL_BACKS).text


def test_what_differs_wants_words(desk: Desk) -> None:
    one, there = drawn_at(an_office())
    browser = desk(staff(at=there))
    url = f"{CALL_BACKS}/{one.id}"
    browser.post(f"{url}/take")
    assert browser.post(f"{url}/differs", data={"said": ""}).status_code == 422
    assert browser.post(f"{url}/differs", data={"said": "本人说没去"}).status_code == 303
    assert "本人说没去" in browser.get(url).text


def test_given_back_it_waits_for_another(desk: Desk) -> None:
    one, there = drawn_at(an_office())
    browser = desk(staff(at=there))
    url = f"{CALL_BACKS}/{one.id}"
    browser.post(f"{url}/take")
    assert browser.post(f"{url}/give-back").status_code == 303
    assert "领取并查看电话" in browser.get(url).text


def test_evidence_by_month_and_by_place(desk: Desk) -> None:
    office = an_office()
    one, _ = drawn_at(office)
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    month = browser.get(EVIDENCE).text
    assert "100%" in month
    assert "2 小时" in month
    assert "这个月还没有认定的时长" in browser.get(f"{EVIDENCE}?month=2026-01").text
    assert "100%" in browser.get(f"{EVIDENCE}?month=nonsense").text
    assert "2026年10月" in browser.get(f"{EVIDENCE}/{one.place_id}").text


def test_evidence_is_taken_out(desk: Desk) -> None:
    office = an_office()
    drawn_at(office)
    answer = desk(staff(Role.OFFICE_MANAGER, at=office)).get(f"{EVIDENCE}/export")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[1:5] for row in rows if "2026-11" in row] == [["2026-11", 120.0, 100.0, 120.0]]


def test_a_clerk_sees_no_evidence(desk: Desk) -> None:
    assert desk(staff(at=a_station())).get(EVIDENCE).status_code == 403
