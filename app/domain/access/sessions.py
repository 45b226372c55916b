"""The devices staff are signed in on: found by their token, ended by their owner or by time."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select, update

from app.domain.access.models import AddressRange, StaffMember, StaffSession
from app.domain.access.networks import allows
from app.domain.access.queries import Staff, view
from app.domain.access.rules import (
    CODE_AWAITED_FOR,
    IDLE_ENDS_AFTER,
    SEEN_AT_MOST_EVERY,
    SESSION_LASTS_AT_MOST,
)
from app.domain.audit import trail
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

DEVICE_LENGTH = 200
ADDRESS_LENGTH = 45


def open_session(
    staff_id: UUID,
    *,
    device: str,
    address: str,
    now: datetime,
    proven: bool = False,
    waits_for_code: bool = False,
) -> tuple[UUID, str]:
    """Sign a device in, within the action that has checked the password: session id and token.

    `proven`: the second factor was shown, too. `waits_for_code`: it is still to be shown.
    """
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        id=new_id(),
        staff_id=staff_id,
        token_hash=_token_hash(token),
        device=device[:DEVICE_LENGTH],
        address=address[:ADDRESS_LENGTH],
        waits_for_code=waits_for_code,
        proven_at=now if proven else None,
        started_at=now,
        seen_at=now,
    )
    session.add(row)
    return row.id, token


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def staff_behind(
    token: str,
    *,
    now: datetime,
    address: str = "",
    idle: timedelta = IDLE_ENDS_AFTER,
    longest: timedelta = SESSION_LASTS_AT_MOST,
) -> Staff | None:
    """Who holds this token, unless the sign-in was ended, idle too long or too old.

    `address` is where she asks from. One statement; another one at most once a minute, which notes
    that she was seen.
    """
    row = session.execute(
        _sessions_with_their_staff()
        .where(
            StaffSession.token_hash == _token_hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.waits_for_code.is_(False),
            StaffMember.ended_at.is_(None),
            StaffSession.seen_at > now - idle,
            StaffSession.started_at > now - longest,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    session_id, seen_at, proven_at, networks, member, place = row
    if now - seen_at >= SEEN_AT_MOST_EVERY:
        _note_seen(session_id, now=now)
    return view(
        member,
        places.view(place),
        session_id,
        proven=proven_at is not None,
        at_known_address=allows(networks.split(",") if networks else (), address),
    )


def _sessions_with_their_staff() -> Select[*tuple[Any, ...]]:
    query = select(
        StaffSession.id,
        StaffSession.seen_at,
        StaffSession.proven_at,
        _networks_allowed(),
        StaffMember,
    ).join_from(StaffSession, StaffMember, StaffMember.id == StaffSession.staff_id)
    return places.with_place(query, StaffMember.place_id)


def _networks_allowed() -> ScalarSelect[str | None]:
    """The ranges that bind a member of staff, joined by commas; NULL when there are none."""
    joined = select(func.aggregate_strings(AddressRange.network, ",")).select_from(AddressRange)
    bound = places.on_the_way_to(StaffMember.place_id, joined, AddressRange.place_id)
    return bound.correlate(StaffMember).scalar_subquery()


def _note_seen(session_id: UUID, *, now: datetime) -> None:
    with transaction():
        session.execute(
            update(StaffSession)
            .where(StaffSession.id == session_id, StaffSession.ended_at.is_(None))
            .values(seen_at=now)
            .execution_options(synchronize_session=False)
        )


def member_waiting(token: str, *, now: datetime) -> UUID | None:
    """Whose password was right on this device a moment ago, and whose code is awaited."""
    return session.scalar(
        select(StaffSession.staff_id).where(
            StaffSession.token_hash == _token_hash(token),
            StaffSession.waits_for_code.is_(True),
            StaffSession.ended_at.is_(None),
            StaffSession.started_at > now - CODE_AWAITED_FOR,
        )
    )


def end_waiting(token: str, *, now: datetime) -> bool:
    """End a sign-in that awaits its code, within the action that answers it; False: over."""
    return _end(StaffSession.token_hash == _token_hash(token), now=now) == 1


def note_proven(session_id: UUID, *, now: datetime) -> None:
    """This sign-in has shown a second factor, within the action that has looked at the code."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == session_id)
        .values(proven_at=now)
        .execution_options(synchronize_session=False)
    )


def sign_out(token: str, *, now: datetime) -> None:
    """End the sign-in this token stands for."""
    with transaction():
        _end(StaffSession.token_hash == _token_hash(token), now=now)


def end_session(staff: Staff, session_id: UUID, *, now: datetime) -> None:
    """End one of her own devices from another one."""
    with transaction():
        ended = _end(StaffSession.id == session_id, StaffSession.staff_id == staff.id, now=now)
        if not ended:
            raise NotFound
        trail.record(
            staff.actor,
            "staff.end_session",
            "staff",
            staff.id,
            now=now,
            place_id=staff.place.id,
        )


def end_other_sessions(staff: Staff, *, now: datetime) -> int:
    """End all her devices but the one she is on; how many there were."""
    with transaction():
        return _end(StaffSession.staff_id == staff.id, StaffSession.id != staff.session_id, now=now)


def end_all_sessions(staff_id: UUID, *, now: datetime) -> int:
    """End every device of somebody, within the action that says why."""
    return _end(StaffSession.staff_id == staff_id, now=now)


def _end(*which: object, now: datetime) -> int:
    done = session.execute(
        update(StaffSession)
        .where(*which, StaffSession.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
