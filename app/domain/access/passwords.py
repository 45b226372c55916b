"""Which passwords are good enough, how first ones are made, and changing one's own."""

import secrets
import string
from datetime import datetime

from sqlalchemy import select

from app.domain.access.errors import WeakPassword, WrongPassword
from app.domain.access.hashing import fits, hashed
from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff
from app.domain.access.sessions import end_other_sessions
from app.domain.audit import trail
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

SHORTEST = 10
SHORTEST_OF_ONE_KIND = 16
LONGEST = 128
KINDS_NEEDED = 3
LONGEST_RUN = 3
# Without letters and digits that are mistaken for each other when read aloud or written down.
READABLE = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679"


def why_not_this_password(password: str, *, username: str) -> Refusal | None:
    """Long and mixed enough, not the user name, no character four times in a row."""
    if len(password) < SHORTEST:
        return WeakPassword(problem=f"密码太短，至少 {SHORTEST} 位")
    if len(password) > LONGEST:
        return WeakPassword(problem=f"密码太长，最多 {LONGEST} 位")
    if username.lower() in password.lower():
        return WeakPassword(problem="密码里不能包含用户名")
    if any(character * (LONGEST_RUN + 1) in password for character in set(password)):
        return WeakPassword(problem="密码里不能连续出现四个相同的字符")
    if len(password) < SHORTEST_OF_ONE_KIND and _kinds(password) < KINDS_NEEDED:
        return WeakPassword(problem="密码太简单，容易被猜到")
    return None


def _kinds(password: str) -> int:
    known = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    found = sum(any(character in kind for character in password) for kind in known)
    return found + any(not (c.isascii() and c.isalnum()) for c in password)


def first_password(username: str) -> str:
    """Four groups of four to be read aloud once and changed at the first sign-in."""
    while True:
        groups = ("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        if why_not_this_password(password, username=username) is None:
            return password


def change_password(staff: Staff, *, old: str, new: str, now: datetime) -> None:
    """Change one's own password; the other devices are signed out."""
    problem = why_not_this_password(new, username=staff.username)
    if problem:
        raise problem
    hash_seen = session.scalar(select(StaffMember.password_hash).where(StaffMember.id == staff.id))
    if not fits(old, hash_seen):
        raise WrongPassword
    if old == new:
        raise WeakPassword(problem="新密码不能与原密码相同")
    new_hash = hashed(new)
    with transaction():
        member = _locked(staff)
        if member.password_hash != hash_seen:
            raise WrongPassword
        member.password_hash = new_hash
        member.must_change_password = False
        end_other_sessions(staff, now=now)
        trail.record(
            staff.actor,
            "staff.change_password",
            "staff",
            staff.id,
            now=now,
            place_id=staff.place.id,
        )


def _locked(staff: Staff) -> StaffMember:
    member = session.scalars(
        select(StaffMember)
        .where(StaffMember.id == staff.id, StaffMember.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if member is None:
        raise NotFound
    return member
