"""Volunteers in the console."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from app.domain.access.rules import Role
from app.domain.audit.queries import entries
from app.domain.people import queries
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_centre,
    a_station,
    a_volunteer,
    an_approved_record,
    an_office,
    staff,
)


def test_a_list_shows_those_of_the_subtree_with_masked_phones(desk: Desk) -> None:
    here, there = a_station(), a_station()
    mine, other = a_volunteer(here), a_volunteer(there, name="李明")
    page = desk(staff(at=here)).get("/console/people").text
    assert mine.number in page
    assert mine.phone not in page
    assert mine.phone[-4:] in page
    assert other.number not in page


def test_people_are_found_by_the_end_of_their_phone(desk: Desk) -> None:
    here = a_station()
    mine, other = a_volunteer(here), a_volunteer(here, name="李明")
    page = desk(staff(at=here)).get("/console/people", query_string={"q": mine.phone[-4:]}).text
    assert mine.number in page
    assert other.number not in page


def test_nobody_found_says_what_to_try(desk: Desk) -> None:
    page = desk(staff(at=a_station())).get("/console/people?q=nobody").text
    assert "没有找到“nobody”" in page
    assert "手机号后四位" in page


def test_a_profile_tells_her_hours_and_consents(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    record = an_approved_record(person, here, minutes=119)
    elsewhere = an_approved_record(person, a_station())
    page = desk(staff(at=here)).get(f"/console/people/{person.id}").text
    assert f'href="/console/hours/{record.id}"' in page
    assert str(elsewhere.id) not in page
    assert person.phone in page
    assert "3 小时 59 分钟" in page


def test_a_volunteer_elsewhere_is_not_found(desk: Desk) -> None:
    person = a_volunteer(a_station())
    assert desk(staff(at=a_station())).get(f"/console/people/{person.id}").status_code == 404


def test_a_manager_freezes_with_a_reason_and_undoes_it(desk: Desk) -> None:
    office = an_office()
    person = a_volunteer(a_station(office))
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    url = f"/console/people/{person.id}"
    assert browser.get(f"{url}/freeze").status_code == 200
    assert browser.post(f"{url}/freeze", data={"reason": "冒名签到"}).location == url
    assert queries.volunteer(person.id).frozen
    assert "冒名签到" in browser.get(url).text
    assert browser.post(f"{url}/unfreeze", data={"reason": "已核实"}).status_code == 303
    assert not queries.volunteer(person.id).frozen


def test_freezing_without_a_reason_is_not_done(desk: Desk) -> None:
    office = an_office()
    person = a_volunteer(a_station(office))
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    answer = browser.post(f"/console/people/{person.id}/freeze", data={"reason": " "})
    assert answer.status_code == 422
    assert "请写明原因" in answer.text
    assert not queries.volunteer(person.id).frozen


def test_freezing_twice_says_so(desk: Desk) -> None:
    office = an_office()
    person = a_volunteer(a_station(office), state="frozen")
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    answer = browser.post(f"/console/people/{person.id}/freeze", data={"reason": "冒名签到"})
    assert answer.status_code == 409
    assert "张桂英的账号已经冻结" in answer.text


def test_a_clerk_may_not_freeze(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    browser = desk(staff(at=here))
    assert browser.post(f"/console/people/{person.id}/freeze").status_code == 403
    assert "冻结" not in browser.get(f"/console/people/{person.id}").text


def test_a_clerk_gives_a_new_phone_to_somebody_at_the_counter(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    answer = desk(staff(at=here)).post(
        f"/console/people/{person.id}/phone",
        data={"phone": "139 0013 9000", "reason": "原号码停用，已核对身份证"},
    )
    assert answer.status_code == 303
    assert queries.volunteer(person.id).phone == "13900139000"


def test_what_is_no_phone_is_said_beside_its_field(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    answer = desk(staff(at=here)).post(
        f"/console/people/{person.id}/phone", data={"phone": "12345", "reason": "原号码停用"}
    )
    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.text


def test_an_export_masks_phones_unless_asked_and_is_written_down(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here, name="=HYPERLINK")
    browser = desk(staff(at=here))
    masked = rows_of(browser.get("/console/people/export").data)
    whole = rows_of(browser.get("/console/people/export?phones=1").data)
    assert masked[1][:2] == [person.number, "=HYPERLINK"]
    assert person.phone not in masked[1]
    assert person.phone in whole[1]
    written = entries(place_ids=None, action="volunteer.export").items
    assert sorted(entry.detail["with_phones"] for entry in written) == [False, True]


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_an_auditor_exports_but_changes_nothing(desk: Desk) -> None:
    centre = a_centre()
    person = a_volunteer(a_station(an_office(centre)))
    browser = desk(staff(Role.AUDITOR, at=centre))
    assert browser.get("/console/people/export").status_code == 200
    assert browser.post(f"/console/people/{person.id}/phone").status_code == 403


def test_a_list_that_is_too_long_says_what_to_do(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = a_station()
    a_volunteer(here)
    a_volunteer(here, name="李明")
    browser = desk(staff(at=here))
    monkeypatch.setattr("app.domain.people.listing.LONGEST_LIST", 1)
    answer = browser.get("/console/people/export")
    assert answer.status_code == 409
    assert "符合条件的有 2 人，一次最多导出 1 人" in answer.text
    assert entries(place_ids=None, action="volunteer.export").total == 0
    assert browser.get("/console/people/export?q=李明").status_code == 200
