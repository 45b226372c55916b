"""Coming into the console with a name and a password, then with a code of one's authenticator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.domain.access.browsers import meet
from app.domain.access.errors import (
    AccountLocked,
    AppointmentEnded,
    ClosedByOwner,
    SignInAgain,
    WrongCredentials,
)
from app.domain.access.hashing import fits
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff, view
from app.domain.access.rules import lock_after_failure
from app.domain.access.second_factor import accept, locked_enrolled
from app.domain.access.sessions import end_waiting, member_waiting, open_session
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class SignedIn:
    """The token belongs into the cookie and nowhere else.

    `waits_for_code`: the password was right, and the token opens nothing until `answer_code`.
    """

    token: str
    staff: Staff
    waits_for_code: bool = False
    browser: str = ""  # the cookie by which this browser is known again


@dataclass(frozen=True)
class Where:
    """The device somebody comes from, in words; `browser` is the cookie it was given before."""

    device: str
    address: str
    browser: str = ""


def sign_in(
    username: str,
    password: str,
    *,
    device: str,
    address: str,
    browser: str = "",
    now: datetime,
) -> SignedIn:
    """Let somebody in, or count the failure; every path verifies one hash, so all take as long."""
    username = username.strip().lower()
    hash_seen = session.scalar(
        select(StaffMember.password_hash).where(StaffMember.username == username)
    )
    # Outside the transaction: hashing takes a while, and SQLite has one writer.
    right = fits(password, hash_seen)
    with transaction():
        member = _locked_row(StaffMember.username == username)
        if member is None:
            problem: Refusal | None = WrongCredentials()
        else:
            # The password may have been changed while this one was being verified.
            right = right and member.password_hash == hash_seen
            problem = _why_not(member, right=right, now=now)
        if member is not None and problem is None:
            return _after_password(member, Where(device, address, browser), now=now)
    # Raised outside the transaction: a refused attempt counts.
    raise problem or WrongCredentials()


def answer_code(
    token: str, code: str, *, device: str, address: str, browser: str = "", now: datetime
) -> SignedIn:
    """Complete a sign-in whose password was right: a code of the authenticator, or a recovery code.

    A new token is given; the one that waited is void. Refused codes count, as passwords do.
    """
    with transaction():
        staff_id = member_waiting(token, now=now)
        member = _locked_row(StaffMember.id == staff_id) if staff_id else None
        row = locked_enrolled(staff_id) if staff_id else None
        if member is None or member.ended_at is not None or row is None:
            raise SignInAgain
        problem = accept(row, code, now=now)
        if problem is None:
            if not end_waiting(token, now=now):
                raise SignInAgain
            return _let_in(member, Where(device, address, browser), now=now, proven=True)
    raise problem


def whose_code(token: str, *, now: datetime) -> str | None:
    """The user name whose code this device still has to give; None when it is too late."""
    staff_id = member_waiting(token, now=now)
    return session.scalar(select(StaffMember.username).where(StaffMember.id == staff_id))


def _locked_row(which: ColumnElement[bool]) -> StaffMember | None:
    return session.scalars(
        select(StaffMember).where(which).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def _why_not(member: StaffMember, *, right: bool, now: datetime) -> Refusal | None:
    if member.locked_until is not None and now < member.locked_until:
        return AccountLocked(until=member.locked_until)
    if not right:
        return _count_failure(member, now=now)
    if member.ended_at is not None:
        return AppointmentEnded()
    return ClosedByOwner() if member.closed_by_owner_at is not None else None


def _count_failure(member: StaffMember, *, now: datetime) -> Refusal:
    member.failures += 1
    member.locked_until = lock_after_failure(member.failures, now=now)
    if member.locked_until is None:
        return WrongCredentials()
    member.failures = 0
    actor = Actor("staff", member.id, member.name)
    trail.record(actor, "staff.locked", "staff", member.id, now=now, place_id=member.place_id)
    return AccountLocked(until=member.locked_until)


def _after_password(member: StaffMember, where: Where, *, now: datetime) -> SignedIn:
    member.failures = 0
    member.locked_until = None
    if locked_enrolled(member.id) is None:
        return _let_in(member, where, now=now, proven=False)
    session_id, token = open_session(
        member.id, device=where.device, address=where.address, now=now, waits_for_code=True
    )
    staff = view(member, places.place(member.place_id), session_id)
    return SignedIn(token, staff, waits_for_code=True)


def _let_in(member: StaffMember, where: Where, *, now: datetime, proven: bool) -> SignedIn:
    session_id, token = open_session(
        member.id, device=where.device, address=where.address, now=now, proven=proven
    )
    staff = view(member, places.place(member.place_id), session_id, proven=proven)
    trail.record(
        staff.actor,
        "staff.sign_in",
        "staff",
        staff.id,
        now=now,
        place_id=staff.place.id,
        device=where.device,
        address=where.address,
    )
    browser = meet(member, where.browser, device=where.device, address=where.address, now=now)
    return SignedIn(token, staff, browser=browser)
