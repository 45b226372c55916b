"""Who never checked out is not forgotten: somebody is told, nobody is credited."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attendance.check_in import take_scan
from app.domain.attendance.closing import close_missed
from app.domain.attendance.models import Attendance
from app.domain.hours.models import HourRecord
from app.domain.hours.rules import CHECK_OUT_UNDONE
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door

CLOSES = ENDS + timedelta(minutes=70)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


def test_a_forgotten_check_out_becomes_a_returned_record_of_nothing(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    assert close_missed(CLOSES - timedelta(seconds=1)) == 0
    assert close_missed(CLOSES) == 1
    [stay] = session.scalars(select(Attendance).execution_options(populate_existing=True))
    assert (stay.out_at, stay.out_way) == (None, "missed")
    [record] = session.scalars(select(HourRecord))
    assert (record.state, record.minutes) == ("returned", 0)
    assert record.reason is not None
    assert "没有签退" in record.reason


def test_it_happens_once(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    assert [close_missed(CLOSES), close_missed(CLOSES)] == [1, 0]


def test_who_checked_out_is_left_alone(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    take_scan(door.scan("out", ENDS), now=ENDS)
    assert close_missed(CLOSES) == 0


def test_it_costs_the_same_for_one_and_for_many(database: object, statements: Counting) -> None:
    costs = []
    for people in (1, 7):
        door = a_door()
        for _ in range(people):
            volunteer = world.a_volunteer(door.station)
            world.checked_in(world.signed_up(volunteer, door.position))
        with statements() as seen:
            assert close_missed(CLOSES) == people
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_check_out_that_was_undone_keeps_its_record(door: Door) -> None:
    take_scan(door.scan("in", STARTS), now=STARTS)
    take_scan(door.scan("out", ENDS), now=ENDS)
    [stay] = session.scalars(select(Attendance))
    [record] = session.scalars(select(HourRecord))
    stay.out_at = stay.out_way = None
    record.state, record.minutes, record.reason = "returned", 0, CHECK_OUT_UNDONE
    world.saved(stay, record)
    assert close_missed(CLOSES) == 1
    [record] = session.scalars(select(HourRecord).execution_options(populate_existing=True))
    assert record.reason is not None
    assert "没有签退" in record.reason
