from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.access import hashing
from app.domain.access.appointment import appoint, end_appointment, reset_password
from app.domain.access.errors import AccountLocked, AppointmentEnded, WrongCredentials
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.access.sign_in import SignedIn, sign_in
from app.domain.audit import queries as audit
from app.domain.places.models import Place
from app.kernel.database import session
from tests.world import NOON, a_centre, a_station, an_office, staff

MINUTE = timedelta(minutes=1)


@pytest.fixture
def manager(database: object) -> Staff:
    return staff(Role.OFFICE_MANAGER, at=an_office(a_centre()))


@pytest.fixture
def password(manager: Staff) -> str:
    """The first password of wang.li, a clerk."""
    return appointed(manager)[1]


def appointed(manager: Staff) -> tuple[UUID, str]:
    station = a_station(session.get_one(Place, manager.place.id))
    done = appoint(
        manager,
        name="王丽",
        username="wang.li",
        phone="13800138000",
        role=Role.STATION_CLERK,
        place_id=station.id,
        now=NOON,
    )
    return done.staff_id, done.initial_password


def entering(password: str, username: str = "wang.li", now: datetime = NOON) -> SignedIn:
    return sign_in(username, password, device="Firefox", address="10.0.0.1", now=now)


def test_the_right_password_opens_and_is_in_the_trail(password: str) -> None:
    came = entering(password, username=" Wang.Li ")
    assert came.staff.name == "王丽"
    assert came.staff.session_id is not None
    assert came.staff.must_change_password
    assert [e.action for e in audit.story_of("staff", came.staff.id)][-1] == "staff.sign_in"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(password: str) -> None:
    with pytest.raises(WrongCredentials) as wrong:
        entering("not it")
    with pytest.raises(WrongCredentials) as unknown:
        entering(password, username="nobody")
    assert wrong.value.sentence == unknown.value.sentence


def test_an_unknown_name_costs_one_verified_hash_like_a_known_one(
    password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    class Counting:
        def hash(self, secret: str) -> str:
            return real.hash(secret)

        def verify(self, stored: str, secret: str) -> bool:
            verified.append(stored)
            return real.verify(stored, secret)

    real = hashing.HASHER
    monkeypatch.setattr(hashing, "HASHER", Counting())
    for username in ("wang.li", "nobody"):
        with pytest.raises(WrongCredentials):
            entering("not it", username=username)
    assert len(verified) == 2
    parameters = {stored.rsplit("$", 2)[0] for stored in verified}
    assert len(parameters) == 1, "both hashes must be equally expensive"


def test_five_failures_lock_even_the_right_password_out_for_15_minutes(password: str) -> None:
    for _ in range(4):
        with pytest.raises(WrongCredentials):
            entering("not it")
    with pytest.raises(AccountLocked):
        entering("not it")
    with pytest.raises(AccountLocked) as locked:
        entering(password, now=NOON + 15 * MINUTE - timedelta(seconds=1))
    assert "12:15" in locked.value.sentence
    assert entering(password, now=NOON + 15 * MINUTE).staff.name == "王丽"


def test_coming_in_forgets_earlier_failures(password: str) -> None:
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(WrongCredentials):
                entering("not it")
        entering(password)


def test_after_a_lock_counting_begins_anew(password: str) -> None:
    for _ in range(5):
        with pytest.raises((WrongCredentials, AccountLocked)):
            entering("not it")
    with pytest.raises(WrongCredentials):
        entering("not it", now=NOON + 16 * MINUTE)


def test_an_ended_appointment_is_told_only_to_who_knows_the_password(manager: Staff) -> None:
    staff_id, password = appointed(manager)
    end_appointment(manager, staff_id, reason="调离", now=NOON)
    with pytest.raises(AppointmentEnded):
        entering(password)
    with pytest.raises(WrongCredentials):
        entering("not it")


def test_a_reset_unlocks_and_the_old_password_is_void(manager: Staff) -> None:
    staff_id, old = appointed(manager)
    for _ in range(5):
        with pytest.raises((WrongCredentials, AccountLocked)):
            entering("not it")
    new = reset_password(manager, staff_id, now=NOON)
    with pytest.raises(WrongCredentials):
        entering(old)
    assert entering(new).staff.must_change_password
