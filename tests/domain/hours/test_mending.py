"""A returned record is put right by one and approved by another; a rejected one is appealed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.hours import errors
from app.domain.hours.approval import approve_batch, reject_batch, return_batch
from app.domain.hours.mending import appeal, mend
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
BEGAN = NOON - 48 * HOUR
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def volunteer(station: Place) -> Volunteer:
    return world.a_volunteer(station)


@pytest.fixture
def record(volunteer: Volunteer, station: Place) -> HourRecord:
    """Two hours, waiting."""
    return world.a_pending_record(volunteer, station, starts_at=BEGAN)


def fresh(record: HourRecord) -> HourRecord:
    return session.get_one(HourRecord, record.id, populate_existing=True)


def half_an_hour_less(staff: Staff, record: HourRecord) -> None:
    mend(
        staff,
        record.id,
        counted_from=BEGAN + HALF_HOUR,
        counted_until=BEGAN + 2 * HOUR,
        note="核实晚到半小时",
        now=NOON,
    )


def test_a_mended_record_waits_again_for_somebody_else(
    record: HourRecord, clerk: Staff, station: Place
) -> None:
    return_batch(clerk, [record.id], "晚到", now=NOON)
    half_an_hour_less(clerk, record)
    mended = fresh(record)
    assert (mended.state, mended.minutes, mended.mended_by_id) == ("pending", 90, clerk.id)
    refused = approve_batch(clerk, [record.id], now=NOON).refused
    assert isinstance(refused[record.id], errors.MendedByApprover)
    colleague = world.staff(at=station)
    assert approve_batch(colleague, [record.id], now=NOON).approved == [record.id]
    words = [
        row.decision for row in session.scalars(select(HourDecision).order_by(HourDecision.id))
    ]
    assert words == ["return", "mend", "approve"]


def test_nobody_is_credited_for_time_she_was_not_there(record: HourRecord, clerk: Staff) -> None:
    return_batch(clerk, [record.id], "晚到", now=NOON)
    with pytest.raises(errors.OutsideStay):
        mend(
            clerk,
            record.id,
            counted_from=BEGAN,
            counted_until=BEGAN + 2 * HOUR + timedelta(seconds=1),
            note="多算一点",
            now=NOON,
        )
    assert fresh(record).state == "returned"


def test_without_a_check_out_the_planned_end_is_the_limit(
    volunteer: Volunteer, station: Place, clerk: Staff
) -> None:
    record = world.a_pending_record(
        volunteer, station, starts_at=BEGAN, state="returned", minutes=0, counted_until=BEGAN
    )
    stay = session.get_one(world.Attendance, record.attendance_id)
    stay.out_at, stay.out_way = None, "missed"
    world.saved(stay)
    mend(
        clerk,
        record.id,
        counted_from=BEGAN,
        counted_until=BEGAN + 2 * HOUR,
        note="现场负责人确认",
        now=NOON,
    )
    assert (fresh(record).minutes, fresh(record).state) == (120, "pending")


def test_mending_counts_no_minute_twice_and_not_against_itself(
    record: HourRecord, volunteer: Volunteer, station: Place, clerk: Staff
) -> None:
    return_batch(clerk, [record.id], "核实", now=NOON)
    world.a_pending_record(volunteer, station, starts_at=BEGAN + HOUR)
    half_an_hour_less(clerk, record)
    assert fresh(record).minutes == 30


def test_only_a_returned_record_is_mended(record: HourRecord, clerk: Staff) -> None:
    with pytest.raises(errors.NotReturned):
        half_an_hour_less(clerk, record)


def test_mending_needs_a_note(record: HourRecord, clerk: Staff) -> None:
    return_batch(clerk, [record.id], "晚到", now=NOON)
    with pytest.raises(BadInput):
        mend(
            clerk,
            record.id,
            counted_from=BEGAN,
            counted_until=BEGAN + HOUR,
            note=" ",
            now=NOON,
        )


def test_strangers_do_not_find_it_and_auditors_may_not(record: HourRecord) -> None:
    with pytest.raises(NotFound):
        half_an_hour_less(world.staff(at=world.a_station()), record)
    centre = session.scalars(
        select(Place).where(Place.level == "centre").order_by(Place.path)
    ).first()
    assert centre is not None
    with pytest.raises(NotAllowed):
        half_an_hour_less(world.staff(Role.AUDITOR, at=centre), record)


def test_an_appealed_record_waits_for_another_approver(
    record: HourRecord, volunteer: Volunteer, clerk: Staff, station: Place
) -> None:
    reject_batch(clerk, [record.id], "未见到本人", now=NOON)
    appeal(volunteer.id, record.id, "我在后厨帮忙", now=NOON)
    asked = fresh(record)
    assert (asked.state, asked.appealed_at, asked.due_on) == ("pending", NOON, date(2026, 12, 7))
    refused = approve_batch(clerk, [record.id], now=NOON).refused
    assert isinstance(refused[record.id], errors.RejectedByApprover)
    assert approve_batch(world.staff(at=station), [record.id], now=NOON).approved == [record.id]


def test_a_second_rejection_is_final(
    record: HourRecord, volunteer: Volunteer, clerk: Staff, station: Place
) -> None:
    reject_batch(clerk, [record.id], "未见到本人", now=NOON)
    appeal(volunteer.id, record.id, "我在后厨帮忙", now=NOON)
    reject_batch(world.staff(at=station), [record.id], "核实后仍不属实", now=NOON)
    with pytest.raises(errors.AlreadyAppealed):
        appeal(volunteer.id, record.id, "再看一次", now=NOON)


def test_minutes_credited_to_another_record_meanwhile_are_not_given_back(
    record: HourRecord, volunteer: Volunteer, clerk: Staff, station: Place
) -> None:
    reject_batch(clerk, [record.id], "未见到本人", now=NOON)
    world.a_pending_record(volunteer, station, starts_at=BEGAN + HOUR)
    appeal(volunteer.id, record.id, "我在后厨帮忙", now=NOON)
    assert fresh(record).minutes == 60


def test_she_appeals_her_own_rejected_record_with_a_text(
    record: HourRecord, volunteer: Volunteer, clerk: Staff
) -> None:
    with pytest.raises(errors.NotRejected):
        appeal(volunteer.id, record.id, "早点看", now=NOON)
    reject_batch(clerk, [record.id], "未见到本人", now=NOON)
    with pytest.raises(NotFound):
        appeal(world.a_volunteer().id, record.id, "我替她问", now=NOON)
    with pytest.raises(NotFound):
        appeal(volunteer.id, new_id(), "没有这条", now=NOON)
    with pytest.raises(BadInput):
        appeal(volunteer.id, record.id, "", now=NOON)
    assert fresh(record).state == "rejected"
