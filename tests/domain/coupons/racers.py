"""What processes do when they race for coupons: take the last, or redeem the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.coupons import redeeming, taking
from app.domain.coupons.devices import TillDevice
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.kernel.database import session
from app.kernel.ids import new_id
from tests.racing import Race, look_at_people


@dataclass(frozen=True)
class Move:
    """Take one of a kind, or redeem by a ticket."""

    volunteer_id: UUID | None = None
    kind_id: UUID | None = None
    till: TillDevice | None = None
    ticket: str = ""
    nonce: str = ""


def _kind(kind_id: UUID) -> CouponKind:
    return session.get_one(CouponKind, kind_id, populate_existing=True)


def _season(season_id: UUID) -> CouponSeason:
    return session.get_one(CouponSeason, season_id, populate_existing=True)


def _coupon(coupon_id: UUID) -> Coupon:
    return session.get_one(Coupon, coupon_id, populate_existing=True)


def _unlocked() -> dict[tuple[Any, str], object]:
    return {
        (taking, "hold"): look_at_people,
        (taking, "hold_kind"): _kind,
        (taking, "hold_season"): _season,
        (redeeming, "hold_coupon"): _coupon,
    }


def _failed(_move: Move, why: str) -> str:
    return why


def _act(move: Move, now: datetime) -> str:
    if move.till is not None:
        redeeming.redeem(move.till, move.ticket, 6800, nonce=move.nonce or new_id().hex, now=now)
        return "redeemed"
    assert move.volunteer_id is not None
    assert move.kind_id is not None
    taking.take(move.volunteer_id, move.kind_id, nonce=new_id().hex, now=now)
    return "taken"


COUPONS: Race[Move, str] = Race(_act, _failed, _unlocked)
