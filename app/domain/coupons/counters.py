"""What must agree between seasons, kinds, coupons and the money's rows."""

from sqlalchemy import case, func, or_, select

from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement, SettlementLine
from app.domain.coupons.rules import Settlement, State
from app.kernel.agreement import Agreement

_out = (
    select(Coupon.kind_id, func.count().label("count"))
    .where(Coupon.state != State.DROPPED.value)
    .group_by(Coupon.kind_id)
    .subquery()
)
_promised = (
    select(Coupon.season_id, func.sum(Coupon.face_fen).label("fen"))
    .where(Coupon.state != State.DROPPED.value)
    .group_by(Coupon.season_id)
    .subquery()
)
_moved = (
    select(CouponRedemption.coupon_id, func.sum(CouponRedemption.face_fen).label("fen"))
    .group_by(CouponRedemption.coupon_id)
    .subquery()
)
_listed = (
    select(
        SettlementLine.settlement_id,
        func.sum(SettlementLine.face_fen).label("face"),
        func.sum(SettlementLine.spent_fen).label("spent"),
    )
    .group_by(SettlementLine.settlement_id)
    .subquery()
)
_alive = CouponSettlement.state != Settlement.DROPPED.value
_used = Coupon.state.in_([State.USED.value, State.SETTLED.value])

AGREEMENTS = (
    Agreement(
        "as many coupons of a kind are out as its counter says",
        select(CouponKind.id)
        .outerjoin(_out, _out.c.kind_id == CouponKind.id)
        .where(CouponKind.taken != func.coalesce(_out.c.count, 0)),
    ),
    Agreement(
        "a season's commitment is the face value of its coupons",
        select(CouponSeason.id)
        .outerjoin(_promised, _promised.c.season_id == CouponSeason.id)
        .where(CouponSeason.committed_fen != func.coalesce(_promised.c.fen, 0)),
    ),
    Agreement(
        "a coupon has moved its face value when it is used, and nothing otherwise",
        select(Coupon.id)
        .outerjoin(_moved, _moved.c.coupon_id == Coupon.id)
        .where(func.coalesce(_moved.c.fen, 0) != case((_used, Coupon.face_fen), else_=0)),
    ),
    Agreement(
        "a settlement is the sum of its lines, and a dropped one comes to nothing",
        select(CouponSettlement.id)
        .outerjoin(_listed, _listed.c.settlement_id == CouponSettlement.id)
        .where(
            or_(
                func.coalesce(_listed.c.face, 0)
                != case((_alive, CouponSettlement.face_fen), else_=0),
                func.coalesce(_listed.c.spent, 0)
                != case((_alive, CouponSettlement.spent_fen), else_=0),
            )
        ),
    ),
)
