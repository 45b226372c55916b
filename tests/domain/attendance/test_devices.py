"""Scanners' tokens: who makes them, what they are good for, and when they end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.access.appointment import end_appointment
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.attendance import errors
from app.domain.attendance.device_list import device, devices
from app.domain.attendance.devices import (
    device_behind,
    make_for_place,
    make_for_session,
    revoke,
    seen,
)
from app.domain.attendance.models import ScanDevice
from app.domain.audit.models import AuditEntry
from app.domain.places.models import Place
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import a_scanner

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


def test_a_token_is_told_once_and_kept_as_its_hash(door: Door) -> None:
    device_id, token = make_for_session(door.clerk, door.session.id, name=" 东门 ", now=STARTS)
    row = session.scalars(select(ScanDevice)).one()
    assert (row.id, row.name, row.session_id) == (device_id, "东门", door.session.id)
    assert token not in {str(value) for value in vars(row).values()}
    assert len(token) >= 43
    behind = device_behind(token)
    assert (behind.id, behind.created_by_id) == (device_id, door.clerk.id)
    actions = list(session.scalars(select(AuditEntry.action)))
    assert actions == ["scanner.make"]


def test_tokens_are_made_where_one_runs_attendance(door: Door) -> None:
    elsewhere = world.staff(at=world.a_station())
    auditor = world.staff(Role.AUDITOR, at=world.a_centre())
    with pytest.raises(NotFound):
        make_for_session(elsewhere, door.session.id, name="东门", now=STARTS)
    with pytest.raises(NotFound):
        make_for_place(elsewhere, door.station.id, name="东门", ends_at=ENDS, now=STARTS)
    with pytest.raises((NotAllowed, NotFound)):
        make_for_session(auditor, door.session.id, name="东门", now=STARTS)
    assert session.scalars(select(ScanDevice)).all() == []


@pytest.mark.parametrize("name", ["", "  ", "门" * 31])
def test_a_token_has_a_name(door: Door, name: str) -> None:
    with pytest.raises(BadInput):
        make_for_session(door.clerk, door.session.id, name=name, now=STARTS)


@pytest.mark.parametrize("ends_at", [STARTS, STARTS + timedelta(days=31, seconds=1)])
def test_a_places_token_ends_within_a_month(door: Door, ends_at: object) -> None:
    with pytest.raises(BadInput):
        make_for_place(door.clerk, door.station.id, name="门", ends_at=ends_at, now=STARTS)  # type: ignore[arg-type]
    last = STARTS + timedelta(days=31)
    make_for_place(door.clerk, door.station.id, name="门", ends_at=last, now=STARTS)


def test_an_unknown_token_is_nobodys(door: Door) -> None:
    with pytest.raises(errors.UnknownDevice):
        device_behind("not-a-token")


def test_a_revoked_token_opens_nothing_and_stays_revoked(door: Door) -> None:
    device_id, token = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    revoke(door.clerk, device_id, now=STARTS + HOUR)
    revoke(door.clerk, device_id, now=STARTS + 2 * HOUR)
    with pytest.raises(errors.DeviceRevoked, match="东门"):
        device_behind(token)
    assert session.get_one(ScanDevice, device_id).revoked_at == STARTS + HOUR
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["scanner.make", "scanner.revoke"]


def test_the_tokens_of_who_no_longer_works_here_end_with_her(door: Door) -> None:
    _, hers = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    colleague = world.staff(at=session.get_one(Place, door.clerk.place.id))
    _, other = make_for_session(colleague, door.session.id, name="西门", now=STARTS)
    above = world.staff(Role.CENTRE_ADMINISTRATOR, at=the_centre_above(door))
    end_appointment(above, door.clerk.id, reason="调离", now=STARTS)
    with pytest.raises(errors.DeviceRevoked):
        device_behind(hers)
    assert device_behind(other).created_by_id == colleague.id


def the_centre_above(door: Door) -> Place:
    root = door.clerk.place.path.split("/")[0] + "/"
    return session.scalars(select(Place).where(Place.path == root)).one()


def test_a_token_of_another_subtree_is_not_found(door: Door) -> None:
    device_id, _ = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    elsewhere = world.staff(at=world.a_station())
    with pytest.raises(NotFound):
        revoke(elsewhere, device_id, now=STARTS)
    with pytest.raises(NotFound):
        device(device_id, within=elsewhere.scope)
    assert devices(elsewhere.scope).total == 0


def test_the_list_tells_what_each_is_for(door: Door) -> None:
    scanner = a_scanner(door)
    make_for_place(door.clerk, door.station.id, name="西门", ends_at=ENDS, now=STARTS + HOUR)
    scanner.card(door.volunteer.id, "in", STARTS)
    west, east = devices(door.clerk.scope).items
    assert (west.name, west.place and west.place.id, west.plan) == ("西门", door.station.id, None)
    assert (east.name, east.plan and east.plan.title) == ("东门", "社区环境清洁")
    assert (west.ends_at, east.ends_at) == (ENDS, ENDS + HOUR)
    assert (west.scans, east.scans, east.made_by) == (0, 1, "王丽")
    assert (east.standing(ENDS + HOUR), west.standing(ENDS + HOUR)) == ("in_use", "ended")
    of_session = devices(Scope(""), session_id=door.session.id)
    assert [row.name for row in of_session.items] == ["东门"]


def test_being_in_use_is_noted_once_a_minute(door: Door) -> None:
    _, token = make_for_session(door.clerk, door.session.id, name="东门", now=STARTS)
    seen(device_behind(token), now=STARTS)
    seen(device_behind(token), now=STARTS + timedelta(seconds=59))
    assert device_behind(token).seen_at == STARTS
    seen(device_behind(token), now=STARTS + timedelta(seconds=60))
    assert device_behind(token).seen_at == STARTS + timedelta(seconds=60)
