"""A session runs over or ends early: its end moves, for everyone in it, and so do the minutes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities import errors, running_sessions
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.rules import CHECK_OUT_GRACE, Direction
from app.domain.attendance.scan_log import ScanRequest
from app.domain.audit.models import AuditEntry
from app.domain.hours.approval import approve_batch
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
ENDS = NOON + 2 * HOUR
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def position(station: Place) -> Position:
    return world.an_open_position(station, starts_at=NOON, state="running")


@pytest.fixture
def volunteer(station: Place, position: Position) -> Volunteer:
    person = world.a_volunteer(station)
    world.signed_up(person, position)
    return person


def scan(person: Volunteer, position: Position, direction: Direction, at: datetime) -> None:
    request = ScanRequest("session_code", direction, position.session_id, person.id, at)
    take_scan(request, now=at)


def prolong(clerk: Staff, position: Position, until: datetime, now: datetime = ENDS) -> None:
    running_sessions.prolong(clerk, position.session_id, until=until, reason="还在排队", now=now)


def ends() -> set[datetime]:
    """Where session, activity and sign-ups end."""
    session.expire_all()
    return {
        session.scalars(select(ActivitySession.ends_at)).one(),
        session.scalars(select(Activity.ends_at)).one(),
        *session.scalars(select(SignUp.ends_at)),
    }


def test_the_end_moves_for_session_activity_and_everyone(
    clerk: Staff, position: Position, volunteer: Volunteer
) -> None:
    prolong(clerk, position, ENDS + HOUR)
    assert ends() == {ENDS + HOUR}
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "session.prolong")).one()
    assert entry.detail["reason"] == "还在排队"
    assert session.scalars(select(OutboxMessage)).all() == []


def test_who_left_after_the_planned_end_is_credited_by_the_new_one(
    clerk: Staff, position: Position, volunteer: Volunteer, station: Place
) -> None:
    early = world.a_volunteer(station, name="李明")
    world.signed_up(early, position)
    for person, left in ((volunteer, ENDS + 20 * MINUTE), (early, ENDS - 20 * MINUTE)):
        scan(person, position, "in", NOON)
        scan(person, position, "out", left)
    prolong(clerk, position, ENDS + HOUR, now=ENDS + 30 * MINUTE)
    session.expire_all()
    rows = session.scalars(select(HourRecord))
    assert {row.volunteer_id: row.minutes for row in rows} == {volunteer.id: 140, early.id: 100}


def test_what_has_been_decided_stays(
    clerk: Staff, position: Position, volunteer: Volunteer
) -> None:
    scan(volunteer, position, "in", NOON)
    scan(volunteer, position, "out", ENDS + 20 * MINUTE)
    record = session.scalars(select(HourRecord)).one()
    approve_batch(clerk, [record.id], now=ENDS + 21 * MINUTE)
    prolong(clerk, position, ENDS + HOUR, now=ENDS + 30 * MINUTE)
    assert session.get_one(HourRecord, record.id, populate_existing=True).minutes == 120


def test_it_can_be_said_as_long_as_one_can_check_out(clerk: Staff, position: Position) -> None:
    assert running_sessions.RUNNING_OVER_SAID_WITHIN == CHECK_OUT_GRACE
    with pytest.raises(errors.SessionNotRunning):
        prolong(clerk, position, ENDS + 2 * HOUR, now=ENDS + HOUR + SECOND)
    with pytest.raises(errors.SessionNotRunning):
        prolong(clerk, position, ENDS + HOUR, now=NOON - SECOND)
    prolong(clerk, position, ENDS + 2 * HOUR, now=ENDS + HOUR)


def test_it_ends_later_than_planned_and_within_twelve_hours(
    clerk: Staff, position: Position
) -> None:
    for until in (ENDS, ENDS - MINUTE):
        with pytest.raises(errors.NotLater):
            prolong(clerk, position, until, now=NOON + HOUR)
    with pytest.raises(errors.NotLater):
        prolong(clerk, position, ENDS + MINUTE, now=ENDS + MINUTE)
    with pytest.raises(errors.LongerThanADay):
        prolong(clerk, position, NOON + 12 * HOUR + SECOND)
    prolong(clerk, position, NOON + 12 * HOUR)


def test_ended_now_who_is_in_is_credited_until_now(
    clerk: Staff, position: Position, volunteer: Volunteer
) -> None:
    scan(volunteer, position, "in", NOON)
    running_sessions.end_now(clerk, position.session_id, reason="下雨", now=NOON + HOUR)
    assert ends() == {NOON + HOUR}
    scan(volunteer, position, "out", NOON + HOUR + 10 * MINUTE)
    assert session.scalars(select(HourRecord)).one().minutes == 60


def test_only_what_runs_is_ended_and_with_a_reason(clerk: Staff, position: Position) -> None:
    for now in (NOON, ENDS):
        with pytest.raises(errors.SessionNotRunning):
            running_sessions.end_now(clerk, position.session_id, reason="下雨", now=now)
    with pytest.raises(errors.ReasonNeeded):
        running_sessions.end_now(clerk, position.session_id, reason=" ", now=NOON + HOUR)
    assert ends() == {ENDS}


def test_others_staff_does_not_find_it_and_an_auditor_decides_nothing(
    position: Position, station: Place
) -> None:
    with pytest.raises(NotFound):
        prolong(world.staff(at=world.a_station()), position, ENDS + HOUR)
    centre = session.get_one(Place, session.get_one(Place, station.parent_id).parent_id)
    with pytest.raises(NotAllowed):
        prolong(world.staff(Role.AUDITOR, at=centre), position, ENDS + HOUR)
