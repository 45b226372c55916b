"""Nobody makes hours alone: what rests on one person's word needs another person's name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.access import appointment, second_factor
from app.domain.access import queries as access
from app.domain.access.models import SecondFactor, StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities import errors as of_activities
from app.domain.activities import review
from app.domain.attendance.device_scanning import DeviceScan, scan_by_device
from app.domain.attendance.devices import device_behind, make_for_session
from app.domain.attendance.models import Attendance
from app.domain.hours import errors, queries
from app.domain.hours.approval import approve_batch, return_batch
from app.domain.hours.back_fill_decisions import confirm, refuse
from app.domain.hours.mending import mend
from app.domain.hours.models import HourRecord
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office)


def picked(at: Place, by_in: Staff, by_out: Staff, *, out_way: str = "list") -> HourRecord:
    """Two hours of somebody who left no scan of her own."""
    record = world.a_pending_record(world.a_volunteer(at), at)
    with transaction():
        stay = session.get_one(Attendance, record.attendance_id)
        stay.in_way, stay.in_staff_id = "list", by_in.id
        stay.out_way, stay.out_staff_id = out_way, by_out.id
    return record


def refused(by: Staff, record: HourRecord) -> type | None:
    """Why she cannot approve it."""
    found = approve_batch(by, [record.id], now=NOON).refused
    return type(found[record.id]) if found else None


def a_second_account_of(one: Staff, *, at: Place, role: Role = Role.STATION_CLERK) -> Staff:
    """The same phone; another user name and, who knows, another name."""
    return world.staff(role, at=at, name="赵敏", phone=one.phone)


def test_who_picked_in_and_out_from_the_list_does_not_approve(station: Place, clerk: Staff) -> None:
    record = picked(station, clerk, clerk)
    assert refused(clerk, record) is errors.PickedByApprover
    assert queries.waiting_count(clerk) == 0
    colleague = world.staff(at=station)
    assert queries.waiting_count(colleague) == 1
    assert refused(colleague, record) is None


def test_her_second_account_does_not_approve_either(station: Place, clerk: Staff) -> None:
    record = picked(station, clerk, clerk)
    assert refused(a_second_account_of(clerk, at=station), record) is errors.PickedByApprover


def test_picked_in_by_one_and_out_by_the_other_two_names_stand_there(
    station: Place, clerk: Staff
) -> None:
    assert refused(clerk, picked(station, clerk, world.staff(at=station))) is None


def test_one_scan_of_hers_is_evidence(station: Place, clerk: Staff) -> None:
    assert refused(clerk, picked(station, clerk, clerk, out_way="card")) is None


def test_a_stay_made_up_on_a_scanner_the_day_after_waits_for_somebody_else(
    station: Place, clerk: Staff
) -> None:
    position = a_past_position(station, ended=20 * HOUR)
    somebody = world.a_volunteer(station)
    world.signed_up(somebody, position)
    ends_at = NOON - 20 * HOUR
    _, token = make_for_session(clerk, position.session_id, name="东门", now=ends_at - HOUR)
    scanner = device_behind(token)
    assert scanner is not None
    for direction, at in (("in", ends_at - 2 * HOUR), ("out", ends_at)):
        scan = DeviceScan(
            nonce=direction, direction=direction, person_id=somebody.id, scanned_at=at, sent_at=NOON
        )
        scan_by_device(scanner, scan, now=NOON)
    record = session.query(HourRecord).one()
    assert (record.minutes, refused(clerk, record)) == (120, errors.PickedByApprover)


def test_what_she_mended_her_second_account_does_not_approve(station: Place, clerk: Staff) -> None:
    record = world.a_pending_record(world.a_volunteer(station), station)
    return_batch(clerk, [record.id], "时间不对", now=NOON)
    mend(
        clerk,
        record.id,
        counted_from=record.counted_from,
        counted_until=record.counted_until,
        note="按签到表补正",
        now=NOON,
    )
    assert refused(a_second_account_of(clerk, at=station), record) is errors.MendedByApprover
    assert refused(world.staff(at=station), record) is None


def test_a_plan_is_not_reviewed_under_a_second_account(
    office: Place, station: Place, clerk: Staff
) -> None:
    plan = world.an_activity(station, state="submitted", by=clerk.id)
    same = a_second_account_of(clerk, at=office, role=Role.OFFICE_MANAGER)
    with pytest.raises(of_activities.OwnPlan):
        review.approve(same, plan.id, now=NOON)


def test_who_took_a_clerks_second_factor_does_not_confirm_what_the_clerks_account_enters(
    office: Place, station: Place, clerk: Staff, manager: Staff
) -> None:
    with transaction():
        session.add(SecondFactor(staff_id=clerk.id, secret="A" * 32, confirmed_at=NOON))
    second_factor.reset_second_factor(manager, clerk.id, reason="手机丢失", now=NOON - HOUR)
    appointment.reset_password(manager, clerk.id, now=NOON - HOUR)
    position = a_past_position(station)
    found = a_back_fill(clerk, position, [world.a_volunteer(station)])
    with pytest.raises(errors.GaveTheKeys):
        confirm(manager, found, now=NOON)
    assert confirm(world.staff(Role.OFFICE_MANAGER, at=office), found, now=NOON).credited == 1


def test_who_has_just_appointed_an_account_does_not_confirm_what_it_enters(
    station: Place, manager: Staff
) -> None:
    made = appointment.appoint(
        manager,
        name="李芳",
        username="lifang",
        phone="13912345678",
        role=Role.STATION_CLERK,
        place_id=station.id,
        now=NOON - HOUR,
    )
    assert session.get_one(StaffMember, made.staff_id).appointed_by_id == manager.id
    invented = access.staff_member(made.staff_id, within=EVERYWHERE)
    invented = replace(invented, proven=True)
    found = a_back_fill(invented, a_past_position(station), [world.a_volunteer(station)])
    with pytest.raises(errors.GaveTheKeys):
        confirm(manager, found, now=NOON)
    refuse(manager, found, "没有签到表原件", now=NOON)  # to say no, one needs no distance


def test_a_week_later_she_confirms_as_always(station: Place, clerk: Staff, manager: Staff) -> None:
    appointment.reset_password(manager, clerk.id, now=NOON - timedelta(days=7, minutes=1))
    found = a_back_fill(clerk, a_past_position(station), [world.a_volunteer(station)])
    assert confirm(manager, found, now=NOON).credited == 1
