"""Coming into the console with a name and a password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.access.errors import AccountLocked, AppointmentEnded, WrongCredentials
from app.domain.access.hashing import fits
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff, view
from app.domain.access.rules import lock_after_failure
from app.domain.access.sessions import open_session
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class SignedIn:
    """The token belongs into the cookie and nowhere else."""

    token: str
    staff: Staff


def sign_in(username: str, password: str, *, device: str, address: str, now: datetime) -> SignedIn:
    """Let somebody in, or count the failure; every path verifies one hash, so all take as long."""
    username = username.strip().lower()
    hash_seen = session.scalar(
        select(StaffMember.password_hash).where(StaffMember.username == username)
    )
    # Outside the transaction: hashing takes a while, and SQLite has one writer.
    right = fits(password, hash_seen)
    with transaction():
        member = _locked_row(username)
        if member is None:
            problem: Refusal | None = WrongCredentials()
        else:
            # The password may have been changed while this one was being verified.
            right = right and member.password_hash == hash_seen
            problem = _why_not(member, right=right, now=now)
        if member is not None and problem is None:
            return _let_in(member, device=device, address=address, now=now)
    # Raised outside the transaction: a refused attempt counts.
    raise problem or WrongCredentials()


def _locked_row(username: str) -> StaffMember | None:
    return session.scalars(
        select(StaffMember)
        .where(StaffMember.username == username)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _why_not(member: StaffMember, *, right: bool, now: datetime) -> Refusal | None:
    if member.locked_until is not None and now < member.locked_until:
        return AccountLocked(until=member.locked_until)
    if not right:
        return _count_failure(member, now=now)
    return AppointmentEnded() if member.ended_at is not None else None


def _count_failure(member: StaffMember, *, now: datetime) -> Refusal:
    member.failures += 1
    member.locked_until = lock_after_failure(member.failures, now=now)
    if member.locked_until is None:
        return WrongCredentials()
    member.failures = 0
    actor = Actor("staff", member.id, member.name)
    trail.record(actor, "staff.locked", "staff", member.id, now=now, place_id=member.place_id)
    return AccountLocked(until=member.locked_until)


def _let_in(member: StaffMember, *, device: str, address: str, now: datetime) -> SignedIn:
    member.failures = 0
    member.locked_until = None
    session_id, token = open_session(member.id, device=device, address=address, now=now)
    staff = view(member, places.place(member.place_id), session_id)
    trail.record(
        staff.actor,
        "staff.sign_in",
        "staff",
        staff.id,
        now=now,
        place_id=staff.place.id,
        device=device,
        address=address,
    )
    return SignedIn(token, staff)
