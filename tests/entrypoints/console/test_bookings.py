"""Facilities and bookings at a desk: described, decided on, booked for somebody, switched off."""

import re

import pytest
from flask import Flask

from app.domain import reactions
from app.domain.facilities import booking, deciding, queries
from app.domain.facilities.models import Booking
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.facilities.house import NINE, WANTED, House, a_house, booked, the_booking
from tests.entrypoints.console.conftest import Desk

CALL = {
    "source": "phone",
    "name": "赵桂芳",
    "phone": "13900007777",
    "day": "2026-11-25",
    "starts_at": "840",
    "ends_at": "1020",
    "purpose": "老同事聚会",
    "heads": "12",
}
ROOM = {
    "name": "书画室",
    "kind": "studio",
    "seats": "12",
    "audience": "volunteers",
    "needs_approval": "",
    "most_minutes": "120",
    "days_ahead": "14",
    "holidays": "usual",
}


@pytest.fixture
def house(application: Flask) -> House:
    reactions.connect()
    return a_house(needs_approval=True)


def test_a_booking_is_approved_and_another_declined(desk: Desk, house: House) -> None:
    browser, made = desk(house.clerk), booked(house)
    waiting = browser.get("/console/bookings").text
    assert "合唱排练" in waiting
    assert "张**" in waiting
    assert "同意" in browser.get(f"/console/bookings/{made}").text
    answer = browser.post(f"/console/bookings/{made}/approve", follow_redirects=True)
    assert "已同意" in answer.text
    week = browser.get(f"/console/facilities/{house.room}?week=2026-11-25").text
    assert "09:00–11:00" in week
    assert "11:00–12:00、14:00–17:30" in week
    refused = browser.post(f"/console/bookings/{made}/call-off", data={"reason": ""})
    assert refused.status_code == 422
    assert the_booking(made).state == "approved"


def test_staff_book_for_who_calls(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    nobody = browser.post(f"/console/facilities/{house.room}/book", data={**CALL, "name": ""})
    assert nobody.status_code == 422
    for day in ("2199-12-31", "1900-01-01"):
        far = {**CALL, "day": day, "ends_at": "1440"}
        answer = browser.post(f"/console/facilities/{house.room}/book", data=far)
        assert answer.status_code == 422
        assert "180 天以内" in answer.text
    answer = browser.post(
        f"/console/facilities/{house.room}/book", data=CALL, follow_redirects=True
    )
    assert "13900007777" not in answer.text
    made = session.query(Booking).one().id
    assert "13900007777" in browser.post(f"/console/bookings/{made}/look").text


def test_a_room_is_described_and_switched_off(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    sent = {**ROOM, "place_id": str(house.station.id)}
    refused = browser.post("/console/facilities/new", data=sent)
    assert "还没有登记开放时间" in refused.text
    answer = browser.post("/console/facilities/new", data={**sent, "day_2": "9:00-11:30"})
    found = re.search(r"/console/facilities/([0-9a-f-]+)", answer.headers["Location"])
    assert found
    assert "9:00–11:30" in browser.get(found[0] + "?week=2026-11-25").text
    made = booked(house)
    deciding.approve(house.clerk, made, now=the_booking(made).made_at)
    off = {"ends_all": "y", "reason": "屋顶漏水"}
    browser.post(f"/console/facilities/{house.room}/off", data=off)
    assert the_booking(made).state == "called_off"
    assert not queries.facility(house.room).is_on


def test_a_moved_activity_says_that_its_room_keeps_the_old_time(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    activity = world.an_activity(house.station, starts_at=NINE, state="draft")
    held = world.a_session(activity)
    world.a_position(held)
    sent = {**CALL, "source": "activity", "activity_id": str(activity.id), "purpose": ""}
    answer = browser.post(f"/console/facilities/{house.room}/book", data=sent)
    made = session.query(Booking).one()
    assert (answer.status_code, made.activity_id, made.purpose) == (
        303,
        activity.id,
        activity.title,
    )
    booking.book_for_activity(house.clerk, house.room, WANTED, activity.id, now=NOON)  # at nine
    for path in (f"/console/activities/{activity.id}", f"/console/sessions/{held.id}/move"):
        page = browser.get(path).text
        assert f"/console/bookings/{made.id}" in page
        assert page.count("对不上") == 1  # at two o'clock, and the activity is at nine
