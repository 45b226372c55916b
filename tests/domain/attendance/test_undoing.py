"""Undoing a slip on the device that made it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attendance import errors
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.undoing import undo_scan
from app.domain.hours.models import HourRecord
from app.kernel.database import session
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import Scanner, a_scanner

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture
def east(door: Door) -> Scanner:
    return a_scanner(door)


def test_an_undone_check_in_never_was_and_may_come_again(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    at = STARTS + 15 * MINUTE
    undone = undo_scan(east.device, east.last, at=at, now=at)
    again = undo_scan(east.device, east.last, at=at, now=at + MINUTE)
    assert undone == again
    assert (undone.sentence, undone.volunteer_name) == ("已撤销签到", "张桂英")
    assert session.scalars(select(Attendance)).all() == []
    assert len(session.scalars(select(Scan)).all()) == 2
    east.card(door.volunteer.id, "in", at)
    assert session.scalars(select(Attendance)).one().in_at == at


def test_an_undone_scan_sent_again_says_so(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    undo_scan(east.device, east.last, at=STARTS, now=STARTS)
    with pytest.raises(errors.ScanUndone):
        east.take("in", STARTS, person_id=door.volunteer.id, nonce=east.last)
    assert session.scalars(select(Attendance)).all() == []


def test_an_undone_check_out_leaves_the_person_in(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "out", STARTS + 30 * MINUTE)
    undo_scan(east.device, east.last, at=STARTS + 31 * MINUTE, now=STARTS + 31 * MINUTE)
    session.expire_all()
    stay, record = session.scalars(select(Attendance)).one(), session.scalars(select(HourRecord))
    assert (stay.in_at, stay.out_at, stay.note) == (STARTS, None, "签退在设备上撤销过")
    returned = record.one()
    assert (returned.state, returned.minutes) == ("returned", 0)
    east.card(door.volunteer.id, "out", ENDS)
    session.expire_all()
    redrawn = session.scalars(select(HourRecord)).one()
    assert (redrawn.state, redrawn.minutes, redrawn.reason) == ("pending", 120, None)


def test_after_fifteen_minutes_it_stays(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    late = STARTS + 15 * MINUTE + timedelta(seconds=1)
    with pytest.raises(errors.UndoTooLate):
        undo_scan(east.device, east.last, at=late, now=late)
    # Undone in time without network, told later.
    undo_scan(east.device, east.last, at=STARTS + 10 * MINUTE, now=ENDS)


def test_another_devices_scan_is_not_ones_own(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    with pytest.raises(errors.NothingToUndo):
        undo_scan(a_scanner(door, "西门").device, east.last, at=STARTS, now=STARTS)


def test_what_changed_nothing_cannot_be_undone(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "in", STARTS + MINUTE)
    with pytest.raises(errors.NothingToUndo):
        undo_scan(east.device, east.last, at=STARTS + MINUTE, now=STARTS + MINUTE)
    with pytest.raises(errors.NothingToUndo):
        undo_scan(east.device, "never sent", at=STARTS, now=STARTS)


def test_a_check_in_is_not_undone_under_a_check_out(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    first = east.last
    east.card(door.volunteer.id, "out", STARTS + MINUTE)
    with pytest.raises(errors.UndoNotPossible):
        undo_scan(east.device, first, at=STARTS + 2 * MINUTE, now=STARTS + 2 * MINUTE)


def test_a_decided_record_is_not_undone(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "out", ENDS)
    record = session.scalars(select(HourRecord)).one()
    record.state, record.decided_by_id, record.decided_at = "approved", door.clerk.id, ENDS
    world.saved(record)
    with pytest.raises(errors.UndoNotPossible):
        undo_scan(east.device, east.last, at=ENDS, now=ENDS)
    session.expire_all()
    assert session.scalars(select(Attendance)).one().out_at == ENDS
