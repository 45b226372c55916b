"""Coupons end with their season; who still holds some hears it once, three days before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.coupons.events import CouponsEndSoon
from app.domain.coupons.models import Coupon, CouponSeason
from app.domain.coupons.rules import NEXT, TOLD_BEFORE, Season, State, Step
from app.domain.coupons.taking import hold_coupon
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 500
RUNNING = (Season.OPEN.value, Season.PAUSED.value)


def expire(*, now: datetime) -> int:
    """Coupons past their season's last moment; how many."""
    due = session.scalars(
        select(Coupon.id)
        .join(CouponSeason, CouponSeason.id == Coupon.season_id)
        .where(Coupon.state == State.HELD.value, CouponSeason.use_until <= now)
        .order_by(Coupon.id)
        .limit(AT_ONCE)
    ).all()
    if not due:
        return 0
    with transaction():
        for coupon_id in due:
            row = hold_coupon(coupon_id)
            if row.state == State.HELD.value:  # not redeemed this very moment
                row.state = NEXT[State.HELD, Step.EXPIRE].value
    return len(due)


def foretell(*, now: datetime) -> int:
    """Tell holders whose season ends within three days, each once; how many people."""
    near = session.scalars(
        select(CouponSeason).where(
            CouponSeason.state.in_(RUNNING),
            CouponSeason.told_of_end_at.is_(None),
            CouponSeason.use_until > now,
            CouponSeason.use_until <= now + TOLD_BEFORE,
        )
    ).all()
    return sum(_tell(season, now=now) for season in near)


def _tell(season: CouponSeason, *, now: datetime) -> int:
    told, after = 0, UUID(int=0)
    while rows := _holders(season.id, after):
        with transaction():
            people = tuple((row[0], row[1]) for row in rows)
            happened(CouponsEndSoon(season.id, season.title, people, season.use_until, now))
        told, after = told + len(rows), rows[-1][0]
    with transaction():
        session.get_one(CouponSeason, season.id).told_of_end_at = now
    return told


def _holders(season_id: UUID, after: UUID) -> Sequence[tuple[UUID, int]]:
    query = (
        select(Coupon.volunteer_id, func.count())
        .where(
            Coupon.season_id == season_id,
            Coupon.state == State.HELD.value,
            Coupon.volunteer_id > after,
        )
        .group_by(Coupon.volunteer_id)
        .order_by(Coupon.volunteer_id)
        .limit(AT_ONCE)
    )
    return [(row[0], int(row[1])) for row in session.execute(query)]
