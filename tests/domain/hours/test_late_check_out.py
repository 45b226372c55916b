"""Who forgot to check out says when she left; staff confirm or refuse it, never her own."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.models import Position
from app.domain.attendance.closing import close_missed
from app.domain.hours import check_out_stays, errors, queries
from app.domain.hours.approval import approve_batch
from app.domain.hours.check_out_rules import moment_left
from app.domain.hours.late_check_out import confirm, refuse, say_when_left
from app.domain.hours.mending import mend
from app.domain.hours.models import CheckOutRequest, HourDecision, HourRecord
from app.domain.hours.story import story
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.calendar import SHANGHAI, local
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
ENDS = NOON + 2 * HOUR
CLOSED = ENDS + timedelta(minutes=70)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station, name="王丽")


@pytest.fixture
def volunteer(station: Place) -> Volunteer:
    return world.a_volunteer(station)


@pytest.fixture
def position(station: Place) -> Position:
    return world.an_open_position(station, starts_at=NOON, state="running")


@pytest.fixture
def record(volunteer: Volunteer, position: Position) -> HourRecord:
    """In at noon, never out, closed by the clock."""
    world.checked_in(world.signed_up(volunteer, position))
    assert close_missed(CLOSED) == 1
    return session.scalars(select(HourRecord)).one()


def ask(record: HourRecord, *, left_at: datetime = ENDS - HOUR, now: datetime = CLOSED) -> None:
    say_when_left(record.volunteer_id, record.id, left_at=left_at, note="和李师傅一起走", now=now)


def fresh(record: HourRecord) -> HourRecord:
    return session.get_one(HourRecord, record.id, populate_existing=True)


def test_she_is_told_and_the_hour_stands_to_be_confirmed(record: HourRecord) -> None:
    [letter] = session.scalars(select(OutboxMessage))
    assert (letter.kind, letter.volunteer_id) == ("hours_unconfirmed", record.volunteer_id)
    told = story(record.volunteer_id, record.id)
    assert told.standing == "待确认"
    assert "11月24日 15:10 前本人可以说明离开时间" in told.why


def test_a_confirmed_request_draws_up_the_minutes_within_the_plan(
    record: HourRecord, clerk: Staff, station: Place
) -> None:
    ask(record, left_at=ENDS + 30 * MINUTE)
    confirm(clerk, record.id, now=CLOSED + HOUR)
    now_it = fresh(record)
    assert (now_it.state, now_it.minutes, now_it.counted_until) == ("pending", 120, ENDS)
    assert session.scalars(select(CheckOutRequest)).one().state == "confirmed"
    told = story(record.volunteer_id, record.id)
    last = [step.what for step in told.steps][-2:]
    assert last == ["申请补签退（张桂英）", "确认离开时间（王丽）"]
    assert "补签退，由王丽确认" in told.row.flags(CLOSED)
    refused = approve_batch(clerk, [record.id], now=CLOSED + HOUR).refused
    assert isinstance(refused[record.id], errors.MendedByApprover)
    colleague = world.staff(at=station)
    assert approve_batch(colleague, [record.id], now=CLOSED + HOUR).approved == [record.id]


def test_a_refused_request_tells_her_why_and_leaves_it_to_staff(
    record: HourRecord, clerk: Staff
) -> None:
    ask(record)
    refuse(clerk, record.id, "带队的说您一点就走了", now=CLOSED + HOUR)
    assert (fresh(record).state, fresh(record).minutes) == ("returned", 0)
    kinds = [row.kind for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]
    assert kinds == ["hours_unconfirmed", "hours_returned"]
    assert "带队的说您一点就走了" in story(record.volunteer_id, record.id).why
    with pytest.raises(errors.AskedAlready):
        ask(record)
    mend(
        clerk,
        record.id,
        counted_from=NOON,
        counted_until=NOON + HOUR,
        note="问过带队的人",
        now=CLOSED + 2 * HOUR,
    )
    assert (fresh(record).state, fresh(record).minutes) == ("pending", 60)


def test_she_may_ask_for_a_day_after_she_was_told(record: HourRecord) -> None:
    with pytest.raises(errors.AskedTooLate):
        ask(record, now=CLOSED + 24 * HOUR + timedelta(seconds=1))
    ask(record, now=CLOSED + 24 * HOUR)
    assert session.scalars(select(CheckOutRequest)).one().left_at == ENDS - HOUR


@pytest.mark.parametrize(
    ("left_at", "believable"),
    [
        (NOON, False),
        (NOON + 59 * timedelta(seconds=1), False),
        (NOON + MINUTE, True),
        (ENDS + HOUR, True),
        (ENDS + HOUR + timedelta(seconds=1), False),
    ],
)
def test_she_left_after_she_came_and_while_check_out_was_open(
    record: HourRecord, left_at: datetime, believable: bool
) -> None:
    if believable:
        ask(record, left_at=left_at)
        return
    with pytest.raises(BadInput):
        ask(record, left_at=left_at)
    assert session.scalars(select(CheckOutRequest)).all() == []


def test_nobody_confirms_her_own_and_nobody_what_is_not_hers_to_see(
    record: HourRecord, station: Place
) -> None:
    ask(record)
    herself = world.staff(at=station, volunteer_id=record.volunteer_id)
    for decide in (
        lambda staff: confirm(staff, record.id, now=CLOSED),
        lambda staff: refuse(staff, record.id, "不是我", now=CLOSED),
    ):
        with pytest.raises(errors.OwnRecord):
            decide(herself)
        with pytest.raises(NotFound):
            decide(world.staff(at=world.a_station()))
    assert check_out_stays.waiting_requests_count(herself) == 0
    assert session.scalars(select(CheckOutRequest)).one().state == "asked"


def test_it_is_decided_once(record: HourRecord, clerk: Staff) -> None:
    ask(record)
    confirm(clerk, record.id, now=CLOSED)
    with pytest.raises(errors.NoRequestWaiting):
        confirm(clerk, record.id, now=CLOSED)
    with pytest.raises(errors.NoRequestWaiting):
        refuse(clerk, record.id, "又想了想", now=CLOSED)
    decisions = session.scalars(select(HourDecision.decision).order_by(HourDecision.id)).all()
    assert decisions == ["drawn_up", "ask_out", "confirm"]


def test_without_a_request_there_is_nothing_to_confirm(record: HourRecord, clerk: Staff) -> None:
    with pytest.raises(errors.NoRequestWaiting):
        confirm(clerk, record.id, now=CLOSED)


def test_only_a_stay_without_check_out_and_only_ones_own_is_asked_about(
    volunteer: Volunteer, station: Place
) -> None:
    whole = world.a_pending_record(volunteer, station)
    with pytest.raises(errors.NothingMissed):
        ask(whole)
    with pytest.raises(NotFound):
        say_when_left(
            world.a_volunteer(station).id, whole.id, left_at=NOON, note="我的", now=CLOSED
        )


def test_no_minute_is_credited_twice(
    record: HourRecord, volunteer: Volunteer, station: Place, clerk: Staff
) -> None:
    world.a_pending_record(volunteer, station, starts_at=NOON + HOUR)
    ask(record, left_at=ENDS)
    confirm(clerk, record.id, now=CLOSED)
    assert fresh(record).minutes == 60


def test_requests_wait_at_the_place_and_above_the_oldest_first(
    record: HourRecord, station: Place, clerk: Staff
) -> None:
    ask(record)
    found = check_out_stays.waiting(clerk.scope)
    assert [one.row.id for one in found.items] == [record.id]
    assert found.items[0].request.left_at == ENDS - HOUR
    assert check_out_stays.waiting_requests_count(clerk) == 1
    elsewhere = world.staff(Role.STATION_CLERK, at=world.a_station())
    assert check_out_stays.waiting(elsewhere.scope).total == 0


def test_a_clock_time_is_the_first_after_she_came() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=SHANGHAI)
    assert moment_left(late, time(23, 59)) == datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI)
    assert moment_left(late, time(0, 0)) == datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)
    assert local(moment_left(late, time(22, 30))).day == 24


def test_what_she_holds_is_not_counted_until_it_is_confirmed(record: HourRecord) -> None:
    ask(record)
    assert queries.totals(record.volunteer_id).pending_minutes == 0
