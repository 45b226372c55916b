"""Coupons as those see it who answer a complaint about them: which, where, and whose work."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain.coupons.models import Coupon, CouponKind, CouponSeason, KindMerchant, Merchant
from app.domain.coupons.queries import kind, season
from app.kernel.database import session
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class KindOutline:
    """Which kind of coupon, as everybody may see it."""

    title: str
    place_id: UUID


def outline(kind_id: UUID) -> KindOutline:
    """One kind, by its season; a draft's is not found."""
    found = kind(kind_id)
    its = season(found.season_id)
    return KindOutline(f"{its.title}：{found.facts.title}", its.place.id)


def kind_of_coupon(coupon_id: UUID, holder_ids: frozenset[UUID]) -> UUID:
    """Of which kind somebody's coupon is; anybody else's is not found."""
    row = session.get(Coupon, coupon_id)
    if row is None or row.volunteer_id not in holder_ids:
        raise NotFound
    return row.kind_id


def who_is_behind(kind_id: UUID) -> frozenset[UUID]:
    """Staff who planned the season, or took up one of the merchants that accept the kind."""
    planned = (
        select(CouponSeason.created_by_id)
        .join(CouponKind, CouponKind.season_id == CouponSeason.id)
        .where(CouponKind.id == kind_id)
    )
    took_up = (
        select(Merchant.created_by_id)
        .join(KindMerchant, KindMerchant.merchant_id == Merchant.id)
        .where(KindMerchant.kind_id == kind_id)
    )
    return frozenset({*session.scalars(planned), *session.scalars(took_up)})
