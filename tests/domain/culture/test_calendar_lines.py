"""Events as entries of calendars: a place's, and one's own tickets."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask

from app.domain.culture import calendar_lines, planning, publication, tickets
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.culture.house import SHOW, a_programme, a_published, a_ticket

HOUR = timedelta(hours=1)
Seen = list[tuple[str, int, datetime]]


def seen(lines: list[calendar_lines.CalendarLine]) -> Seen:
    return [(line.facts.standing, line.sequence, line.changed_at) for line in lines]


def test_published_events_of_the_subtree_and_cancelled_ones_with_a_higher_number(
    database: Flask, statements: Counting
) -> None:
    office = world.an_office()
    station = world.a_station(office)
    clerk = world.staff(at=station)
    shown = a_published(clerk)
    planning.add_event(clerk, a_programme(clerk), SHOW, place_id=station.id, now=NOON)  # a draft
    a_published(world.staff(at=world.a_station()))
    assert seen(calendar_lines.events_at(office.id, now=NOON)) == [("CONFIRMED", 0, NOON)]
    publication.cancel(clerk, shown, reason="舞台被雨淋坏了", now=NOON + HOUR)
    with statements() as asked:
        (line,) = calendar_lines.events_at(office.id, now=NOON)
    assert seen([line]) == [("CANCELLED", 3600, NOON + HOUR)]
    assert (line.id, line.page) == (shown, f"/culture/{shown}")
    assert len(asked) <= 2


def test_her_tickets_move_with_the_event_and_are_struck_out_when_given_back(
    database: Flask, statements: Counting
) -> None:
    station = world.a_station()
    clerk, person = world.staff(at=station), world.a_volunteer(station)
    event_id = a_published(clerk)
    ticket_id = a_ticket(event_id, person, seats=2)
    (line,) = calendar_lines.tickets_of(person.id, now=NOON)
    assert (line.id, line.page) == (ticket_id, f"/h5/tickets/{ticket_id}")
    assert line.told == ("票：2 个座位",)
    later = replace(SHOW, venue="室内剧场")
    planning.change_event(clerk, event_id, later, now=NOON + HOUR)
    with statements() as asked:
        (line,) = calendar_lines.tickets_of(person.id, now=NOON)
    assert line.facts.venue == "室内剧场"
    assert seen([line]) == [("CONFIRMED", 3600, NOON + HOUR)]
    assert len(asked) == 1
    tickets.give_back(person.id, ticket_id, now=NOON + 2 * HOUR)
    lines = calendar_lines.tickets_of(person.id, now=NOON)
    assert seen(lines) == [("CANCELLED", 7200, NOON + 2 * HOUR)]
    assert calendar_lines.tickets_of(world.a_volunteer(station).id, now=NOON) == []
