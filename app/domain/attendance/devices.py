"""Scanners: tokens staff make for a phone or tablet at the door, and take back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from app.domain.access.events import AppointmentEnded
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.attendance.device_rules import (
    SEEN_AT_MOST_EVERY,
    DeviceFacts,
    Occasion,
    why_not_make,
    why_not_use,
)
from app.domain.attendance.errors import DeviceRevoked, UnknownDevice
from app.domain.attendance.models import ScanDevice
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel import lean
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Device:
    """A token in use: what it is called, what it is for, who answers for it."""

    id: UUID
    facts: DeviceFacts
    created_by_id: UUID
    seen_at: datetime | None

    @property
    def name(self) -> str:
        return self.facts.name

    def why_not(self, plan: SessionOutline, *, at: datetime) -> Refusal | None:
        """Whether it may take a scan made at that moment for that session."""
        return why_not_use(self.facts, _occasion(plan), at=at)


def make_for_session(
    staff: Staff, session_id: UUID, *, name: str, takes_walk_ins: bool = False, now: datetime
) -> tuple[UUID, str]:
    """A token for one session; its text is known only now."""
    plan = outlines([session_id]).get(session_id)
    if plan is None:
        raise NotFound
    staff.require(Permission.ATTENDANCE_RUN, plan.place_path)
    row = ScanDevice(name=name, session_id=session_id, takes_walk_ins=takes_walk_ins)
    return _make(staff, row, plan.place_id, now=now)


def make_for_place(
    staff: Staff,
    place_id: UUID,
    *,
    name: str,
    ends_at: datetime,
    takes_walk_ins: bool = False,
    now: datetime,
) -> tuple[UUID, str]:
    """A token for all sessions of a place until a moment; its text is known only now."""
    staff.require(Permission.ATTENDANCE_RUN, places.place(place_id).path)
    row = ScanDevice(name=name, place_id=place_id, ends_at=ends_at, takes_walk_ins=takes_walk_ins)
    return _make(staff, row, place_id, now=now)


def _make(staff: Staff, row: ScanDevice, place_id: UUID, *, now: datetime) -> tuple[UUID, str]:
    row.name = row.name.strip()
    if refusal := why_not_make(row.name, ends_at=row.ends_at, now=now):
        raise refusal
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row.id, row.token_hash = new_id(), _hashed(token)
    row.created_by_id, row.created_at = staff.id, now
    with transaction():
        session.add(row)
        trail.record(
            staff.actor,
            "scanner.make",
            "scanner",
            row.id,
            now=now,
            place_id=place_id,
            name=row.name,
            **({"walk_ins": "可以办理"} if row.takes_walk_ins else {}),
        )
        session.flush()
    return row.id, token


def revoke(staff: Staff, device_id: UUID, *, now: datetime) -> None:
    """Take a token back; a second time changes nothing."""
    with transaction():
        row = session.scalars(
            select(ScanDevice)
            .where(ScanDevice.id == device_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            raise NotFound
        place = place_of(row)
        staff.require(Permission.ATTENDANCE_RUN, place.path)
        if row.revoked_at is not None:
            return
        row.revoked_at = now
        trail.record(staff.actor, "scanner.revoke", "scanner", row.id, now=now, place_id=place.id)


def take_back(ended: AppointmentEnded) -> None:
    """End the tokens of somebody who no longer works here."""
    with transaction():
        rows = session.scalars(
            select(ScanDevice)
            .where(ScanDevice.created_by_id == ended.staff_id, ScanDevice.revoked_at.is_(None))
            .order_by(ScanDevice.id)
            .with_for_update()
        ).all()
        for row in rows:
            row.revoked_at = ended.now
            place_id = place_of(row).id
            trail.record(
                ended.by, "scanner.revoke", "scanner", row.id, now=ended.now, place_id=place_id
            )


def device_behind(token: str) -> Device:
    """The device a token belongs to; refuses UnknownDevice, DeviceRevoked. One statement."""
    row = lean.run(_BY_TOKEN, token_hash=_hashed(token)).first()
    if row is None:
        raise UnknownDevice
    if row.revoked_at is not None:
        raise DeviceRevoked(name=row.name)
    return Device(row.id, facts_of(row), row.created_by_id, row.seen_at)


_BY_TOKEN = select(*table_of(ScanDevice).columns).where(
    ScanDevice.token_hash == bindparam("token_hash")
)


def seen(device: Device, *, now: datetime) -> None:
    """Note that a device is in use, at most once a minute."""
    if device.seen_at is not None and now - device.seen_at < SEEN_AT_MOST_EVERY:
        return
    with transaction():
        session.get_one(ScanDevice, device.id).seen_at = now


def place_of(row: ScanDevice) -> PlaceView:
    """Where a token is used."""
    if row.place_id is not None:
        return places.place(row.place_id)
    if row.session_id is None:
        raise NotFound
    return places.place(outlines([row.session_id])[row.session_id].place_id)


def _occasion(plan: SessionOutline) -> Occasion:
    return Occasion(plan.session_id, plan.place_id, plan.ends_at)


def facts_of(row: ScanDevice | Row[*tuple[Any, ...]]) -> DeviceFacts:
    """A row as the rules see it."""
    return DeviceFacts(
        name=row.name,
        session_id=row.session_id,
        place_id=row.place_id,
        ends_at=row.ends_at,
        revoked=row.revoked_at is not None,
        takes_walk_ins=row.takes_walk_ins,
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
