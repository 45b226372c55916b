"""Who is expected, in, out, waiting; and only for those whose place it is."""

from datetime import timedelta

import pytest

from app.domain.attendance import queries
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.errors import StillWaiting
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


def test_each_person_of_a_session_stands_where_she_is(door: Door) -> None:
    came, left, waits, missed = (world.a_volunteer(door.station, name=n) for n in "来走候忘")
    world.checked_in(world.signed_up(came, door.position))
    world.checked_out(world.signed_up(left, door.position))
    world.signed_up(waits, door.position, state="waiting")
    world.checked_in(world.signed_up(missed, door.position), out_way="missed")
    seen = queries.presence(door.session.id, within=door.clerk.scope)
    states = {row.name: row.state for row in seen.rows}
    assert states == {
        "张桂英": "expected",
        "来": "in",
        "走": "out",
        "候": "waiting",
        "忘": "missed",
    }
    assert (seen.count("in", "out"), seen.count("expected")) == (2, 1)
    row = next(row for row in seen.rows if row.name == "走")
    assert (row.in_at, row.out_at, row.ways) == (STARTS, ENDS, ("session_code", "session_code"))


def test_another_place_does_not_find_it(door: Door) -> None:
    other = world.a_station()
    with pytest.raises(NotFound):
        queries.presence(door.session.id, within=Scope(other.path))
    with pytest.raises(NotFound):
        queries.refused_scans(door.session.id, within=Scope(other.path))
    with pytest.raises(NotFound):
        queries.presence(new_id(), within=EVERYWHERE)


def test_presence_costs_the_same_for_one_and_for_many(door: Door, statements: Counting) -> None:
    with statements() as one:
        queries.presence(door.session.id, within=EVERYWHERE)
    for _ in range(5):
        world.checked_in(world.signed_up(world.a_volunteer(door.station), door.position))
    with statements() as many:
        assert len(queries.presence(door.session.id, within=EVERYWHERE).rows) == 6
    assert len(one) == len(many) <= 4


def test_refused_scans_come_newest_first_with_the_reason(door: Door) -> None:
    waits = world.a_volunteer(door.station, name="李明")
    world.signed_up(waits, door.position, state="waiting")
    for minutes in (0, 1):
        at = STARTS + timedelta(minutes=minutes)
        with pytest.raises(StillWaiting):
            take_scan(door.scan("in", at, volunteer_id=waits.id), now=at)
    refused = queries.refused_scans(door.session.id, within=EVERYWHERE)
    assert [(scan.name, scan.refusal) for scan in refused] == [("李明", "still_waiting")] * 2
    assert refused[0].at > refused[1].at


def test_a_stay_is_found_by_id_and_by_person(door: Door) -> None:
    stay = world.checked_out(door.sign_up, in_distance_metres=12)
    found = queries.attendance(stay.id)
    assert (found.in_distance_metres, found.out_at) == (12, ENDS)
    assert queries.attendance_of(door.session.id, door.volunteer.id) == found
    assert queries.attendance_of(door.session.id, new_id()) is None
    with pytest.raises(NotFound):
        queries.attendance(new_id())
