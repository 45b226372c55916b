"""An authenticator: enrolled, asked for, used once, locked, reset."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.domain.access import one_time_codes
from app.domain.access.errors import (
    CodesLocked,
    CodeUsed,
    MayNotAppoint,
    NoSecondFactor,
    NotAllowed,
    SecondFactorNeeded,
    SignInAgain,
    WrongCode,
)
from app.domain.access.models import RecoveryCode, SecondFactor, StaffMember
from app.domain.access.queries import Staff
from app.domain.access.rules import NEEDS_SECOND_FACTOR, ROLE_PERMISSIONS, Permission, Role
from app.domain.access.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    renew_recovery_codes,
    reset_on_server,
    reset_second_factor,
)
from app.domain.access.sessions import open_session, staff_behind
from app.domain.access.sign_in import SignedIn, answer_code, sign_in, whose_code
from app.domain.access.sign_in_queries import second_factor as factor_of
from app.domain.audit import queries as audit
from app.domain.messaging import outbox
from app.domain.places.models import Place
from app.kernel.database import db, session
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.resealing import sealed_columns
from app.kernel.transaction import transaction
from tests.authenticator import code_at
from tests.world import (
    NOON,
    a_centre,
    a_station,
    a_volunteer,
    an_office,
    staff,
    staff_who_signs_in,
)

STEP = timedelta(seconds=30)
PASSWORD = "Sunshine-2026-code"
HERE = {"device": "Firefox", "address": "10.0.0.1"}


@pytest.fixture
def clerk(database: Flask) -> Staff:
    """A clerk with a password and no second factor, on a signed-in device."""
    return on_a_device(staff(at=a_station()))


@pytest.fixture
def enrolled(database: Flask) -> Staff:
    """A clerk with an authenticator."""
    return staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=a_station())


def on_a_device(member: Staff) -> Staff:
    with transaction():
        _, token = open_session(member.id, device="Firefox", address="10.0.0.1", now=NOON)
    found = staff_behind(token, now=NOON)
    assert found is not None
    return found


def pending_secret(member: Staff) -> str:
    secret = session.scalars(
        select(SecondFactor.pending_secret).where(SecondFactor.staff_id == member.id)
    ).one()
    assert secret is not None
    return secret


def enrol(member: Staff, now: datetime = NOON) -> tuple[str, ...]:
    begin_enrolment(member, issuer="实践中心")
    return confirm_enrolment(member, code_at(now, pending_secret(member)), now=now)


def waiting(now: datetime = NOON) -> SignedIn:
    return sign_in("wangli", PASSWORD, **HERE, now=now)


def answering(token: str, code: str, now: datetime = NOON) -> SignedIn:
    return answer_code(token, code, **HERE, now=now)


def actions(member: Staff) -> list[str]:
    return [entry.action for entry in audit.story_of("staff", member.id)]


def test_a_reload_shows_the_same_key(clerk: Staff) -> None:
    first = begin_enrolment(clerk, issuer="实践中心")
    assert begin_enrolment(clerk, issuer="实践中心") == first
    assert first.address.startswith("otpauth://totp/")
    assert first.key.replace(" ", "") == pending_secret(clerk)
    assert {len(group) for group in first.key.split()} == {4}


def test_the_secret_is_ciphertext_at_rest_and_follows_a_change_of_keys(clerk: Staff) -> None:
    enrol(clerk)
    stored = session.execute(text("SELECT secret FROM second_factor")).scalar_one()
    assert stored.startswith("v1:")
    assert {"second_factor.secret", "second_factor.pending_secret"} <= {
        f"{column.table.name}.{column.name}" for column in sealed_columns()
    }


def test_a_first_code_confirms_and_gives_ten_recovery_codes(clerk: Staff) -> None:
    elsewhere = on_a_device(clerk)
    codes = enrol(clerk)
    assert len(set(codes)) == 10
    found = factor_of(clerk.id)
    assert found is not None
    assert (found.confirmed_at, found.recovery_codes_left) == (NOON, 10)
    assert actions(clerk)[-1] == "staff.enrol_factor"
    stored = " ".join(session.scalars(select(RecoveryCode.code_hash)))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    open_devices = session.execute(
        text("SELECT COUNT(*) FROM staff_session WHERE ended_at IS NULL")
    ).scalar_one()
    assert open_devices == 1, "the other device is signed out"
    assert elsewhere.session_id != clerk.session_id


def test_the_device_she_enrols_on_counts_as_proven(database: Flask) -> None:
    member = staff(at=a_station())
    with transaction():
        _, token = open_session(member.id, device="Firefox", address="10.0.0.1", now=NOON)
    before = staff_behind(token, now=NOON)
    assert before is not None
    assert not before.proven
    enrol(before)
    after = staff_behind(token, now=NOON)
    assert after is not None
    assert after.proven


def test_a_wrong_first_code_confirms_nothing(clerk: Staff) -> None:
    begin_enrolment(clerk, issuer="实践中心")
    with pytest.raises(BadInput) as refused:
        confirm_enrolment(clerk, "12345", now=NOON)
    assert refused.value.field == "code"
    assert factor_of(clerk.id) is None


def test_nothing_is_confirmed_that_was_not_begun(clerk: Staff) -> None:
    with pytest.raises(NotFound):
        confirm_enrolment(clerk, "123456", now=NOON)


def test_a_password_alone_opens_nothing_once_enrolled(enrolled: Staff) -> None:
    came = waiting()
    assert came.waits_for_code
    assert staff_behind(came.token, now=NOON) is None
    assert whose_code(came.token, now=NOON) == "wangli"
    assert "staff.sign_in" not in actions(enrolled)


def test_the_code_opens_and_the_token_that_waited_is_void(enrolled: Staff) -> None:
    came = waiting()
    inside = answering(came.token, code_at(NOON))
    found = staff_behind(inside.token, now=NOON)
    assert found is not None
    assert found.proven
    assert staff_behind(came.token, now=NOON) is None
    with pytest.raises(SignInAgain):
        answering(came.token, code_at(NOON + STEP), NOON + STEP)
    assert actions(enrolled)[-1] == "staff.sign_in"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_may_be_a_step_early_or_late(enrolled: Staff, steps: int) -> None:
    assert answering(waiting().token, code_at(NOON + steps * STEP)).staff.proven


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_away_is_wrong(enrolled: Staff, steps: int) -> None:
    with pytest.raises(WrongCode):
        answering(waiting().token, code_at(NOON + steps * STEP))


def test_a_code_is_typed_as_people_type(enrolled: Staff) -> None:
    code = code_at(NOON)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert answering(waiting().token, f"{wide[:3]} {wide[3:]}").staff.proven


def test_a_code_is_taken_once(enrolled: Staff) -> None:
    code = code_at(NOON)
    answering(waiting().token, code)
    with pytest.raises(CodeUsed):
        answering(waiting().token, code)
    with pytest.raises(CodeUsed):
        answering(waiting().token, code_at(NOON - STEP))
    assert answering(waiting().token, code_at(NOON + STEP)).staff.proven


def test_the_same_code_from_two_devices_at_once_opens_one(
    application: Flask, enrolled: Staff
) -> None:
    tokens = [waiting().token for _ in range(2)]
    code = code_at(NOON)

    def answer(token: str) -> str:
        with application.app_context():
            try:
                answering(token, code)
            except Refusal as refusal:
                return refusal.code
            finally:
                db.session.remove()
            return "in"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(answer, tokens)) == ["code_used", "in"]


def test_five_wrong_codes_lock_whatever_passwords_are_typed_meanwhile(enrolled: Staff) -> None:
    for _ in range(4):
        with pytest.raises(WrongCode):
            answering(waiting().token, "000000")
    with pytest.raises(CodesLocked):
        answering(waiting().token, "000000")
    assert actions(enrolled)[-1] == "staff.codes_locked"
    last = NOON + timedelta(minutes=15)
    before = last - timedelta(seconds=1)
    with pytest.raises(CodesLocked) as locked:
        answering(waiting(before).token, code_at(before), before)
    assert "12:15" in locked.value.sentence
    assert answering(waiting(last).token, code_at(last), last).staff.proven


def test_a_code_is_awaited_for_ten_minutes(enrolled: Staff) -> None:
    came = waiting()
    late = NOON + timedelta(minutes=10)
    assert whose_code(came.token, now=late - timedelta(seconds=1)) == "wangli"
    assert whose_code(came.token, now=late) is None
    with pytest.raises(SignInAgain):
        answering(came.token, code_at(late), late)


def test_a_recovery_code_opens_once_however_it_is_typed(enrolled: Staff) -> None:
    code, *_ = renew_recovery_codes(enrolled, code_at(NOON), now=NOON)
    assert answering(waiting().token, f" {code.lower().replace('-', ' ')} ").staff.proven
    assert "staff.use_recovery_code" in actions(enrolled)
    left = factor_of(enrolled.id)
    assert left is not None
    assert left.recovery_codes_left == 9
    with pytest.raises(WrongCode):
        answering(waiting().token, code)


def test_recovery_codes_are_nobody_elses(enrolled: Staff) -> None:
    code, *_ = renew_recovery_codes(enrolled, code_at(NOON), now=NOON)
    staff_who_signs_in("other", PASSWORD, role=Role.STATION_CLERK, at=a_station())
    came = sign_in("other", PASSWORD, **HERE, now=NOON)
    with pytest.raises(WrongCode):
        answering(came.token, code)


def test_new_recovery_codes_void_those_before(enrolled: Staff) -> None:
    old, *_ = renew_recovery_codes(enrolled, code_at(NOON), now=NOON)
    renew_recovery_codes(enrolled, code_at(NOON + STEP), now=NOON)
    with pytest.raises(WrongCode):
        answering(waiting().token, old)


def test_recovery_codes_are_renewed_by_a_code_only(enrolled: Staff, clerk: Staff) -> None:
    with pytest.raises(WrongCode):
        renew_recovery_codes(enrolled, "000000", now=NOON)
    with pytest.raises(NoSecondFactor):
        renew_recovery_codes(clerk, "000000", now=NOON)


def test_a_new_authenticator_needs_a_code_of_the_old_one(enrolled: Staff) -> None:
    member = on_a_device(enrolled)
    assert begin_enrolment(member, issuer="实践中心").replaces
    new = code_at(NOON, pending_secret(member))
    with pytest.raises(BadInput) as refused:
        confirm_enrolment(member, new, current="000000", now=NOON)
    assert refused.value.field == "current"
    failures = session.scalars(select(SecondFactor.failures)).one()
    assert failures == 1, "guessing is counted"
    confirm_enrolment(member, new, current=code_at(NOON), now=NOON)
    assert actions(enrolled)[-1] == "staff.replace_factor"
    with pytest.raises(WrongCode):
        answering(waiting().token, code_at(NOON))


@pytest.mark.parametrize("permission", sorted(NEEDS_SECOND_FACTOR))
def test_a_sign_in_by_password_alone_is_refused_by_the_action(
    database: Flask, permission: Permission
) -> None:
    station = a_station()
    office = session.get_one(Place, station.parent_id)
    role = Role.OFFICE_MANAGER
    if permission not in ROLE_PERMISSIONS[role]:
        role, office = Role.CENTRE_ADMINISTRATOR, session.get_one(Place, office.parent_id)
    member = on_a_device(staff(role, at=office))
    assert not member.proven
    with pytest.raises(SecondFactorNeeded):
        member.require(permission, station.path)


def test_the_role_is_asked_before_the_second_factor(clerk: Staff) -> None:
    with pytest.raises(NotAllowed):
        clerk.require(Permission.STAFF_APPOINT, clerk.place.path)
    clerk.require(Permission.ACTIVITIES_PLAN, clerk.place.path)


def a_manager_above(member: Staff) -> Staff:
    station = session.get_one(Place, member.place.id)
    return staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id), name="周建国")


def test_one_above_takes_it_away_and_every_device_is_signed_out(enrolled: Staff) -> None:
    inside = answering(waiting().token, code_at(NOON))
    half = waiting()
    reset_second_factor(a_manager_above(enrolled), enrolled.id, reason="手机丢失", now=NOON)
    assert factor_of(enrolled.id) is None
    assert staff_behind(inside.token, now=NOON) is None
    with pytest.raises(SignInAgain):
        answering(half.token, code_at(NOON + STEP))
    again = waiting()
    assert not again.waits_for_code
    assert not again.staff.proven
    entry = next(e for e in audit.story_of("staff", enrolled.id) if e.action.endswith("factor"))
    assert entry.detail["reason"] == "手机丢失"


def test_she_is_told_by_sms_when_she_is_no_volunteer(enrolled: Staff) -> None:
    reset_second_factor(a_manager_above(enrolled), enrolled.id, reason="手机丢失", now=NOON)
    (letter,) = outbox.claim("test", limit=10, now=NOON)
    assert (letter.channel, letter.kind, letter.recipient) == (
        *("sms", "second_factor_reset", enrolled.phone),
    )


def test_she_is_told_by_wechat_when_she_is_one(database: Flask) -> None:
    station = a_station()
    person = a_volunteer(station, open_id="o-wang")
    member = staff_who_signs_in("wangli", PASSWORD, role=Role.STATION_CLERK, at=station)
    with transaction():
        session.get_one(StaffMember, member.id).volunteer_id = person.id
    reset_second_factor(a_manager_above(member), member.id, reason="手机丢失", now=NOON)
    (letter,) = outbox.claim("test", limit=10, now=NOON)
    assert (letter.channel, letter.recipient) == ("wechat_template", "o-wang")


def test_a_reset_needs_a_reason_and_something_to_reset(enrolled: Staff, clerk: Staff) -> None:
    manager = a_manager_above(enrolled)
    with pytest.raises(BadInput):
        reset_second_factor(manager, enrolled.id, reason="  ", now=NOON)
    reset_second_factor(manager, enrolled.id, reason="手机丢失", now=NOON)
    with pytest.raises(NoSecondFactor):
        reset_second_factor(manager, enrolled.id, reason="手机丢失", now=NOON)


def test_nobody_resets_an_equal_or_another_places_staff(database: Flask) -> None:
    centre = a_centre()
    administrator = staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    equal = staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    with pytest.raises(MayNotAppoint):
        reset_second_factor(administrator, equal.id, reason="手机丢失", now=NOON)
    stranger = staff(Role.OFFICE_MANAGER, at=an_office(centre))
    hers = staff(at=a_station(an_office(centre)))
    with pytest.raises(NotFound):
        reset_second_factor(stranger, hers.id, reason="手机丢失", now=NOON)


def test_an_operator_resets_an_administrators(database: Flask) -> None:
    member = staff_who_signs_in("zhao", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=a_centre())
    reset_on_server(" Zhao ", reason="手机丢失", now=NOON)
    assert factor_of(member.id) is None
    with pytest.raises(NotFound):
        reset_on_server("nobody", reason="手机丢失", now=NOON)


def test_codes_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B: the last six of the eight digits of its SHA-1 vectors."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert one_time_codes.code_of_step(second // 30, secret) == code


def test_the_new_secret_has_160_bits() -> None:
    assert len(one_time_codes.new_secret()) * 5 == 160
