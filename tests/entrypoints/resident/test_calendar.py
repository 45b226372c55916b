"""My calendar's address, and what a calendar program reads there."""

import re
from datetime import timedelta

from flask import Flask
from icalendar import Calendar, Component

from app.domain.activities import calendar_feed
from tests.conftest import Counting
from tests.domain.culture.house import SHOW, a_published, a_ticket
from tests.entrypoints.resident.conftest import Visitor
from tests.world import (
    HOUR,
    NOON,
    a_point,
    a_position,
    a_session,
    a_station,
    a_volunteer,
    an_activity,
    an_open_position,
    signed_up,
    staff,
)

LONG = "反诈宣传；带上传单,喇叭\\扩音器，从社区广场走到菜市场再走回来一路发给店家和行人"


def address_on(page: str) -> str:
    found = re.search(r'value="http://haoren\.test(/calendar/[\w-]+\.ics)"', page)
    assert found is not None
    return found[1]


def read(visitor: Visitor, address: str) -> list[Component]:
    answer = visitor.open(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_the_address_is_taken_changed_and_given_up(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer()).open("/h5/calendar")
    old = address_on(visitor.send("/h5/calendar", follow=True).text)
    new = address_on(visitor.send("/h5/calendar", follow=True).text)
    assert visitor.open(old).status_code == 404
    assert visitor.open(new).status_code == 200
    visitor.open("/h5/calendar")
    assert "先生成一个地址" in visitor.send("/h5/calendar/give-up", follow=True).text
    assert visitor.open(new).status_code == 404


def test_my_activities_lead_to_it(visitor: Visitor) -> None:
    assert "/h5/calendar" in visitor.sign_in(a_volunteer()).open("/h5/sign-ups").text


def test_a_calendar_program_reads_it_without_signing_in(
    visitor: Visitor, application: Flask
) -> None:
    station = a_station()
    person = a_volunteer(station, name="欧阳桂英")
    activity = an_activity(station, title=LONG[:50], venue="广场,北门; 树下")
    own = signed_up(person, a_position(a_session(activity)))
    token = calendar_feed.take_address(person.id, now=NOON)
    answer = visitor.open(f"/calendar/{token}.ics")
    (event,) = read(visitor, f"/calendar/{token}.ics")
    assert event["UID"] == f"{own.id}@haoren.test"
    assert event["SUMMARY"] == LONG[:50]
    assert event["LOCATION"] == "广场,北门; 树下"
    assert event["DTSTART"].dt == own.starts_at
    assert event["DTEND"].dt == own.ends_at
    assert str(activity.id) in event["DESCRIPTION"]
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    for hers in (person.name, person.phone, person.number):
        assert hers not in answer.text


def test_lines_are_folded_at_75_bytes_between_characters(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    signed_up(person, an_open_position(station, title=LONG[:50]))
    token = calendar_feed.take_address(person.id, now=NOON)
    raw = visitor.open(f"/calendar/{token}.ics").data
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in lines:
        line.decode()


def test_changes_and_cancellations_reach_the_calendar(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    waits = signed_up(person, an_open_position(station), state="waiting")
    gone = signed_up(
        person, an_open_position(station, starts_at=NOON + 99 * HOUR), state="cancelled"
    )
    token = calendar_feed.take_address(person.id, now=NOON)
    events = {event["UID"]: event for event in read(visitor, f"/calendar/{token}.ics")}
    waiting, cancelled = events[f"{waits.id}@haoren.test"], events[f"{gone.id}@haoren.test"]
    assert waiting["SUMMARY"].endswith("（候补）")
    assert waiting["STATUS"] == "TENTATIVE"
    assert cancelled["STATUS"] == "CANCELLED"


def test_an_empty_calendar_is_a_calendar(visitor: Visitor) -> None:
    token = calendar_feed.take_address(a_volunteer().id, now=NOON - timedelta(days=1))
    assert read(visitor, f"/calendar/{token}.ics") == []


def test_a_wrong_address_costs_nothing(visitor: Visitor, statements: Counting) -> None:
    with statements() as seen:
        assert visitor.open("/calendar/AAAAAAAA.ics").status_code == 404
    assert seen == []


def test_a_place_has_a_calendar_for_everybody(visitor: Visitor) -> None:
    station = a_station()
    activity = an_activity(
        station, title=LONG[:50], venue="广场,北门; 树下", published_at=NOON, version=2
    )
    part = a_session(activity)
    address = f"/places/{station.id}/calendar.ics"
    assert address in visitor.open(f"/activities/{activity.id}").text
    (event,) = read(visitor, address)
    assert (event["SUMMARY"], event["LOCATION"]) == (LONG[:50], "广场,北门; 树下")
    assert (event["UID"], event["SEQUENCE"]) == (f"{part.id}@haoren.test", 2)
    assert (event.start, event.end) == (part.starts_at, part.ends_at)
    assert event["URL"] == f"http://haoren.test/activities/{activity.id}"
    again = visitor.open(address)
    assert max(len(line) for line in again.data.split(b"\r\n")) <= 75
    same = visitor.client.get(address, headers={"If-None-Match": again.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert (
        visitor.open("/places/00000000-0000-7000-8000-000000000001/calendar.ics").status_code == 404
    )


def test_events_for_audiences_are_in_the_places_calendar_and_in_hers_who_has_a_ticket(
    visitor: Visitor,
) -> None:
    station = a_station()
    person = a_volunteer(station)
    event_id = a_published(staff(at=station))
    ticket_id = a_ticket(event_id, person)
    (shown,) = read(visitor, f"/places/{station.id}/calendar.ics")
    assert (shown["SUMMARY"], shown["URL"]) == (
        SHOW.title,
        f"http://haoren.test/culture/{event_id}",
    )
    assert read(visitor, f"/places/{a_point(station).id}/calendar.ics") == [shown]
    assert visitor.open(f"/culture/{event_id}").status_code == 200
    token = calendar_feed.take_address(person.id, now=NOON)
    (hers,) = read(visitor, f"/calendar/{token}.ics")
    assert hers["URL"] == f"http://haoren.test/h5/tickets/{ticket_id}"
    assert (hers.start, hers.end) == (SHOW.starts_at, SHOW.ends_at)
    assert "票：3 个座位" in hers["DESCRIPTION"]
