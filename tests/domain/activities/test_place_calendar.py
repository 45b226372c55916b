"""A place's calendar: what is published there and below, and what was called off."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask

from app.domain.access.rules import Role
from app.domain.activities import place_calendar, planning, publication, review
from tests import world
from tests.conftest import Counting
from tests.domain.activities.plans import a_plan

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


def test_an_entry_is_as_new_as_the_last_change_of_its_plan(database: Flask, now: datetime) -> None:
    office = world.an_office()
    station = world.a_station(office)
    clerk, manager = world.staff(at=station), world.staff(Role.OFFICE_MANAGER, at=office)
    made = planning.draft(clerk, a_plan(now), place_id=station.id, now=now)
    planning.submit(clerk, made, now=now)
    review.approve(manager, made, now=now)
    seen = []

    def look() -> None:
        (line,) = place_calendar.lines_of(station.id, now=now)
        seen.append((line.sequence, line.changed_at - now))

    publication.publish(clerk, made, now=now + 1 * HOUR)
    look()
    plan, version = planning.plan_of_activity(clerk, made)
    changed = replace(plan, venue="物业会议室")
    planning.revise(clerk, made, changed, version=version, now=now + 2 * HOUR)
    look()
    publication.cancel(clerk, made, reason="场地维修", now=now + 3 * HOUR)
    look()
    assert seen == [(1, 1 * HOUR), (2, 2 * HOUR), (3, 3 * HOUR)]
