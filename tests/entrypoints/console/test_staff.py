"""Members of staff in the console."""

import re

from flask import Flask

from app.domain.access import queries
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.scope import EVERYWHERE
from tests.entrypoints.console.conftest import Desk
from tests.world import a_station, an_office, staff


def appoint(desk: Desk, by: Staff, **typed: object) -> object:
    facts = {"name": "周强", "username": "zhouqiang", "phone": "13900139000"}
    return desk(by).post("/console/staff/new", data={**facts, **typed})


def test_a_manager_appoints_a_clerk_and_is_told_the_first_password_once(
    desk: Desk, application: Flask
) -> None:
    office = an_office()
    station = a_station(office)
    manager = staff(Role.OFFICE_MANAGER, at=office)
    answer = appoint(desk, manager, role="station_clerk", place_id=station.id)
    assert answer.status_code == 200
    password = re.search(r'console-password"[^>]*>([^<]+)<', answer.text)
    assert password is not None
    member = next(one for one in queries.staff_list(EVERYWHERE).items if one.name == "周强")
    assert password[1] not in desk(manager).get(f"/console/staff/{member.id}").text
    came = application.test_client().post(
        "/console/sign-in", data={"username": "zhouqiang", "password": password[1]}
    )
    assert came.status_code == 303


def test_a_taken_user_name_keeps_what_was_typed(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    manager = staff(Role.OFFICE_MANAGER, at=office)
    appoint(desk, manager, role="station_clerk", place_id=station.id)
    again = appoint(desk, manager, role="station_clerk", place_id=station.id)
    assert again.status_code == 409
    assert "用户名“zhouqiang”已被使用" in again.text
    assert 'value="周强"' in again.text


def test_a_manager_appoints_nobody_above_herself(desk: Desk) -> None:
    office = an_office()
    manager = staff(Role.OFFICE_MANAGER, at=office)
    answer = appoint(desk, manager, role="office_manager", place_id=office.id)
    assert answer.status_code == 422
    assert queries.staff_list(EVERYWHERE).total == 1


def test_an_appointment_ends_with_a_reason_and_her_devices_with_it(desk: Desk) -> None:
    office = an_office()
    clerk = staff(at=a_station(office), name="周强")
    hers, manager = desk(clerk), desk(staff(Role.OFFICE_MANAGER, at=office))
    url = f"/console/staff/{clerk.id}"
    assert "不能撤销" in manager.get(f"{url}/end").text
    assert manager.post(f"{url}/end", data={"reason": ""}).status_code == 422
    assert manager.post(f"{url}/end", data={"reason": "已调离"}).location == url
    assert "已离岗" in manager.get(url).text
    assert hers.get("/console/").status_code == 302


def test_a_reset_password_is_shown_on_the_answer(desk: Desk) -> None:
    office = an_office()
    clerk = staff(at=a_station(office), name="周强")
    manager = desk(staff(Role.OFFICE_MANAGER, at=office))
    answer = manager.post(f"/console/staff/{clerk.id}/password")
    assert answer.status_code == 200
    assert "密码只显示这一次" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_manager_cannot_reset_another_manager(desk: Desk) -> None:
    office = an_office()
    other = staff(Role.OFFICE_MANAGER, at=office, name="周强")
    answer = desk(staff(Role.OFFICE_MANAGER, at=office)).post(f"/console/staff/{other.id}/password")
    assert answer.status_code == 403
    assert "您不能任命或管理“实践所管理员”" in answer.text


def test_the_list_finds_by_name_and_exports(desk: Desk) -> None:
    office = an_office()
    clerk = staff(at=a_station(office), name="周强")
    manager = desk(staff(Role.OFFICE_MANAGER, at=office))
    page = manager.get("/console/staff?q=周强").text
    assert clerk.username in page
    exported = manager.get("/console/staff/export")
    assert exported.mimetype.endswith("sheet")
    assert "attachment" in exported.headers["Content-Disposition"]
