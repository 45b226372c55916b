"""The second factor: enrolled by its owner, confirmed by a first code, reset by one above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from app.domain.access.appointment import locked_below, write_down
from app.domain.access.errors import CodesLocked, CodeUsed, NoSecondFactor, WrongCode
from app.domain.access.events import SecondFactorReset, StaffContact
from app.domain.access.models import RecoveryCode, SecondFactor, StaffMember
from app.domain.access.one_time_codes import (
    authenticator_address,
    in_groups,
    is_from_authenticator,
    new_recovery_code,
    new_secret,
    recovery_hash,
    step_of,
)
from app.domain.access.queries import Staff
from app.domain.access.rules import RECOVERY_CODES, lock_after_failure
from app.domain.access.sessions import end_all_sessions, end_other_sessions, note_proven
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Enrolment:
    """What her authenticator is told: as a QR's text, and to be typed."""

    address: str
    key: str
    replaces: bool


def begin_enrolment(staff: Staff, *, issuer: str) -> Enrolment:
    """A secret to scan; the same one until it is confirmed, so that a reload changes nothing."""
    with transaction():
        _locked_member(staff.id)
        row = _locked_factor(staff.id)
        if row is None:
            row = SecondFactor(staff_id=staff.id, last_step=0, failures=0)
            session.add(row)
        if row.pending_secret is None:
            row.pending_secret = new_secret()
        secret = row.pending_secret
        replaces = row.secret is not None
    address = authenticator_address(secret, username=staff.username, issuer=issuer)
    return Enrolment(address, in_groups(secret), replaces)


def confirm_enrolment(
    staff: Staff, code: str, *, current: str = "", now: datetime
) -> tuple[str, ...]:
    """Take the new authenticator by its first code; the recovery codes, told this once.

    A replacement needs a code of the one before (`current`), or a recovery code: a device left
    open is no proof. The other devices are signed out.
    """
    with transaction():
        _locked_member(staff.id)
        row = _locked_factor(staff.id)
        if row is None or row.pending_secret is None:
            raise NotFound
        step = step_of(code, row.pending_secret, now=now)
        if step is None:
            raise BadInput(field="code", problem=WrongCode.reason)
        replaces = row.secret is not None
        problem = accept(row, current, now=now) if replaces else None
        if problem is None:
            row.secret, row.pending_secret = row.pending_secret, None
            row.confirmed_at, row.last_step = now, step
            if staff.session_id is not None:
                note_proven(staff.session_id, now=now)
            end_other_sessions(staff, now=now)
            _note(staff, "staff.replace_factor" if replaces else "staff.enrol_factor", now=now)
            return _new_codes(staff.id)
    raise BadInput(field="current", problem=problem.sentence)


def renew_recovery_codes(staff: Staff, code: str, *, now: datetime) -> tuple[str, ...]:
    """Ten new ones; those before are void."""
    with transaction():
        row = _locked_factor(staff.id)
        if row is None or row.secret is None:
            raise NoSecondFactor(name="您")
        problem = accept(row, code, now=now)
        if problem is None:
            _note(staff, "staff.renew_recovery_codes", now=now)
            return _new_codes(staff.id)
    raise problem


def accept(row: SecondFactor, typed: str, *, now: datetime) -> Refusal | None:
    """Take a code of the locked row, once; a failure counts, so the caller commits, then raises."""
    if row.locked_until is not None and now < row.locked_until:
        return CodesLocked(until=row.locked_until)
    if not is_from_authenticator(typed):
        return None if _use_recovery_code(row, typed, now=now) else _count_failure(row, now=now)
    step = step_of(typed, row.secret or "", now=now)
    if step is None:
        return _count_failure(row, now=now)
    if step <= row.last_step:
        return CodeUsed()
    row.last_step, row.failures, row.locked_until = step, 0, None
    return None


def _use_recovery_code(row: SecondFactor, typed: str, *, now: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_id == row.staff_id,
            RecoveryCode.code_hash == recovery_hash(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return False
    row.failures, row.locked_until = 0, None
    member = session.get_one(StaffMember, row.staff_id)
    _trail_own(member, "staff.use_recovery_code", now=now)
    return True


def _count_failure(row: SecondFactor, *, now: datetime) -> Refusal:
    row.failures += 1
    row.locked_until = lock_after_failure(row.failures, now=now)
    if row.locked_until is None:
        return WrongCode()
    row.failures = 0
    _trail_own(session.get_one(StaffMember, row.staff_id), "staff.codes_locked", now=now)
    return CodesLocked(until=row.locked_until)


def reset_second_factor(by: Staff, staff_id: UUID, *, reason: str, now: datetime) -> None:
    """Take away the authenticator somebody below has lost; she is told, and enrols anew."""
    reason = reason.strip()
    if not reason:
        raise BadInput(field="reason", problem="请写明重置原因")
    with transaction():
        member = locked_below(by, staff_id)
        _take_away(member, now=now)
        write_down(by, "staff.reset_factor", member, now=now, reason=reason)
        happened(SecondFactorReset(_contact(member), by.name, reason, now))


def reset_on_server(username: str, *, reason: str, now: datetime) -> None:
    """The same for anybody, centre administrators too, by an operator on the command line."""
    with transaction():
        member = session.scalars(
            select(StaffMember)
            .where(StaffMember.username == username.strip().lower())
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if member is None:
            raise NotFound
        _take_away(member, now=now)
        trail.record(
            SYSTEM,
            "staff.reset_factor",
            "staff",
            member.id,
            now=now,
            place_id=member.place_id,
            name=member.name,
            reason=reason,
        )
        happened(SecondFactorReset(_contact(member), "系统运维人员", reason, now))


def _take_away(member: StaffMember, *, now: datetime) -> None:
    row = _locked_factor(member.id)
    if row is None or row.secret is None:
        raise NoSecondFactor(name=member.name)
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == member.id))
    session.delete(row)
    end_all_sessions(member.id, now=now)


def _contact(member: StaffMember) -> StaffContact:
    return StaffContact(member.id, member.name, member.phone, member.volunteer_id)


def _new_codes(staff_id: UUID) -> tuple[str, ...]:
    session.flush()  # the row the codes belong to stands first
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    session.add_all(
        RecoveryCode(staff_id=staff_id, code_hash=recovery_hash(code)) for code in codes
    )
    return codes


def _locked_member(staff_id: UUID) -> None:
    """Her row is the lock under which a second factor is made for the first time."""
    session.execute(
        select(StaffMember.id)
        .where(StaffMember.id == staff_id, StaffMember.ended_at.is_(None))
        .with_for_update()
    ).one()


def _locked_factor(staff_id: UUID) -> SecondFactor | None:
    return session.scalars(
        select(SecondFactor)
        .where(SecondFactor.staff_id == staff_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def locked_enrolled(staff_id: UUID) -> SecondFactor | None:
    """Her confirmed second factor, locked; None when she has none."""
    row = _locked_factor(staff_id)
    return row if row is not None and row.secret is not None else None


def _note(staff: Staff, action: str, *, now: datetime) -> None:
    trail.record(staff.actor, action, "staff", staff.id, now=now, place_id=staff.place.id)


def _trail_own(member: StaffMember, action: str, *, now: datetime) -> None:
    actor = Actor("staff", member.id, member.name)
    trail.record(actor, action, "staff", member.id, now=now, place_id=member.place_id)
