"""What somebody could try at the console by hand-made requests, and what comes of it."""

import pytest
from flask import Flask

from app.domain.access.appointment import end_appointment
from app.domain.access.rules import Role
from app.domain.hours.models import HourRecord
from app.domain.people import queries as people
from app.domain.places.models import Place
from app.kernel.database import session
from tests.entrypoints.console.conftest import Desk
from tests.entrypoints.console.desk import at_desk
from tests.world import NOON, a_pending_record, a_station, a_volunteer, an_office, staff

HOURS = "/console/hours"


def approving(*records: HourRecord) -> dict[str, object]:
    return {"ids": [str(one.id) for one in records], "action": "approve"}


def state_of(record: HourRecord) -> str:
    session.expire_all()
    return session.get_one(HourRecord, record.id).state


def a_record(at: Place) -> HourRecord:
    return a_pending_record(a_volunteer(at), at)


def test_a_clerk_whose_appointment_has_ended_approves_nothing_on_the_page_she_has_open(
    desk: Desk,
) -> None:
    office = an_office()
    here = a_station(office)
    record, clerk = a_record(here), staff(at=here)
    browser = desk(clerk)
    assert browser.get(HOURS).status_code == 200
    end_appointment(staff(Role.OFFICE_MANAGER, at=office), clerk.id, reason="调离", now=NOON)
    answer = browser.post(HOURS, data=approving(record))
    assert "/console/sign-in" in answer.location
    assert state_of(record) == "pending"


def test_a_form_on_somebody_elses_page_approves_nothing_in_her_name(
    desk: Desk, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = a_station()
    record, browser = a_record(here), desk(staff(at=here))
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", True)
    assert browser.post(HOURS, data=approving(record)).status_code == 400
    assert state_of(record) == "pending"


def test_another_stations_record_is_not_approved_by_its_id(desk: Desk) -> None:
    elsewhere = a_record(a_station())
    browser = desk(staff(at=a_station()))
    browser.post(HOURS, data=approving(elsewhere))
    assert state_of(elsewhere) == "pending"


def test_ones_own_record_is_not_approved_among_others(desk: Desk) -> None:
    here = a_station()
    me = a_volunteer(here, name="我自己")
    mine, other = a_pending_record(me, here), a_record(here)
    desk(staff(at=here, volunteer_id=me.id)).post(HOURS, data=approving(mine, other))
    assert (state_of(mine), state_of(other)) == ("pending", "approved")


def test_a_password_alone_moves_nobodys_phone(application: Flask, desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    phone = person.phone
    browser = at_desk(application, staff(at=here), proven=False)
    answer = browser.post(
        f"/console/people/{person.id}/phone", data={"phone": "13900139000", "reason": "换了号码"}
    )
    assert answer.status_code == 403
    assert people.volunteer(person.id).phone == phone
