"""A check-out taken offline arrives late: the stay was closed, asked about, mended or decided."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities import running_sessions
from app.domain.attendance.closing import close_missed
from app.domain.attendance.errors import DeviceEnded, UndoNotPossible
from app.domain.attendance.models import Attendance
from app.domain.attendance.undoing import undo_scan
from app.domain.hours import check_out_stays, errors
from app.domain.hours.approval import approve_batch, return_batch
from app.domain.hours.late_check_out import confirm, refuse, say_when_left
from app.domain.hours.mending import mend
from app.domain.hours.models import CheckOutRequest, HourRecord
from app.domain.hours.story import story
from app.kernel.database import session
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import Scanner, a_scanner
from tests.world import HOUR

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
SAID = STARTS + HOUR
LEFT = STARTS + 90 * MINUTE
CLOSED = ENDS + 70 * MINUTE
LATER = CLOSED + HOUR


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture
def west(door: Door) -> Scanner:
    """In at noon; the device goes offline, and the clock closes the stay."""
    scanner = a_scanner(door, "西门")
    scanner.card(door.volunteer.id, "in", STARTS)
    assert close_missed(CLOSED) == 1
    return scanner


def sends_check_out(west: Scanner, door: Door, at: datetime = LEFT, sent: datetime = LATER) -> None:
    west.card(door.volunteer.id, "out", at, sent=sent)


def record() -> HourRecord:
    session.expire_all()
    return session.scalars(select(HourRecord)).one()


def request_state() -> str:
    session.expire_all()
    return session.scalars(select(CheckOutRequest.state)).one()


def ask(door: Door, now: datetime = CLOSED) -> None:
    say_when_left(door.volunteer.id, record().id, left_at=SAID, note="一点走的", now=now)


def history(door: Door) -> list[str]:
    return [f"{one.what} {one.detail}" for one in story(door.volunteer.id, record().id).steps]


def test_a_check_out_after_the_closing_draws_up_the_minutes(door: Door, west: Scanner) -> None:
    sends_check_out(west, door)
    assert (record().state, record().minutes, record().reason) == ("pending", 90, None)


def test_a_waiting_request_is_closed_with_a_sentence(door: Door, west: Scanner) -> None:
    ask(door)
    sends_check_out(west, door)
    assert (record().state, record().minutes, request_state()) == ("pending", 90, "overtaken")
    assert any(
        "补签退申请不用再处理" in one and "已收到 13:30 的签退" in one for one in history(door)
    )
    assert check_out_stays.waiting_requests_count(door.clerk) == 0


def test_a_closed_request_does_not_come_back_when_the_record_is_returned(
    door: Door, west: Scanner
) -> None:
    ask(door)
    sends_check_out(west, door)
    return_batch(door.clerk, [record().id], "请核对", now=LATER)
    assert check_out_stays.waiting_requests_count(door.clerk) == 0
    with pytest.raises(errors.NoRequestWaiting):
        confirm(door.clerk, record().id, now=LATER)
    assert record().minutes == 90


def test_a_time_confirmed_on_request_gives_way_to_the_real_check_out(
    door: Door, west: Scanner
) -> None:
    ask(door)
    confirm(door.clerk, record().id, now=CLOSED)
    assert record().minutes == 60
    sends_check_out(west, door)
    now_it = record()
    assert (now_it.state, now_it.minutes) == ("pending", 90)
    assert (now_it.mended_by_id, now_it.confirmed_on_request) == (None, False)
    assert request_state() == "overtaken"
    # Nobody's word is in it any more: the clerk who had confirmed may approve.
    assert approve_batch(door.clerk, [now_it.id], now=LATER).approved == [now_it.id]


def test_a_refused_request_stays_refused_and_the_scan_counts(door: Door, west: Scanner) -> None:
    ask(door)
    refuse(door.clerk, record().id, "没人看到", now=CLOSED)
    sends_check_out(west, door)
    assert (record().state, record().minutes, record().reason) == ("pending", 90, None)
    assert request_state() == "refused"


def test_what_staff_mended_stays_and_its_history_tells_of_the_scan(
    door: Door, west: Scanner
) -> None:
    mended(door)
    sends_check_out(west, door)
    assert (record().state, record().minutes) == ("pending", 30)
    assert any("考勤后来有更正" in one and "12:00—13:30" in one for one in history(door))


def test_what_was_approved_stays_and_its_history_tells_of_the_scan(
    door: Door, west: Scanner
) -> None:
    ask(door)
    confirm(door.clerk, record().id, now=CLOSED)
    colleague = world.staff(at=door.station)
    approve_batch(colleague, [record().id], now=CLOSED)
    sends_check_out(west, door)
    assert (record().state, record().minutes, request_state()) == ("approved", 60, "confirmed")
    assert any("考勤后来有更正" in one for one in history(door))


def test_mending_closes_a_waiting_request(door: Door, west: Scanner) -> None:
    ask(door)
    mended(door)
    assert request_state() == "overtaken"
    colleague = world.staff(at=door.station)
    return_batch(colleague, [record().id], "请再核对", now=LATER)
    with pytest.raises(errors.NoRequestWaiting):
        confirm(colleague, record().id, now=LATER)


def mended(door: Door) -> None:
    until = STARTS + 30 * MINUTE
    mend(
        door.clerk,
        record().id,
        counted_from=STARTS,
        counted_until=until,
        note="问过带队的人",
        now=CLOSED,
    )


def test_undoing_the_check_out_opens_the_request_again(door: Door, west: Scanner) -> None:
    ask(door)
    sends_check_out(west, door)
    undo_scan(west.device, west.last, at=LEFT + MINUTE, now=LATER + MINUTE)
    assert (record().state, record().minutes, request_state()) == ("returned", 0, "asked")
    close_missed(LATER + 2 * MINUTE)
    assert check_out_stays.waiting_requests_count(door.clerk) == 1
    confirm(door.clerk, record().id, now=LATER + HOUR)
    assert (record().state, record().minutes) == ("pending", 60)


def test_undoing_after_a_confirmed_time_gave_way_asks_staff_again(
    door: Door, west: Scanner
) -> None:
    ask(door)
    confirm(door.clerk, record().id, now=CLOSED)
    sends_check_out(west, door)
    undo_scan(west.device, west.last, at=LEFT + MINUTE, now=LATER + MINUTE)
    assert (record().state, request_state()) == ("returned", "asked")


def test_a_check_out_is_not_undone_under_a_mended_record(door: Door, west: Scanner) -> None:
    mended(door)
    sends_check_out(west, door)
    with pytest.raises(UndoNotPossible):
        undo_scan(west.device, west.last, at=LEFT + MINUTE, now=LATER + MINUTE)
    assert session.scalars(select(Attendance)).one().out_at == LEFT


def test_a_day_to_ask_counts_from_being_told_not_from_an_undone_check_out(door: Door) -> None:
    east = a_scanner(door)
    east.card(door.volunteer.id, "in", STARTS)
    east.card(door.volunteer.id, "out", LEFT)
    sent = LEFT + 11 * HOUR
    undo_scan(east.device, east.last, at=LEFT + MINUTE, now=sent)
    assert close_missed(sent + MINUTE) == 1
    ask(door, now=sent + 24 * HOUR)
    assert request_state() == "asked"


def test_ended_early_in_between_a_late_check_out_counts_to_the_new_end(door: Door) -> None:
    west = a_scanner(door, "西门")
    west.card(door.volunteer.id, "in", STARTS)
    early = STARTS + HOUR
    running_sessions.end_now(door.clerk, door.session.id, reason="下大雨", now=early)
    assert close_missed(early + 70 * MINUTE) == 1
    ask(door, now=early + 70 * MINUTE)
    sends_check_out(west, door, at=early + 20 * MINUTE, sent=early + 80 * MINUTE)
    assert (record().minutes, request_state()) == (60, "overtaken")


def test_ended_early_a_check_out_after_the_grace_is_refused_and_the_request_waits(
    door: Door,
) -> None:
    west = a_scanner(door, "西门")
    west.card(door.volunteer.id, "in", STARTS)
    early = STARTS + 30 * MINUTE
    running_sessions.end_now(door.clerk, door.session.id, reason="下大雨", now=early)
    close_missed(early + 70 * MINUTE)
    say_when_left(
        door.volunteer.id, record().id, left_at=early, note="散了", now=early + 70 * MINUTE
    )
    with pytest.raises(DeviceEnded):
        sends_check_out(west, door, at=early + 61 * MINUTE, sent=early + 80 * MINUTE)
    assert request_state() == "asked"


def test_prolonged_in_between_a_late_check_out_counts_to_the_new_end(door: Door) -> None:
    west = a_scanner(door, "西门")
    west.card(door.volunteer.id, "in", STARTS)
    running_sessions.prolong(
        door.clerk, door.session.id, until=ENDS + HOUR, reason="还在排队", now=ENDS
    )
    assert close_missed(CLOSED) == 0
    assert close_missed(CLOSED + HOUR) == 1
    sends_check_out(west, door, at=ENDS + HOUR + MINUTE, sent=CLOSED + 2 * HOUR)
    assert record().minutes == 180


def test_what_came_to_nothing_before_it_was_prolonged_counts_after_all(door: Door) -> None:
    east = a_scanner(door)
    early = STARTS + 30 * MINUTE
    east.card(door.volunteer.id, "in", early - timedelta(seconds=30))
    running_sessions.end_now(door.clerk, door.session.id, reason="下大雨", now=early)
    east.card(door.volunteer.id, "out", early + 20 * MINUTE)
    assert (record().state, record().minutes) == ("returned", 0)
    running_sessions.prolong(
        door.clerk,
        door.session.id,
        until=early + HOUR,
        reason="雨停了",
        now=early + 25 * MINUTE,
    )
    assert (record().state, record().minutes, record().reason) == ("pending", 20, None)
