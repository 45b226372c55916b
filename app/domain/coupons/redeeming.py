"""Redeem at a merchant's phone: read the code, see what the customer pays, say yes; once.

A scan that is refused is kept with the sentence the merchant read. The coupon's row is held while
it is decided, so that of two phones at the same moment one redeems and the other reads when.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.activities import race_window
from app.domain.coupons import errors, rules
from app.domain.coupons.codes import coupon_behind, coupon_of_ticket, ticket
from app.domain.coupons.devices import TillDevice, seen
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason, KindMerchant, Merchant
from app.domain.coupons.money import yuan
from app.domain.coupons.money_models import CouponRedemption, RefusedScan
from app.domain.coupons.proving import prove_redemption
from app.domain.coupons.rules import (
    NEXT,
    STATE_TITLES,
    State,
    Step,
)
from app.domain.coupons.taking import hold_coupon
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

Answer = TypeVar("Answer")
GONE = (State.DROPPED, State.VOID)


@dataclass(frozen=True)
class Quote:
    """What a code is worth on this bill: 减 20 元，顾客付 30 元. `ticket`: to redeem it by."""

    ticket: str
    title: str
    face_fen: int
    spent_fen: int

    @property
    def sentence(self) -> str:
        return f"减 {yuan(self.face_fen)} 元，顾客付 {yuan(self.spent_fen - self.face_fen)} 元"


@dataclass(frozen=True)
class Redeemed:
    """What was redeemed, and when; the same click again is answered alike."""

    redemption_id: UUID
    at: datetime
    face_fen: int
    spent_fen: int


def look(device: TillDevice, code: str, spent_fen: int, *, now: datetime) -> Quote:
    """Read a code for a bill; nothing is redeemed yet."""
    read: list[UUID] = []

    def act() -> Quote:
        read.append(coupon_behind(code, now=now))
        coupon, kind = _usable(device, read[0], spent_fen, held=False, now=now)
        return Quote(ticket(coupon.id, device.id, now=now), kind.title, coupon.face_fen, spent_fen)

    answer = _kept_when_refused(device, read, act, now=now)
    seen(device, now=now)
    return answer


def redeem(
    device: TillDevice, ticket_text: str, spent_fen: int, *, nonce: str, now: datetime
) -> Redeemed:
    """The customer has agreed: the coupon is used. A nonce is for one coupon on one phone."""
    read: list[UUID] = []

    def once() -> Redeemed:
        with transaction():
            return _redeem(device, read[0], spent_fen, nonce=nonce, now=now)

    def act() -> Redeemed:
        read.append(coupon_of_ticket(ticket_text, device.id, now=now))
        try:
            return once()
        except IntegrityError:  # the same nonce came twice at once: the other was written
            return once()

    return _kept_when_refused(device, read, act, now=now)


def _redeem(
    device: TillDevice, coupon_id: UUID, spent_fen: int, *, nonce: str, now: datetime
) -> Redeemed:
    coupon = hold_coupon(coupon_id)
    earlier = session.scalars(
        select(CouponRedemption).where(
            CouponRedemption.device_id == device.id, CouponRedemption.nonce == nonce
        )
    ).one_or_none()
    if earlier is not None:
        if earlier.coupon_id != coupon_id:
            raise errors.NonceUsed
        return Redeemed(earlier.id, earlier.at, earlier.face_fen, earlier.spent_fen)
    coupon, _ = _usable(device, coupon_id, spent_fen, held=True, now=now)
    race_window.pass_through()
    row = _row(device, coupon, spent_fen, nonce=nonce, now=now)
    coupon.state = NEXT[State.HELD, Step.REDEEM].value
    prove_redemption(row, by=device.actor, place_id=device.place_id)
    session.add(row)
    session.flush()
    return Redeemed(row.id, now, row.face_fen, row.spent_fen)


def _row(
    device: TillDevice, coupon: Coupon, spent_fen: int, *, nonce: str, now: datetime
) -> CouponRedemption:
    return CouponRedemption(
        coupon_id=coupon.id,
        season_id=coupon.season_id,
        kind_id=coupon.kind_id,
        merchant_id=device.merchant_id,
        device_id=device.id,
        volunteer_id=coupon.volunteer_id,
        kind="redeemed",
        turn=coupon.turn,
        opposing=False,
        at=now,
        face_fen=coupon.face_fen,
        spent_fen=spent_fen,
        nonce=nonce,
    )


def undo(device: TillDevice, redemption_id: UUID, *, now: datetime) -> None:
    """A slip, taken back on the same phone within minutes: the coupon can be used again."""
    if refusal := device.why_not():
        raise refusal
    found = session.get(CouponRedemption, redemption_id)
    if found is None or found.opposing or found.merchant_id != device.merchant_id:
        raise NotFound
    if found.device_id != device.id:
        raise errors.UndoElsewhere
    if refusal := rules.why_not_undo(redeemed_at=found.at, now=now):
        raise refusal
    with transaction():
        coupon = hold_coupon(found.coupon_id)
        after = NEXT.get((State(coupon.state), Step.UNDO))
        if after is None or coupon.turn != found.turn:
            raise errors.NotUndone
        coupon.state = after.value
        coupon.turn += 1
        opposing = opposite(found, "undone", now=now)
        prove_redemption(opposing, by=device.actor, place_id=device.place_id)
        session.add(opposing)
        session.flush()


def opposite(found: CouponRedemption, kind: str, *, now: datetime) -> CouponRedemption:
    """The row that takes another back, its id still to be given by the trail."""
    return CouponRedemption(
        coupon_id=found.coupon_id,
        season_id=found.season_id,
        kind_id=found.kind_id,
        merchant_id=found.merchant_id,
        device_id=found.device_id if kind == "undone" else None,
        volunteer_id=found.volunteer_id,
        kind=kind,
        turn=found.turn,
        opposing=True,
        at=now,
        face_fen=-found.face_fen,
        spent_fen=-found.spent_fen,
    )


def _usable(
    device: TillDevice, coupon_id: UUID, spent_fen: int, *, held: bool, now: datetime
) -> tuple[Coupon, CouponKind]:
    """The coupon and its kind, if this phone may redeem it now for this bill. One statement."""
    query = (
        select(Coupon, CouponKind, CouponSeason.use_from, KindMerchant.merchant_id.is_not(None))
        .join(CouponKind, CouponKind.id == Coupon.kind_id)
        .join(CouponSeason, CouponSeason.id == Coupon.season_id)
        .outerjoin(
            KindMerchant,
            (KindMerchant.kind_id == CouponKind.id)
            & (KindMerchant.merchant_id == device.merchant_id),
        )
        .where(Coupon.id == coupon_id)
        .execution_options(populate_existing=not held)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise errors.CouponCodeNotOurs
    coupon, kind, use_from, accepted = found
    refusals = (
        device.why_not(),
        _why_not_this_coupon(coupon, use_from, now),
        None if accepted else errors.OtherMerchant(),
        rules.why_not_this_bill(spent_fen, minimum_fen=kind.minimum_fen),
    )
    refusal = next((one for one in refusals if one is not None), None)
    if refusal:
        raise refusal
    return coupon, kind


def _why_not_this_coupon(coupon: Coupon, use_from: datetime, now: datetime) -> Refusal | None:
    state = State(coupon.state)
    if state in (State.USED, State.SETTLED):
        return _used_already(coupon)
    if state in GONE:
        return errors.CouponGone(standing=STATE_TITLES[state])
    refusal = rules.why_not_use(use_from=use_from, use_until=coupon.ends_at, now=now)
    if refusal or (state, Step.REDEEM) in NEXT:
        return refusal
    return errors.CouponGone(standing=STATE_TITLES[state])  # expired, by another clock


def _used_already(coupon: Coupon) -> Refusal:
    at, name = session.execute(
        select(CouponRedemption.at, Merchant.name)
        .join(Merchant, Merchant.id == CouponRedemption.merchant_id)
        .where(
            CouponRedemption.coupon_id == coupon.id,
            CouponRedemption.turn == coupon.turn,
            CouponRedemption.opposing.is_(False),
        )
    ).one()
    return errors.UsedAlready(at=at, merchant=name)


def _kept_when_refused(
    device: TillDevice, read: list[UUID], act: Callable[[], Answer], *, now: datetime
) -> Answer:
    """Do it; a refusal is kept as a refused scan, and then said."""
    try:
        if refusal := device.why_not():
            raise refusal
        return act()
    except Refusal as refusal:
        with transaction():
            session.add(
                RefusedScan(
                    merchant_id=device.merchant_id,
                    device_id=device.id,
                    coupon_id=_there(read),
                    at=now,
                    code=refusal.code,
                    sentence=refusal.sentence,
                )
            )
        raise


def _there(read: list[UUID]) -> UUID | None:
    """A code of ours may be for a coupon that is not here: one of another installation."""
    return session.scalar(select(Coupon.id).where(Coupon.id == read[0])) if read else None
