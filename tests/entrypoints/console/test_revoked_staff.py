"""Attacks by who worked here until a moment ago, and by who has somebody's cookie."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.access import hashing
from app.domain.access.appointment import end_appointment
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.access.sign_in import sign_in
from app.domain.hours.models import HourRecord
from app.domain.messaging import outbox
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_pending_record, a_station, a_volunteer, an_office, saved, staff

PASSWORD = "Sunshine-2026-code"


def approving(browser: FlaskClient, record: HourRecord) -> tuple[int, str]:
    """She presses "approve"; the status, and what the record is afterwards."""
    answer = browser.post("/console/hours", data={"ids": str(record.id), "action": "approve"})
    session.expire_all()
    return answer.status_code, session.get_one(HourRecord, record.id).state


@pytest.fixture
def station(application: Flask) -> Place:
    return a_station(an_office())


def test_who_serves_here_approves(desk: Desk, station: Place) -> None:
    record = a_pending_record(a_volunteer(station), station)
    assert approving(desk(staff(at=station)), record)[1] == "approved"


def test_a_revoked_member_of_staff_approves_nothing_with_an_open_session(
    desk: Desk, station: Place
) -> None:
    record = a_pending_record(a_volunteer(station), station)
    clerk = staff(at=station)
    browser = desk(clerk)
    assert browser.get("/console/hours").status_code == 200
    manager = staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id))
    end_appointment(manager, clerk.id, reason="调离", now=NOON)
    assert approving(browser, record) == (302, "pending")
    assert browser.get("/console/").location == "/console/sign-in?next=/console/"


def test_who_serves_elsewhere_now_approves_nothing_of_the_old_place(
    desk: Desk, station: Place
) -> None:
    record = a_pending_record(a_volunteer(station), station)
    clerk = staff(at=station)
    browser = desk(clerk)
    elsewhere = a_station(session.get_one(Place, station.parent_id))
    with transaction():
        session.get_one(StaffMember, clerk.id).place_id = elsewhere.id
    assert approving(browser, record)[1] == "pending"
    assert browser.get(f"/console/hours/{record.id}").status_code == 404


def test_the_owner_of_an_account_closes_it_from_the_notice(
    desk: Desk, application: Flask, station: Place
) -> None:
    clerk = a_clerk_with_a_password(station)
    thief = application.test_client()
    came = thief.post("/console/sign-in", data={"username": "wangli", "password": PASSWORD})
    cookie = thief.get_cookie("haoren_browser", path="/console/sign-in")
    assert (came.status_code, cookie is not None) == (303, True)
    assert thief.get("/console/").status_code == 200
    (letter,) = outbox.claim("test", limit=10, now=NOON)
    owner = application.test_client()
    page = owner.get(letter.url)
    assert clerk.name in page.text
    assert thief.get("/console/").status_code == 200, "opening the link closes nothing"
    assert "账号已锁定" in owner.post(letter.url).text
    assert thief.get("/console/").status_code == 302
    assert (
        "本人反映"
        in desk(staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id)))
        .get(f"/console/staff/{clerk.id}")
        .text
    )
    assert owner.get(letter.url).status_code == 404


def a_clerk_with_a_password(station: Place) -> Staff:
    clerk = staff(at=station)
    row = session.get_one(StaffMember, clerk.id)
    row.username, row.password_hash = "wangli", hashing.hashed(PASSWORD)
    saved(row)
    return clerk


def test_the_same_browser_is_told_once(application: Flask, desk: Desk, station: Place) -> None:
    a_clerk_with_a_password(station)
    browser = application.test_client()
    for _ in range(2):
        browser.post("/console/sign-in", data={"username": "wangli", "password": PASSWORD})
        browser.post("/console/sign-out")
    assert len(outbox.claim("test", limit=10, now=NOON)) == 1
    sign_in("wangli", PASSWORD, device="x", address="y", now=NOON)
    assert len(outbox.claim("test", limit=10, now=NOON)) == 1
