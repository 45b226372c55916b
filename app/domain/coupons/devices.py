"""A merchant's phones: tokens staff make, shown once, able to redeem, and taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.coupons.errors import DeviceRevoked, MerchantStopped, UnknownDevice
from app.domain.coupons.merchants import hold_merchant
from app.domain.coupons.models import Merchant, MerchantDevice
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

_TOKEN_BYTES = 32
LONGEST_NAME = 30
LONGEST_ACTOR = 50  # what the trail keeps of a name
SEEN_AT_MOST_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class TillDevice:
    """A phone that redeems, and its merchant as both were at the start of the request."""

    id: UUID
    name: str
    merchant_id: UUID
    merchant_name: str
    place_id: UUID
    revoked: bool
    stopped: bool
    seen_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Its name under a redemption."""
        return Actor("visitor", None, f"{self.merchant_name}（{self.name}）"[:LONGEST_ACTOR])

    def why_not(self) -> Refusal | None:
        """Whether it may redeem at all."""
        if self.revoked:
            return DeviceRevoked()
        return MerchantStopped() if self.stopped else None


def make(staff: Staff, merchant_id: UUID, *, name: str, now: datetime) -> tuple[UUID, str]:
    """A token for one phone of a merchant; its text is known only now."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(field="name", problem=f"请填写设备名称，最多 {LONGEST_NAME} 个字")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction():
        merchant = hold_merchant(staff, merchant_id)
        row = MerchantDevice(
            id=new_id(),
            merchant_id=merchant.id,
            name=name,
            token_hash=_hashed(token),
            created_by_id=staff.id,
            created_at=now,
        )
        session.add(row)
        _note(staff, merchant, row, "make_device", now=now)
    return row.id, token


def revoke(staff: Staff, device_id: UUID, *, now: datetime) -> None:
    """Take a token back; a second time changes nothing."""
    with transaction():
        row = session.scalars(
            select(MerchantDevice)
            .where(MerchantDevice.id == device_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            raise NotFound
        merchant = hold_merchant(staff, row.merchant_id)
        if row.revoked_at is None:
            row.revoked_at = now
            _note(staff, merchant, row, "revoke_device", now=now)


def device_behind(token: str) -> TillDevice:
    """The phone a token belongs to, taken back or not; refuses UnknownDevice. One statement."""
    found = session.execute(
        select(MerchantDevice, Merchant.name, Merchant.stopped_at, Merchant.place_id)
        .join(Merchant, Merchant.id == MerchantDevice.merchant_id)
        .where(MerchantDevice.token_hash == _hashed(token))
    ).one_or_none()
    if found is None:
        raise UnknownDevice
    row = found[0]
    return TillDevice(
        id=row.id,
        name=row.name,
        merchant_id=row.merchant_id,
        merchant_name=found[1],
        place_id=found[3],
        revoked=row.revoked_at is not None,
        stopped=found[2] is not None,
        seen_at=row.seen_at,
    )


def seen(device: TillDevice, *, now: datetime) -> None:
    """Note that a phone is in use, at most once a minute."""
    if device.seen_at is not None and now - device.seen_at < SEEN_AT_MOST_EVERY:
        return
    with transaction():
        session.get_one(MerchantDevice, device.id).seen_at = now


def _note(
    staff: Staff, merchant: Merchant, row: MerchantDevice, word: str, *, now: datetime
) -> None:
    trail.record(
        staff.actor,
        f"merchant.{word}",
        "merchant",
        merchant.id,
        now=now,
        place_id=merchant.place_id,
        name=row.name,
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
