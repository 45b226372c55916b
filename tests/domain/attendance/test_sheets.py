"""The paper list of a session: who is on it, its code, and when it is not printed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.attendance import sheets
from app.domain.attendance.errors import NotASheetCode, NothingToPrint, TooLateToPrint
from app.domain.attendance.models import PrintedSheet
from app.domain.audit import queries as audit
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests.world import (
    HOUR,
    a_station,
    a_volunteer,
    an_office,
    an_open_position,
    signed_up,
    staff,
)

pytestmark = pytest.mark.usefixtures("database")


def test_who_has_a_place_is_on_it_and_who_waits_is_not(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here)
    signed_up(a_volunteer(here, name="张桂英"), position)
    signed_up(a_volunteer(here, name="候补的人"), position, state="waiting")
    signed_up(a_volunteer(here, name="取消的人"), position, state="cancelled")
    sheet = sheets.print_sheet(staff(at=here), position.session_id, now=now)
    assert [one.name for one in sheet.people] == ["张桂英"]


def test_its_code_leads_back_to_the_session_however_it_is_typed(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here)
    clerk = staff(at=here)
    sheet = sheets.print_sheet(clerk, position.session_id, now=now)
    assert sheet.shown_code == f"{sheet.code[:4]}-{sheet.code[4:]}"
    for typed in (sheet.code, sheet.shown_code, f" {sheet.shown_code.lower()} "):
        assert sheets.sheet_with(typed, within=clerk.scope).session_id == position.session_id


def test_each_print_is_kept_with_who_and_how_many(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here)
    signed_up(a_volunteer(here), position)
    clerk = staff(at=here, name="王丽")
    first = sheets.print_sheet(clerk, position.session_id, now=now)
    second = sheets.print_sheet(clerk, position.session_id, now=now + HOUR)
    assert [one.code for one in sheets.sheets_of(position.session_id)] == [second.code, first.code]
    entry = audit.entries(place_ids=None, action="session.print_sheet").items[0]
    assert (entry.actor_name, entry.place_id, entry.detail["count"]) == ("王丽", here.id, 1)
    assert entry.detail["sheet"] == second.shown_code


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "cancelled", "withdrawn"])
def test_nothing_is_printed_for_what_does_not_take_place(now: datetime, state: str) -> None:
    here = a_station()
    position = an_open_position(here, state=state)
    with pytest.raises(NothingToPrint):
        sheets.print_sheet(staff(at=here), position.session_id, now=now)


def test_a_sheet_made_afterwards_would_prove_nothing(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here, state="running", starts_at=now - 2 * HOUR)
    clerk = staff(at=here)
    sheets.print_sheet(clerk, position.session_id, now=now)
    with pytest.raises(TooLateToPrint):
        sheets.print_sheet(clerk, position.session_id, now=now + timedelta(seconds=1))
    assert session.scalar(select(func.count(PrintedSheet.id))) == 1


def test_only_staff_of_the_place_print_and_read(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here)
    elsewhere = staff(at=a_station())
    with pytest.raises(NotFound):
        sheets.print_sheet(elsewhere, position.session_id, now=now)
    auditor = staff(Role.AUDITOR, at=here)
    with pytest.raises(NotAllowed):
        sheets.print_sheet(auditor, position.session_id, now=now)
    code = sheets.print_sheet(staff(at=here), position.session_id, now=now).code
    with pytest.raises(NotFound):
        sheets.sheet_with(code, within=elsewhere.scope)


def test_a_slip_in_reading_the_code_is_noticed(now: datetime) -> None:
    here = a_station()
    position = an_open_position(here)
    clerk = staff(at=here)
    code = sheets.print_sheet(clerk, position.session_id, now=now).code
    other = "3" if code[0] != "3" else "4"
    for wrong in (other + code[1:], code[:-1], "", "0000-0000", code + "2"):
        with pytest.raises(NotASheetCode):
            sheets.sheet_with(wrong, within=clerk.scope)


def test_the_office_prints_for_its_stations(now: datetime) -> None:
    office = an_office()
    position = an_open_position(a_station(office))
    manager = staff(Role.OFFICE_MANAGER, at=office)
    assert sheets.print_sheet(manager, position.session_id, now=now).people == ()
