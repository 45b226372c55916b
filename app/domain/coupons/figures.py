"""A season in numbers: what was issued, taken, used, and what it moved. Money is in fen."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason, Merchant
from app.domain.coupons.money_models import CouponRedemption
from app.domain.coupons.rules import State
from app.domain.coupons.seasons import note
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Used:
    """How many coupons were used somewhere, what they were worth, and the bills they stood on."""

    label: str
    count: int
    face_fen: int
    spent_fen: int


@dataclass(frozen=True)
class Figures:
    """`issued` is how many coupons there are; the rest counts people's."""

    issued: int
    taken: int
    used: int
    expired: int
    held: int
    people: int
    face_fen: int
    spent_fen: int
    by_merchant: tuple[Used, ...]
    by_kind: tuple[Used, ...]
    by_day: tuple[Used, ...]


def figures(season_id: UUID) -> Figures:
    """All of it; a redemption taken back counts as none."""
    counted = _by_state(season_id)
    issued, taken = session.execute(
        select(
            func.coalesce(func.sum(CouponKind.total), 0),
            func.coalesce(func.sum(CouponKind.taken), 0),
        ).where(CouponKind.season_id == season_id)
    ).one()
    people = session.scalar(
        select(func.count(Coupon.volunteer_id.distinct())).where(Coupon.season_id == season_id)
    )
    by_kind, by_merchant = _grouped(season_id, CouponKind), _grouped(season_id, Merchant)
    return Figures(
        issued=int(issued),
        taken=int(taken),
        used=counted[State.USED] + counted[State.SETTLED],
        expired=counted[State.EXPIRED],
        held=counted[State.HELD],
        people=people or 0,
        face_fen=sum(one.face_fen for one in by_kind),
        spent_fen=sum(one.spent_fen for one in by_kind),
        by_merchant=by_merchant,
        by_kind=by_kind,
        by_day=_by_day(season_id),
    )


def take_out(staff: Staff, season_id: UUID, *, now: datetime) -> Figures:
    """The same for a spreadsheet; who asked is kept."""
    season = row_with(CouponSeason, season_id)
    staff.require(Permission.EXPORT, season.place_path)
    with transaction():
        found = figures(season_id)
        note(staff.actor, season, "export", now=now, count=found.used)
    return found


def _by_state(season_id: UUID) -> dict[State, int]:
    query = (
        select(Coupon.state, func.count())
        .where(Coupon.season_id == season_id)
        .group_by(Coupon.state)
    )
    found: dict[State, int] = defaultdict(int)
    found.update({State(row[0]): int(row[1]) for row in session.execute(query)})
    return found


def _grouped(season_id: UUID, by: type[CouponKind] | type[Merchant]) -> tuple[Used, ...]:
    kinds = by is CouponKind
    label = CouponKind.title if kinds else Merchant.name
    column = CouponRedemption.kind_id if kinds else CouponRedemption.merchant_id
    face, spent = func.sum(CouponRedemption.face_fen), func.sum(CouponRedemption.spent_fen)
    query = (
        select(label, func.sum(_ONE), face, spent)
        .select_from(CouponRedemption)
        .join(by, by.id == column)
        .where(CouponRedemption.season_id == season_id)
        .group_by(by.id, label)
        .order_by(face.desc(), label)
    )
    return tuple(_used(*row) for row in session.execute(query))


def _by_day(season_id: UUID) -> tuple[Used, ...]:
    """By the day in Shanghai on which the coupon was used; what is taken back is taken from it."""
    query = select(
        CouponRedemption.at,
        CouponRedemption.opposing,
        CouponRedemption.coupon_id,
        CouponRedemption.turn,
        CouponRedemption.face_fen,
        CouponRedemption.spent_fen,
    ).where(CouponRedemption.season_id == season_id)
    rows = session.execute(query.order_by(CouponRedemption.id)).all()
    day_of = {(row.coupon_id, row.turn): local_date(row.at) for row in rows if not row.opposing}
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        of_day = sums[day_of[row.coupon_id, row.turn]]
        of_day[0] += -1 if row.opposing else 1
        of_day[1] += row.face_fen
        of_day[2] += row.spent_fen
    return tuple(_used(f"{day:%Y-%m-%d}", *sums[day]) for day in sorted(sums))


def _used(label: str, count: int, face_fen: int, spent_fen: int) -> Used:
    return Used(label, int(count), int(face_fen), int(spent_fen))


_ONE = case((CouponRedemption.opposing.is_(True), -1), else_=1)
