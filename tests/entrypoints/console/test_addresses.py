"""Naming networks in the console, and being refused from elsewhere."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.access.address_ranges import add_range, ranges_within
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit import queries as audit
from app.domain.hours.models import HourRecord
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.cli.staff import staff as staff_commands
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_pending_record, a_station, a_volunteer, an_office, staff

ELSEWHERE = {"REMOTE_ADDR": "114.114.114.114"}


@pytest.fixture
def centre(application: Flask) -> Place:
    return a_centre()


@pytest.fixture
def administrator(centre: Place) -> Staff:
    return staff(Role.CENTRE_ADMINISTRATOR, at=centre)


def form(centre: Place, network: str = "127.0.0.0/8", **more: str) -> dict[str, str]:
    return {"place_id": str(centre.id), "network": network, "note": "办公楼", "meant": "y", **more}


def test_a_network_is_named_and_taken_back(desk: Desk, administrator: Staff, centre: Place) -> None:
    browser = desk(administrator)
    assert "还没有限定网络" in browser.get("/console/addresses").text
    assert browser.post("/console/addresses/new", data=form(centre)).status_code == 303
    assert "127.0.0.0/8" in browser.get("/console/addresses").text
    (found,) = ranges_within(EVERYWHERE)
    assert browser.post(f"/console/addresses/{found.id}/remove").status_code == 303
    assert ranges_within(EVERYWHERE) == []


def test_shutting_oneself_out_is_refused_with_a_sentence(
    desk: Desk, administrator: Staff, centre: Place
) -> None:
    answer = desk(administrator).post("/console/addresses/new", data=form(centre, "10.1.0.0/16"))
    assert answer.status_code == 409
    assert "127.0.0.1" in answer.text
    assert ranges_within(EVERYWHERE) == []


def test_it_must_be_meant_and_be_a_network(desk: Desk, administrator: Staff, centre: Place) -> None:
    browser = desk(administrator)
    unticked = {key: value for key, value in form(centre).items() if key != "meant"}
    assert browser.post("/console/addresses/new", data=unticked).status_code == 422
    answer = browser.post("/console/addresses/new", data=form(centre, "办公室"))
    assert (answer.status_code, 'id="network-error"' in answer.text) == (422, True)
    assert ranges_within(EVERYWHERE) == []


def test_from_elsewhere_nothing_is_approved_and_the_try_is_noted(
    desk: Desk, administrator: Staff, centre: Place
) -> None:
    allow(administrator, centre)
    station = a_station(an_office(centre))
    record = a_pending_record(a_volunteer(station), station)
    clerk = staff(at=station)
    browser = desk(clerk)
    status, text = approving(browser, record, **ELSEWHERE)
    assert (status, "规定的网络内办理" in text) == (403, True)
    assert session.get_one(HourRecord, record.id).state == "pending"
    entry = audit.story_of("staff", clerk.id)[-1]
    assert entry.action == "addresses.refuse"
    assert entry.detail["address"] == "114.114.114.*"
    assert browser.get("/console/hours", environ_overrides=ELSEWHERE).status_code == 200
    approving(browser, record)
    assert session.get_one(HourRecord, record.id).state == "approved"


def test_from_elsewhere_nobody_lifts_the_limit(
    desk: Desk, administrator: Staff, centre: Place
) -> None:
    allow(administrator, centre)
    (found,) = ranges_within(EVERYWHERE)
    url = f"/console/addresses/{found.id}/remove"
    assert desk(administrator).post(url, environ_overrides=ELSEWHERE).status_code == 403
    assert ranges_within(EVERYWHERE) == [found]


def test_an_operator_lifts_it(application: Flask, administrator: Staff, centre: Place) -> None:
    allow(administrator, centre)
    words = ["open-addresses", "--reason", "换了专线"]
    answer = application.test_cli_runner().invoke(staff_commands, words)
    assert answer.output.startswith("1 ranges removed")
    assert ranges_within(EVERYWHERE) == []


def allow(by: Staff, place: Place) -> None:
    add_range(
        by,
        place_id=place.id,
        network="127.0.0.0/8",
        note="办公楼",
        address="127.0.0.1",
        now=NOON,
    )


def approving(browser: FlaskClient, record: HourRecord, **where: str) -> tuple[int, str]:
    answer = browser.post(
        "/console/hours",
        data={"ids": str(record.id), "action": "approve"},
        environ_overrides=where,
    )
    session.expire_all()
    return answer.status_code, answer.text
