"""The browsers staff sign in from: a new one is told to its owner, who may say it was not hers."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access.errors import DenialTooOld
from app.domain.access.events import NewBrowser, StaffContact
from app.domain.access.models import StaffBrowser, StaffMember
from app.domain.access.rules import NOT_ME_FOR
from app.domain.access.sessions import end_all_sessions
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.kernel.crypto import read_signed_code, signed_code
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.masking import rough_address
from app.kernel.transaction import transaction

_COOKIE, _DENIAL = "staff browser", "staff not me"
_TOKEN_BYTES = 16


def meet(member: StaffMember, cookie: str, *, device: str, address: str, now: datetime) -> str:
    """Recognise the browser, within the action that lets her in; the cookie it is to keep.

    Her row is locked by then, so that one browser is not met twice.
    """
    token = read_signed_code(cookie, purpose=_COOKIE)
    row = _known(member.id, token) if token else None
    if row is not None:
        row.last_seen_at = now
        return cookie
    token = token or secrets.token_bytes(_TOKEN_BYTES)
    row = StaffBrowser(
        id=new_id(),
        staff_id=member.id,
        token_hash=_hash(token),
        first_seen_at=now,
        last_seen_at=now,
    )
    session.add(row)
    contact = StaffContact(member.id, member.name, member.phone, member.volunteer_id)
    denial = signed_code(row.id.bytes, purpose=_DENIAL)
    happened(NewBrowser(contact, denial, device, rough_address(address), now))
    return signed_code(token, purpose=_COOKIE)


def _known(staff_id: UUID, token: bytes) -> StaffBrowser | None:
    return session.scalars(
        select(StaffBrowser).where(
            StaffBrowser.staff_id == staff_id, StaffBrowser.token_hash == _hash(token)
        )
    ).one_or_none()


def _hash(token: bytes) -> str:
    return hashlib.sha256(token).hexdigest()


def whose_denial(code: str, *, now: datetime) -> str:
    """The name of whom a "not me" link belongs to; refuses when it is none or too old."""
    return _member_behind(code, now=now).name


def deny(code: str, *, now: datetime) -> None:
    """ "This was not me": every device is signed out, and the account is closed until a reset.

    The browsers are forgotten, so that the next sign-in from any of them is told again.
    """
    with transaction():
        found = _member_behind(code, now=now)
        member = session.scalars(
            select(StaffMember)
            .where(StaffMember.id == found.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        member.closed_by_owner_at = now
        end_all_sessions(member.id, now=now)
        session.execute(delete(StaffBrowser).where(StaffBrowser.staff_id == member.id))
        actor = Actor("staff", member.id, member.name)
        trail.record(actor, "staff.not_me", "staff", member.id, now=now, place_id=member.place_id)


def _member_behind(code: str, *, now: datetime) -> StaffMember:
    payload = read_signed_code(code, purpose=_DENIAL)
    if payload is None or len(payload) != _TOKEN_BYTES:
        raise DenialTooOld
    found = session.scalars(
        select(StaffMember)
        .join(StaffBrowser, StaffBrowser.staff_id == StaffMember.id)
        .where(
            StaffBrowser.id == UUID(bytes=payload),
            StaffBrowser.first_seen_at > now - NOT_ME_FOR,
            StaffMember.ended_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise DenialTooOld
    return found
