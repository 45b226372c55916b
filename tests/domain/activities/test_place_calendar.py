"""A place's calendar: what is published there and below, and what was called off."""

from datetime import datetime, timedelta

from flask import Flask

from app.domain.activities import place_calendar
from tests import world
from tests.conftest import Counting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_published_sessions_of_the_subtree_in_order_and_cancelled_ones_with_a_higher_number(
    database: Flask, now: datetime, statements: Counting
) -> None:
    office = world.an_office()
    station, elsewhere = world.a_station(office), world.a_station()
    published = {"published_at": now - DAY}
    later = world.a_session(world.an_activity(station, starts_at=now + 5 * DAY, **published))
    off = world.a_session(world.an_activity(office, state="cancelled", version=3, **published))
    world.a_session(world.an_activity(station, state="draft"))
    world.a_session(world.an_activity(station, state="cancelled"))  # never was published
    world.a_session(world.an_activity(elsewhere, **published))
    world.a_session(world.an_activity(station, starts_at=now - 40 * DAY, **published))
    team = world.a_team(station, world.a_volunteer(station))
    world.a_session(world.an_activity(station, team_id=team.id, **published))
    with statements() as seen:
        found = place_calendar.lines_of(office.id, now=now)
    assert [line.id for line in found] == [off.id, later.id]
    assert [(line.sequence, line.facts.standing) for line in found] == [
        (4, "CANCELLED"),
        (1, "CONFIRMED"),
    ]
    assert {line.facts.contact_phone for line in found} == {""}
    assert len(seen) <= 2
