"""Prove a phone: six digits by SMS, five minutes, five tries."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.people.errors import (
    CodeAlreadyUsed,
    CodeExpired,
    CodeSpent,
    WrongCode,
)
from app.domain.people.events import PhoneCodeIssued
from app.domain.people.models import PhoneCode
from app.domain.people.rules import CODE_ATTEMPTS, CODE_LASTS, required_phone, why_not_send_code
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DIGITS = 6
ADDRESS_LENGTH = 45


def send_code(phone: str, *, address: str, now: datetime) -> datetime:
    """Send a new code, which makes older ones void; when it expires."""
    phone, address = required_phone(phone), address[:ADDRESS_LENGTH]
    with transaction():
        one_at_a_time(f"phone {phone}", f"address {address}")
        problem = why_not_send_code(_sent_to(phone, now=now), _sent_from(address, now=now), now=now)
        if problem:
            raise problem
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        expires_at = now + CODE_LASTS
        session.add(
            PhoneCode(
                id=new_id(),
                phone=phone,
                code_mac=_mac(phone, code),
                address=address,
                sent_at=now,
                expires_at=expires_at,
            )
        )
        happened(PhoneCodeIssued(phone, code, expires_at, now))
    return expires_at


def check_code(phone: str, code: str, *, now: datetime) -> None:
    """Consume the right code, or refuse and count the attempt. Not inside another action."""
    phone = required_phone(phone)
    with transaction():
        problem = try_code(phone, code, now=now)
    if problem:
        raise problem


def try_code(phone: str, code: str, *, now: datetime, consume: bool = True) -> Refusal | None:
    """The same inside an action: the refusal comes back, so that the counted attempt is kept.

    The caller lets its transaction commit and raises afterwards.
    """
    row = session.scalars(
        select(PhoneCode)
        .where(PhoneCode.phone == phone)
        .order_by(PhoneCode.sent_at.desc(), PhoneCode.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or now >= row.expires_at:
        return CodeExpired()
    if row.attempts >= CODE_ATTEMPTS:
        return CodeSpent()
    if not hmac.compare_digest(row.code_mac, _mac(phone, code.strip())):
        row.attempts += 1
        left = CODE_ATTEMPTS - row.attempts
        return WrongCode(left=left) if left else CodeSpent()
    if row.used_at is not None:
        return CodeAlreadyUsed()
    if consume:
        row.used_at = now
    return None


def one_at_a_time(*subjects: str) -> None:
    """Let actions on the same subject wait for each other until the end of the transaction.

    For what has no row to lock yet. SQLite has one writer anyway.
    """
    if session().get_bind().dialect.name != "postgresql":
        return
    for key in sorted(_lock_key(subject) for subject in subjects):
        session.execute(select(func.pg_advisory_xact_lock(key)))


def _lock_key(subject: str) -> int:
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big", signed=True)


def _sent_to(phone: str, *, now: datetime) -> Sequence[datetime]:
    query = select(PhoneCode.sent_at).where(PhoneCode.phone == phone)
    return session.scalars(query.where(PhoneCode.sent_at > now - DAY)).all()


def _sent_from(address: str, *, now: datetime) -> Sequence[datetime]:
    query = select(PhoneCode.sent_at).where(PhoneCode.address == address)
    return session.scalars(query.where(PhoneCode.sent_at > now - HOUR)).all()


def _mac(phone: str, code: str) -> str:
    return blind_index(f"{phone} {code}", column="phone_code.code_mac")
