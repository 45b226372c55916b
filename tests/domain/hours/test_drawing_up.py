"""A check-out draws up a record; what comes to nothing is returned with the reason."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.activities.models import Activity
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanRequest
from app.domain.hours import queries
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


@pytest.fixture
def volunteer(station: Place) -> Volunteer:
    return world.a_volunteer(station)


def stay(volunteer: Volunteer, activity: Activity, came: datetime, left: datetime) -> HourRecord:
    """Somebody signs up, comes and leaves; her record of it."""
    position = world.a_position(world.a_session(activity))
    world.signed_up(volunteer, position)
    for direction, moment in (("in", came), ("out", left)):
        scan(volunteer, position.session_id, direction, moment)  # type: ignore[arg-type]
    return session.scalars(select(HourRecord).where(HourRecord.activity_id == activity.id)).one()


def scan(volunteer: Volunteer, session_id: UUID, direction: Direction, at: datetime) -> None:
    request = ScanRequest("session_code", direction, session_id, volunteer.id, at)
    take_scan(request, now=at)


def test_the_time_present_within_the_plan_is_drawn_up_and_waits(
    station: Place, volunteer: Volunteer
) -> None:
    activity = world.an_activity(station, starts_at=NOON)
    record = stay(volunteer, activity, NOON - 10 * MINUTE, NOON + 65 * MINUTE)
    assert (record.state, record.minutes, record.needs_second_look) == ("pending", 65, False)
    assert (record.counted_from, record.counted_until) == (NOON, NOON + 65 * MINUTE)
    assert (record.place_id, record.place_path) == (station.id, station.path)
    assert (record.service_date, record.due_on) == (date(2026, 11, 23), date(2026, 12, 7))
    [decision] = queries.decisions(record.id)
    assert (decision.decision, decision.minutes, decision.actor_name) == ("drawn_up", 65, "系统")


def test_who_left_before_it_began_gets_a_returned_record_and_a_notice(
    station: Place, volunteer: Volunteer
) -> None:
    activity = world.an_activity(station, starts_at=NOON)
    record = stay(volunteer, activity, NOON - 20 * MINUTE, NOON - 10 * MINUTE)
    assert (record.state, record.minutes) == ("returned", 0)
    assert record.reason == "计划时间内没有可计的在场时间"
    [letter] = session.scalars(select(OutboxMessage))
    assert letter.volunteer_id == volunteer.id


def test_a_minute_held_by_another_record_is_not_credited_again(
    station: Place, volunteer: Volunteer
) -> None:
    world.a_pending_record(volunteer, station, starts_at=NOON - HOUR)  # 11:00 to 13:00
    activity = world.an_activity(station, starts_at=NOON)
    record = stay(volunteer, activity, NOON, NOON + 2 * HOUR)
    assert (record.state, record.minutes) == ("pending", 60)


@pytest.mark.parametrize("state", ["rejected", "revoked"])
def test_what_was_rejected_or_revoked_holds_no_minutes(
    station: Place, volunteer: Volunteer, state: str
) -> None:
    world.a_pending_record(volunteer, station, starts_at=NOON - HOUR, state=state)
    record = stay(volunteer, world.an_activity(station, starts_at=NOON), NOON, NOON + 2 * HOUR)
    assert record.minutes == 120


def test_somebody_elses_record_holds_nothing(station: Place, volunteer: Volunteer) -> None:
    world.a_pending_record(world.a_volunteer(station), station, starts_at=NOON)
    record = stay(volunteer, world.an_activity(station, starts_at=NOON), NOON, NOON + 2 * HOUR)
    assert record.minutes == 120


def test_above_eight_hours_a_day_a_second_look_is_needed(
    station: Place, volunteer: Volunteer
) -> None:
    world.a_pending_record(volunteer, station, starts_at=NOON - 4 * HOUR, minutes=420)
    activity = world.an_activity(station, starts_at=NOON)
    assert stay(volunteer, activity, NOON, NOON + HOUR).needs_second_look is False
    evening = world.an_activity(station, starts_at=NOON + 4 * HOUR)
    came = NOON + 4 * HOUR
    assert stay(volunteer, evening, came, came + 5 * MINUTE).needs_second_look is True


def test_another_day_begins_at_midnight_in_shanghai(station: Place, volunteer: Volunteer) -> None:
    world.a_pending_record(volunteer, station, starts_at=NOON, minutes=720)
    midnight = NOON + 12 * HOUR
    night = world.an_activity(station, starts_at=midnight)
    record = stay(volunteer, night, midnight, midnight + HOUR)
    assert (record.minutes, record.service_date) == (60, date(2026, 11, 24))


def test_over_midnight_the_day_is_that_of_its_beginning(
    station: Place, volunteer: Volunteer
) -> None:
    late = NOON + 11 * HOUR
    record = stay(volunteer, world.an_activity(station, starts_at=late), late, late + 2 * HOUR)
    assert (record.minutes, record.service_date) == (120, date(2026, 11, 23))
