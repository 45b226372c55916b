"""A scanner gives who has not signed up a free place and checks her in, where it may."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities import place_errors
from app.domain.activities.models import Position, SignUp
from app.domain.attendance import errors
from app.domain.attendance.device_walk_ins import DeviceWalkIn, positions_for, walk_in_by_device
from app.domain.attendance.devices import Device, device_behind, make_for_session
from app.domain.attendance.evidence import proofs
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.undoing import undo_scan
from app.domain.audit.models import AuditEntry
from app.domain.hours.models import HourRecord
from app.domain.hours.story import story
from app.domain.people.card import card_code
from app.domain.people.errors import CardExpired
from app.domain.people.models import Volunteer
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import Scanner

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
LATE = STARTS + 20 * MINUTE


@pytest.fixture
def door(database: object) -> Door:
    return a_door(state="running")


@pytest.fixture
def passer_by(door: Door) -> Volunteer:
    return world.a_volunteer(door.station, name="赵敏")


def a_device(door: Door, *, takes_walk_ins: bool = True) -> Device:
    _, token = make_for_session(
        door.clerk, door.session.id, name="东门", takes_walk_ins=takes_walk_ins, now=STARTS
    )
    return device_behind(token)


def joins(
    device: Device, person: Volunteer, *, at: datetime = LATE, **changed: object
) -> ScanAnswer:
    known = {"nonce": "nonce-01", "card": card_code(person.id, now=at)}
    return walk_in_by_device(device, DeviceWalkIn(**{**known, **changed}), now=at)  # type: ignore[arg-type]


def taken(position: Position) -> int:
    session.expire_all()
    return session.get_one(Position, position.id).taken


def refused(device: Device, person: Volunteer, why: type[Refusal], **changed: object) -> None:
    with pytest.raises(why):
        joins(device, person, **changed)  # type: ignore[arg-type]
    session.rollback()
    assert session.scalars(select(SignUp).where(SignUp.at_the_door)).all() == []
    assert session.scalars(select(Attendance)).all() == []


def test_one_act_gives_a_place_and_checks_in(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door)
    answer = joins(device, passer_by)
    assert (answer.sentence, answer.volunteer_name) == ("签到成功，12:20", "赵敏")
    place = session.scalars(select(SignUp).where(SignUp.at_the_door)).one()
    stay = session.scalars(select(Attendance)).one()
    assert (stay.sign_up_id, stay.in_way, stay.in_staff_id) == (place.id, "card", door.clerk.id)
    assert taken(door.position) == 2


def test_the_trail_names_the_device_and_who_made_it(door: Door, passer_by: Volunteer) -> None:
    joins(a_device(door), passer_by)
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "session.walk_in")).one()
    assert (noted.actor_id, noted.actor_name) == (door.clerk.id, door.clerk.name)
    assert (noted.detail["device"], noted.detail["position"]) == ("东门", door.position.name)


def test_the_evidence_tells_of_the_place_at_the_door(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door)
    joins(device, passer_by)
    Scanner(device).card(passer_by.id, "out", ENDS)
    scans = proofs(door.session.id, passer_by.id)
    assert [(one.device, one.staff) for one in scans] == [("东门", door.clerk.name)] * 2
    record = session.scalars(select(HourRecord)).one()
    first, *_ = story(passer_by.id, record.id).steps
    assert (first.what, first.at) == ("现场加入", LATE)


def test_sent_again_it_is_one_act_also_when_the_card_is_old(
    door: Door, passer_by: Volunteer
) -> None:
    device, card = a_device(door), card_code(passer_by.id, now=LATE)
    first = joins(device, passer_by, card=card)
    again = joins(device, passer_by, card=card, at=LATE + 10 * MINUTE)
    assert again == first
    assert taken(door.position) == 2
    assert len(session.scalars(select(Scan)).all()) == 1


def test_with_another_nonce_she_hears_that_she_is_in(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door)
    joins(device, passer_by)
    again = joins(device, passer_by, nonce="nonce-02", at=LATE + MINUTE)
    assert (again.repeated, again.at) == (True, LATE)
    assert taken(door.position) == 2


def test_a_nonce_belongs_to_one_person(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door)
    joins(device, passer_by)
    other = world.a_volunteer(door.station, name="孙丽")
    with pytest.raises(errors.NonceUsed):
        joins(device, other)


def test_she_has_the_position_she_chose(door: Door, passer_by: Volunteer) -> None:
    other = world.a_position(door.session, name="引导岗")
    joins(a_device(door), passer_by, position_id=other.id)
    assert (taken(other), taken(door.position)) == (1, 1)


def test_a_full_position_or_one_of_another_session_is_refused(
    door: Door, passer_by: Volunteer
) -> None:
    full = world.a_position(door.session, name="引导岗", capacity=1, taken=1)
    device = a_device(door)
    refused(device, passer_by, place_errors.NoFreePlace, position_id=full.id)
    elsewhere = world.an_open_position(door.station)
    refused(device, passer_by, NotFound, position_id=elsewhere.id)


def test_only_a_device_that_was_made_for_it(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door, takes_walk_ins=False)
    refused(device, passer_by, errors.WalkInsNotAllowed)
    with pytest.raises(errors.WalkInsNotAllowed):
        positions_for(device, None, now=LATE)


def test_only_at_its_own_session_and_while_it_is_in_use(door: Door, passer_by: Volunteer) -> None:
    elsewhere = world.an_open_position(door.station, state="running", starts_at=STARTS)
    device = a_device(door)
    refused(device, passer_by, errors.NotThisSession, session_id=elsewhere.session_id)
    refused(device, passer_by, errors.DeviceEnded, at=ENDS + timedelta(hours=2))
    refused(device, passer_by, errors.TooLate, at=ENDS + MINUTE)


def test_it_takes_her_own_card_of_this_minute(door: Door, passer_by: Volunteer) -> None:
    old = card_code(passer_by.id, now=LATE - 2 * MINUTE)
    refused(a_device(door), passer_by, CardExpired, card=old)
    kept = session.scalars(select(Scan)).one()
    assert (kept.refusal, kept.staff_id) == ("card_expired", door.clerk.id)


def test_a_minor_joins_only_when_her_guardian_is_here(door: Door) -> None:
    minor = world.a_volunteer(door.station, born=date(2010, 5, 1))
    refused(a_device(door), minor, errors.GuardianNotHere)


def test_positions_with_room_are_offered(door: Door) -> None:
    world.a_position(door.session, name="引导岗", capacity=3, taken=3)
    with transaction():
        door.position.capacity = 4
        session.flush()
    found = positions_for(a_device(door), None, now=LATE)
    assert [(one.id, one.left) for one in found] == [(door.position.id, 3)]


def test_an_undone_walk_in_leaves_no_place_behind(door: Door, passer_by: Volunteer) -> None:
    device = a_device(door)
    joins(device, passer_by)
    undo_scan(device, "nonce-01", at=LATE, now=LATE)
    assert session.scalars(select(Attendance)).all() == []
    assert taken(door.position) == 1
    gone = session.scalars(select(SignUp).where(SignUp.at_the_door)).one()
    assert gone.state == "cancelled"
    joins(device, passer_by, nonce="nonce-02", at=LATE + MINUTE)
    assert taken(door.position) == 2


def test_an_undone_check_in_leaves_a_place_signed_up_for(door: Door) -> None:
    scanner = Scanner(a_device(door))
    scanner.card(door.volunteer.id, "in", LATE)
    undo_scan(scanner.device, scanner.last, at=LATE, now=LATE)
    assert taken(door.position) == 1
    assert session.scalars(select(SignUp)).one().state == "signed_up"
