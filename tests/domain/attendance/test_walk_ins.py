"""Who comes to the door without a sign-up joins with her own card, or hears why not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities import errors as activity_errors
from app.domain.activities import place_errors
from app.domain.activities.models import GuardianWord, Position, SignUp
from app.domain.attendance import errors
from app.domain.attendance.models import Attendance
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.walk_ins import walk_in
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.people.card import card_code
from app.domain.people.errors import CardExpired
from app.domain.people.models import Guardianship, Volunteer
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.world import HOUR

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
LATE = STARTS + 20 * MINUTE  # signing up is over


@pytest.fixture
def door(database: object) -> Door:
    return a_door(state="running")


@pytest.fixture
def passer_by(door: Door) -> Volunteer:
    return world.a_volunteer(door.station, name="赵敏")


def joins(door: Door, person: Volunteer, **changed: object) -> ScanAnswer:
    at = changed.pop("now", LATE)
    card = card_code(person.id, now=at)  # type: ignore[arg-type]
    known = {"staff": door.clerk, "card": card, "session_id": door.session.id, "now": at}
    return walk_in(**{**known, **changed})  # type: ignore[arg-type]


def taken(door: Door) -> int:
    session.expire_all()
    return session.get_one(Position, door.position.id).taken


def test_she_has_a_place_and_is_in(door: Door, passer_by: Volunteer) -> None:
    answer = joins(door, passer_by)
    assert (answer.at, answer.sentence) == (LATE, "签到成功，12:20")
    place = session.scalars(select(SignUp).where(SignUp.volunteer_id == passer_by.id)).one()
    assert (place.state, place.at_the_door) == ("signed_up", True)
    stay = session.scalars(select(Attendance)).one()
    assert (stay.sign_up_id, stay.in_way, stay.in_staff_id) == (place.id, "card", door.clerk.id)
    assert taken(door) == 2
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "session.walk_in")).one()
    assert noted.detail["position"] == door.position.name
    assert session.scalars(select(OutboxMessage)).all() == []


def test_again_she_gets_the_first_answer(door: Door, passer_by: Volunteer) -> None:
    joins(door, passer_by)
    again = joins(door, passer_by, now=LATE + MINUTE)
    assert (again.repeated, again.at) == (True, LATE)
    assert taken(door) == 2


def test_who_had_signed_up_is_checked_in_to_her_own_place(door: Door) -> None:
    joins(door, door.volunteer)
    place = session.scalars(select(SignUp)).one()
    assert (place.at_the_door, taken(door)) == (False, 1)


def refused(door: Door, person: Volunteer, why: type[Refusal], **changed: object) -> None:
    before = taken(door)
    with pytest.raises(why):
        joins(door, person, **changed)
    assert taken(door) == before
    alive = select(SignUp).where(SignUp.volunteer_id == person.id, SignUp.at_the_door)
    assert session.scalars(alive).all() == []
    assert session.scalars(select(Attendance)).all() == []


def change(row: object, **facts: object) -> None:
    with transaction():
        for name, value in facts.items():
            setattr(row, name, value)
        session.flush()


def test_a_full_position_takes_nobody(door: Door, passer_by: Volunteer) -> None:
    change(door.position, capacity=1)
    refused(door, passer_by, place_errors.NoFreePlace)


def test_the_next_position_with_room_that_she_suits_is_hers(
    door: Door, passer_by: Volunteer
) -> None:
    change(door.position, capacity=1)
    other = world.a_position(door.session, name="引导岗")
    joins(door, passer_by)
    place = session.scalars(select(SignUp).where(SignUp.at_the_door)).one()
    assert place.position_id == other.id


def test_age_skills_account_and_risk_are_judged_as_ever(door: Door, passer_by: Volunteer) -> None:
    change(door.position, oldest=40)
    refused(door, passer_by, activity_errors.TooOld)
    change(door.position, oldest=None, skills=["医疗护理"])
    refused(door, passer_by, activity_errors.SkillsMissing)
    change(door.position, skills=[])
    change(door.activity, risk_level="high")
    refused(door, passer_by, place_errors.TooRiskyAtTheDoor)
    change(door.activity, risk_level="none", state="cancelled")
    refused(door, passer_by, activity_errors.NotRecruiting)
    change(door.activity, state="running")
    change(passer_by, state="frozen")
    refused(door, passer_by, activity_errors.AccountFrozen)


def test_who_is_expected_elsewhere_at_that_time_does_not_join(
    door: Door, passer_by: Volunteer
) -> None:
    world.signed_up(passer_by, world.an_open_position(door.station, starts_at=STARTS + HOUR))
    refused(door, passer_by, activity_errors.BusyThen)


def test_who_is_still_in_elsewhere_does_not_join_and_keeps_no_place(
    door: Door, passer_by: Volunteer
) -> None:
    earlier = world.an_open_position(door.station, starts_at=STARTS - 2 * HOUR, state="running")
    world.checked_in(world.signed_up(passer_by, earlier))
    with pytest.raises(errors.BusyElsewhere):
        joins(door, passer_by)
    session.rollback()
    assert taken(door) == 1


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (STARTS - 30 * MINUTE - timedelta(seconds=1), errors.TooEarly),
        (ENDS + timedelta(seconds=1), errors.TooLate),
    ],
)
def test_only_while_check_in_is_open(
    door: Door, passer_by: Volunteer, now: object, why: type[Refusal]
) -> None:
    refused(door, passer_by, why, now=now)


def test_it_takes_her_own_card_of_this_minute_and_staff_of_this_place(
    door: Door, passer_by: Volunteer
) -> None:
    old = card_code(passer_by.id, now=LATE - 2 * MINUTE)
    refused(door, passer_by, CardExpired, card=old)
    elsewhere = world.staff(at=world.a_station())
    refused(door, passer_by, NotFound, staff=elsewhere)


def test_a_child_joins_when_her_guardian_is_there(door: Door) -> None:
    child = world.a_volunteer(door.station, name="张小宝", born=date(2018, 5, 1))
    world.saved(
        Guardianship(
            id=new_id(),
            child_id=child.id,
            guardian_id=door.volunteer.id,
            guardian_name=door.volunteer.name,
            guardian_phone=door.volunteer.phone,
            relation="祖母",
            version="2026-12",
            text_hash="0" * 64,
            channel="wechat",
            given_at=STARTS - 48 * HOUR,
        )
    )
    refused(door, child, errors.GuardianNotHere)
    joins(door, door.volunteer)
    joins(door, child)
    word = session.scalars(select(GuardianWord)).one()
    assert (word.volunteer_id, word.accompanies, word.relation) == (child.id, True, "祖母")


def test_a_minor_without_a_guardian_here_does_not_join(door: Door) -> None:
    minor = world.a_volunteer(door.station, born=date(2010, 5, 1))
    refused(door, minor, errors.GuardianNotHere)
