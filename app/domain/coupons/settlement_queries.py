"""Reading settlements: the sheets, their lines, and what a clerk should look at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.coupons.flags import Flag, Till, Used, flags
from app.domain.coupons.merchant_queries import RedemptionView, redemption_views
from app.domain.coupons.models import Coupon, Merchant
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement, SettlementLine
from app.domain.coupons.rules import ON_PAPER, SETTLEMENT_TITLES, Settlement
from app.domain.people import families
from app.domain.people import queries as people
from app.domain.people.rules import clean_phone
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with


@dataclass(frozen=True)
class SettlementView:
    """A sheet and where it stands; sums are below 0 when it corrects another."""

    id: UUID
    merchant_id: UUID
    merchant: str
    account_name: str
    corrects_id: UUID | None
    first_day: date
    last_day: date
    state: Settlement
    count: int
    face_fen: int
    spent_fen: int
    prepared_by_id: UUID
    prepared_by: str
    prepared_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    paid_on: date | None
    voucher: str | None
    reason: str | None

    @property
    def standing(self) -> str:
        """The state in words."""
        return SETTLEMENT_TITLES[self.state]

    @property
    def number(self) -> str:
        """What people call it by: the day it was prepared, and six figures of its id."""
        return f"{local(self.prepared_at):%Y%m%d}-{self.id.hex[-6:].upper()}"


@dataclass(frozen=True)
class Line:
    """One redemption of a sheet, with its reasons to look."""

    redemption: RedemptionView
    face_fen: int
    spent_fen: int
    flags: tuple[Flag, ...]


def settlements(within: Scope, page: int = 1) -> Page[SettlementView]:
    """The sheets of a subtree, the latest first."""
    query = (
        select(CouponSettlement)
        .join(Merchant, Merchant.id == CouponSettlement.merchant_id)
        .where(Merchant.place_id.in_(places.ids_within(within)))
        .order_by(CouponSettlement.prepared_at.desc(), CouponSettlement.id.desc())
    )
    found = page_of(query, number=page)
    return Page(_views(found.items), found.number, found.size, found.total)


def settlements_of(merchant_id: UUID, most: int = 12) -> list[SettlementView]:
    """What a merchant may see of his own: confirmed or paid, the latest first."""
    query = (
        select(CouponSettlement)
        .where(
            CouponSettlement.merchant_id == merchant_id,
            CouponSettlement.state.in_([one.value for one in ON_PAPER]),
        )
        .order_by(CouponSettlement.confirmed_at.desc(), CouponSettlement.id.desc())
        .limit(most)
    )
    return _views(session.scalars(query).all())


def count_to_confirm(within: Scope, *, not_by: Collection[UUID]) -> int:
    """Sheets of a subtree that wait for somebody else than who prepared them."""
    query = (
        select(func.count())
        .select_from(CouponSettlement)
        .join(Merchant, Merchant.id == CouponSettlement.merchant_id)
        .where(
            CouponSettlement.state == Settlement.PREPARED.value,
            CouponSettlement.prepared_by_id.not_in(not_by),
            Merchant.place_id.in_(places.ids_within(within)),
        )
    )
    return session.scalar(query) or 0


def settlement(settlement_id: UUID, within: Scope) -> SettlementView:
    """One sheet; outside the scope it is not found."""
    row = row_with(CouponSettlement, settlement_id)
    merchant = session.get_one(Merchant, row.merchant_id)
    if not within.covers(merchant.place_path):
        raise NotFound
    return _views([row])[0]


def lines(settlement_id: UUID) -> list[Line]:
    """What a sheet lists, in the order it was redeemed; a dropped one shows what it had."""
    row = session.get_one(CouponSettlement, settlement_id)
    query = (
        select(SettlementLine, CouponRedemption, Coupon.phone_mark)
        .join(CouponRedemption, CouponRedemption.id == SettlementLine.redemption_id)
        .join(Coupon, Coupon.id == CouponRedemption.coupon_id)
        .where(
            SettlementLine.settlement_id == settlement_id,
            SettlementLine.opposing.is_(row.corrects_id is not None),
        )
        .order_by(CouponRedemption.at, CouponRedemption.id)
    )
    found = session.execute(query).all()
    used = [Used(one.id, one.volunteer_id, one.at, mark) for _, one, mark in found]
    raised = flags(used, _till(row.merchant_id, used))
    views = redemption_views([one for _, one, _ in found])
    return [
        Line(view, line.face_fen, line.spent_fen, raised.get(view.id, ()))
        for (line, _, _), view in zip(found, views, strict=True)
    ]


def _till(merchant_id: UUID, used: Sequence[Used]) -> Till:
    merchant = session.get_one(Merchant, merchant_id)
    return Till(
        merchant.opens_at,
        merchant.closes_at,
        _kin(merchant.contact_phone),
        _accounts({one.phone_mark for one in used if one.phone_mark}),
    )


def _kin(phone: str) -> frozenset[UUID]:
    """Who is reached by the merchant's own phone, and the children they act for."""
    mobile = clean_phone(phone)
    owners = people.volunteers_with_phone(mobile) if mobile else []
    children = [child.id for owner in owners for child in families.children_of(owner)]
    return frozenset([*(owner.id for owner in owners), *children])


def _accounts(marks: Collection[str]) -> dict[str, int]:
    query = (
        select(Coupon.phone_mark, func.count(Coupon.volunteer_id.distinct()))
        .where(Coupon.phone_mark.in_(marks))
        .group_by(Coupon.phone_mark)
    )
    return {str(row[0]): int(row[1]) for row in session.execute(query)}


def _views(rows: Sequence[CouponSettlement]) -> list[SettlementView]:
    merchants = {
        one.id: one
        for one in session.scalars(
            select(Merchant).where(Merchant.id.in_({row.merchant_id for row in rows}))
        )
    }
    names = access.names(
        {one for row in rows for one in (row.prepared_by_id, row.confirmed_by_id) if one}
    )
    return [_view(row, merchants[row.merchant_id], names) for row in rows]


def _view(row: CouponSettlement, merchant: Merchant, names: dict[UUID, str]) -> SettlementView:
    return SettlementView(
        id=row.id,
        merchant_id=merchant.id,
        merchant=merchant.name,
        account_name=merchant.account_name,
        corrects_id=row.corrects_id,
        first_day=row.first_day,
        last_day=row.last_day,
        state=Settlement(row.state),
        count=row.count,
        face_fen=row.face_fen,
        spent_fen=row.spent_fen,
        prepared_by_id=row.prepared_by_id,
        prepared_by=names.get(row.prepared_by_id, ""),
        prepared_at=row.prepared_at,
        confirmed_by=names.get(row.confirmed_by_id) if row.confirmed_by_id else None,
        confirmed_at=row.confirmed_at,
        paid_on=row.paid_on,
        voucher=row.voucher,
        reason=row.reason,
    )
