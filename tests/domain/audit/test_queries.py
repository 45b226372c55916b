from datetime import datetime, timedelta

import pytest

from app.domain.audit import queries, trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.places.queries import ids_within
from app.domain.places.scope import Scope
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.world import a_centre, a_station, an_office

pytestmark = pytest.mark.usefixtures("database")


def test_staff_read_the_entries_of_their_own_subtree(now: datetime) -> None:
    centre = a_centre()
    office = an_office(centre)
    station = a_station(office)
    other = an_office(centre, name="河滨街道新时代文明实践所")
    with transaction():
        for place in (centre, station, other):
            trail.record(SYSTEM, "x.y", "thing", place.id, now=now, place_id=place.id)
        trail.record(SYSTEM, "x.z", "thing", None, now=now)
    mine = queries.entries(place_ids=ids_within(Scope(office.path)))
    assert [entry.place_id for entry in mine.items] == [station.id]
    assert queries.entries(place_ids=None).total == 4


def test_entries_are_filtered_by_author_action_and_time(now: datetime) -> None:
    wang = Actor("staff", new_id(), "王丽")
    with transaction():
        trail.record(wang, "hours.approve", "record", None, now=now, minutes=60)
        trail.record(SYSTEM, "hours.revoke", "record", None, now=now + timedelta(hours=1))
        trail.record(SYSTEM, "hoursglass.turn", "record", None, now=now + timedelta(hours=2))

    def actions(**filters: object) -> list[str]:
        found = queries.entries(place_ids=None, **filters)  # type: ignore[arg-type]
        return [entry.action for entry in found.items]

    assert actions() == ["hoursglass.turn", "hours.revoke", "hours.approve"]
    assert actions(action="hours") == ["hours.revoke", "hours.approve"]
    assert actions(action="hours.approve") == ["hours.approve"]
    assert actions(actor_id=wang.id) == ["hours.approve"]
    assert actions(since=now + timedelta(hours=1), until=now + timedelta(hours=2)) == [
        "hours.revoke"
    ]


def test_the_story_of_a_thing_begins_with_its_first_decision(now: datetime) -> None:
    thing = new_id()
    with transaction():
        trail.record(SYSTEM, "a.second", "thing", thing, now=now + timedelta(seconds=1))
        trail.record(SYSTEM, "a.first", "thing", thing, now=now, why="因为")
        trail.record(SYSTEM, "a.other", "another", thing, now=now)
    story = queries.story_of("thing", thing)
    assert [entry.action for entry in story] == ["a.first", "a.second"]
    assert story[0].detail == {"why": "因为"}
