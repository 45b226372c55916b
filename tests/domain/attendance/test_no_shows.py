"""Who had a place and never came is noted once, a day later; nothing follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.activities.models import Position
from app.domain.attendance.models import NoShow
from app.domain.attendance.no_shows import no_shows_at, no_shows_of, note_no_shows
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
ENDS = NOON + 2 * HOUR
A_DAY_LATER = ENDS + timedelta(hours=24)


@pytest.fixture
def position(database: object) -> Position:
    return world.an_open_position(world.a_station(), starts_at=NOON, state="running")


def test_only_who_had_a_place_and_never_came_is_noted_once(position: Position) -> None:
    missing, came, waiting, cancelled = (world.a_volunteer() for _ in range(4))
    world.signed_up(missing, position)
    world.checked_in(world.signed_up(came, position))
    world.signed_up(waiting, position, state="waiting")
    world.signed_up(cancelled, position, state="cancelled")
    assert note_no_shows(A_DAY_LATER - timedelta(seconds=1)) == 0
    assert [note_no_shows(A_DAY_LATER), note_no_shows(A_DAY_LATER)] == [1, 0]
    [row] = session.scalars(select(NoShow))
    assert (row.volunteer_id, row.ended_at) == (missing.id, ENDS)
    assert no_shows_at(position.session_id) == 1


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_what_did_not_take_place_is_nobodys_fault(database: object, state: str) -> None:
    position = world.an_open_position(world.a_station(), starts_at=NOON, state=state)
    world.signed_up(world.a_volunteer(), position)
    assert note_no_shows(A_DAY_LATER) == 0


def test_a_year_later_it_is_forgotten(position: Position) -> None:
    missing = world.a_volunteer()
    world.signed_up(missing, position)
    note_no_shows(A_DAY_LATER)
    year = timedelta(days=365)
    assert no_shows_of(missing.id, now=ENDS + year - timedelta(seconds=1)) == 1
    assert no_shows_of(missing.id, now=ENDS + year) == 0


def test_it_costs_the_same_for_one_and_for_many(database: object, statements: Counting) -> None:
    costs = []
    for people in (1, 7):
        position = world.an_open_position(world.a_station(), starts_at=NOON, state="ended")
        for _ in range(people):
            world.signed_up(world.a_volunteer(), position)
        with statements() as seen:
            assert note_no_shows(A_DAY_LATER) == people
        costs.append(len(seen))
    assert costs[0] == costs[1]
