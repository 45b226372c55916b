"""The same person, twice at once, from several processes: one record, one answer."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.rules import Direction
from app.domain.hours.models import HourRecord
from app.kernel.database import session
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.racing import Racer, run
from tests.racing import runners

PROCESSES = 3

pytestmark = pytest.mark.slow


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with runners(PROCESSES) as pool:
        yield pool


def racers(
    door: Door,
    database_url: str,
    direction: Direction,
    *,
    nonce: str | None = None,
    locking: bool = True,
) -> list[Racer]:
    moment = STARTS if direction == "in" else ENDS
    return [
        Racer(
            database_url,
            direction,
            door.session.id,
            door.volunteer.id,
            moment + timedelta(seconds=number),
            nonce,
            pause_seconds=0.3,
            locking=locking,
        )
        for number in range(PROCESSES)
    ]


def count(model: type[Attendance] | type[Scan] | type[HourRecord]) -> int:
    session.remove()  # what was read before the race is a closed snapshot
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_person_who_scans_thrice_at_once_comes_once(
    door: Door, database_url: str, processes: ProcessPoolExecutor
) -> None:
    answers = list(processes.map(run, racers(door, database_url, "in")))
    assert len({(attendance_id, at) for attendance_id, at, _ in answers}) == 1
    assert sorted(repeated for *_, repeated in answers) == [False, True, True]
    assert (count(Attendance), count(Scan)) == (1, PROCESSES)


def test_a_person_who_leaves_thrice_at_once_leaves_once(
    door: Door, database_url: str, processes: ProcessPoolExecutor
) -> None:
    world.checked_in(door.sign_up)
    answers = list(processes.map(run, racers(door, database_url, "out")))
    assert len({at for _, at, _ in answers}) == 1
    assert sorted(repeated for *_, repeated in answers) == [False, True, True]


def test_a_scan_sent_thrice_at_once_is_one_scan(
    door: Door, database_url: str, processes: ProcessPoolExecutor
) -> None:
    answers = list(processes.map(run, racers(door, database_url, "in", nonce="n1")))
    assert len(set(answers)) == 1
    assert (count(Attendance), count(Scan)) == (1, 1)


def test_without_the_lock_the_constraint_still_leaves_one_record(
    door: Door, database_url: str, processes: ProcessPoolExecutor
) -> None:
    """All look before one writes (on PostgreSQL); who comes second looks again."""
    answers = list(processes.map(run, racers(door, database_url, "in", locking=False)))
    assert len({(attendance_id, at) for attendance_id, at, _ in answers}) == 1
    assert sorted(repeated for *_, repeated in answers) == [False, True, True]
    assert (count(Attendance), count(Scan)) == (1, PROCESSES)
