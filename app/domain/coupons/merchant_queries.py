"""Reading merchants: their phones, what was redeemed there, and what was refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, true

from app.domain.access import queries as access
from app.domain.coupons.codes import redemption_number
from app.domain.coupons.devices import TillDevice
from app.domain.coupons.merchants import MerchantFacts
from app.domain.coupons.models import CouponKind, Merchant, MerchantDevice
from app.domain.coupons.money_models import CouponRedemption, RefusedScan
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with

LAST_DIGITS = 4


@dataclass(frozen=True)
class MerchantView:
    """A merchant; of its account number only the last digits."""

    id: UUID
    place: PlaceView
    facts: MerchantFacts
    account_tail: str
    stopped_at: datetime | None
    stopped_reason: str | None

    @property
    def name(self) -> str:
        return self.facts.name


@dataclass(frozen=True)
class DeviceView:
    """A phone's token."""

    id: UUID
    name: str
    made_by: str
    created_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class RedemptionView:
    """One redemption, or one taken back; the person by her number and masked name."""

    id: UUID
    kind: str
    title: str
    number: str
    masked_name: str
    at: datetime
    face_fen: int
    spent_fen: int
    opposed: bool

    @property
    def redemption_number(self) -> str:
        """As it stands on the paper of its settlement."""
        return redemption_number(self.id)


@dataclass(frozen=True)
class RefusedView:
    """A scan that was refused."""

    at: datetime
    device: str
    sentence: str


@dataclass(frozen=True)
class Recent:
    """What a till sees of its own: no name of anybody."""

    id: UUID
    title: str
    at: datetime
    face_fen: int
    spent_fen: int
    undone: bool


def merchants(within: Scope, page: int = 1) -> Page[MerchantView]:
    """The merchants of a subtree: those in service first."""
    query = select(Merchant).where(Merchant.place_id.in_(places.ids_within(within)))
    order = (Merchant.stopped_at.is_not(None), Merchant.name, Merchant.id)
    found = page_of(query.order_by(*order), number=page)
    return Page(_views(found.items), found.number, found.size, found.total)


def choices(
    within: Scope, *, stopped_too: bool = False, also: Collection[UUID] = ()
) -> list[tuple[UUID, str]]:
    """Merchants of a subtree to choose from, by name; `also`: these wherever and however."""
    offered = true() if stopped_too else Merchant.stopped_at.is_(None)
    here = Merchant.place_id.in_(places.ids_within(within)) & offered
    query = select(Merchant.id, Merchant.name, Merchant.stopped_at)
    query = query.where(here | Merchant.id.in_(also)).order_by(Merchant.name, Merchant.id)
    found = session.execute(query)
    return [(row[0], f"{row[1]}（已停用）" if row[2] else row[1]) for row in found]


def merchant(merchant_id: UUID, within: Scope) -> MerchantView:
    """One merchant; outside the scope it is not found."""
    row = session.get(Merchant, merchant_id)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return _views([row])[0]


def account_of(merchant_id: UUID, within: Scope) -> str:
    """The whole account number, for the sheet by which a confirmed settlement is paid."""
    merchant(merchant_id, within)
    return session.get_one(Merchant, merchant_id).account_number


def devices(merchant_id: UUID) -> list[DeviceView]:
    """A merchant's phones, the latest first."""
    query = select(MerchantDevice).where(MerchantDevice.merchant_id == merchant_id)
    rows = session.scalars(query.order_by(MerchantDevice.created_at.desc())).all()
    names = access.names({row.created_by_id for row in rows})
    return [
        DeviceView(
            row.id,
            row.name,
            names.get(row.created_by_id, ""),
            row.created_at,
            row.seen_at,
            row.revoked_at,
        )
        for row in rows
    ]


def device_of(device_id: UUID, within: Scope) -> tuple[DeviceView, MerchantView]:
    """One phone and its merchant; outside the scope it is not found."""
    row = row_with(MerchantDevice, device_id)
    its = merchant(row.merchant_id, within)
    return next(one for one in devices(row.merchant_id) if one.id == device_id), its


def redemptions(merchant_id: UUID, page: int = 1) -> Page[RedemptionView]:
    """What was redeemed at a merchant, the latest first."""
    query = select(CouponRedemption).where(CouponRedemption.merchant_id == merchant_id)
    order = (CouponRedemption.at.desc(), CouponRedemption.id.desc())
    found = page_of(query.order_by(*order), number=page)
    return Page(redemption_views(found.items), found.number, found.size, found.total)


def redemption(redemption_id: UUID, within: Scope) -> tuple[RedemptionView, MerchantView]:
    """One redemption and its merchant; outside the scope it is not found."""
    row = row_with(CouponRedemption, redemption_id)
    its = merchant(row.merchant_id, within)
    return redemption_views([row])[0], its


def refused(merchant_id: UUID, most: int = 20) -> list[RefusedView]:
    """The latest refused scans of a merchant."""
    query = (
        select(RefusedScan, MerchantDevice.name)
        .join(MerchantDevice, MerchantDevice.id == RefusedScan.device_id)
        .where(RefusedScan.merchant_id == merchant_id)
        .order_by(RefusedScan.at.desc(), RefusedScan.id.desc())
        .limit(most)
    )
    return [RefusedView(one.at, name, one.sentence) for one, name in session.execute(query)]


def recent_of(device: TillDevice, most: int = 10) -> list[Recent]:
    """What this phone redeemed last."""
    query = (
        select(CouponRedemption, CouponKind.title)
        .join(CouponKind, CouponKind.id == CouponRedemption.kind_id)
        .where(CouponRedemption.device_id == device.id, CouponRedemption.opposing.is_(False))
        .order_by(CouponRedemption.at.desc(), CouponRedemption.id.desc())
        .limit(most)
    )
    rows = session.execute(query).all()
    opposed = _opposed([row[0] for row in rows])
    return [
        Recent(
            one.id,
            title,
            one.at,
            one.face_fen,
            one.spent_fen,
            (one.coupon_id, one.turn) in opposed,
        )
        for one, title in rows
    ]


def redemption_views(rows: Sequence[CouponRedemption]) -> list[RedemptionView]:
    """Rows of money as lists show them."""
    cards = people.cards({row.volunteer_id for row in rows})
    titles = _titles({row.kind_id for row in rows})
    opposed = _opposed(rows)
    return [
        RedemptionView(
            id=row.id,
            kind=row.kind,
            title=titles[row.kind_id],
            number=cards[row.volunteer_id].number,
            masked_name=cards[row.volunteer_id].masked_name,
            at=row.at,
            face_fen=row.face_fen,
            spent_fen=row.spent_fen,
            opposed=row.opposing or (row.coupon_id, row.turn) in opposed,
        )
        for row in rows
    ]


def _opposed(rows: Sequence[CouponRedemption]) -> set[tuple[UUID, int]]:
    query = select(CouponRedemption.coupon_id, CouponRedemption.turn).where(
        CouponRedemption.opposing.is_(True),
        CouponRedemption.coupon_id.in_([row.coupon_id for row in rows]),
    )
    return {(row[0], row[1]) for row in session.execute(query)}


def _titles(kind_ids: set[UUID]) -> dict[UUID, str]:
    query = select(CouponKind.id, CouponKind.title).where(CouponKind.id.in_(kind_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def _views(rows: Sequence[Merchant]) -> list[MerchantView]:
    where = places.places({row.place_id for row in rows})
    return [
        MerchantView(
            row.id,
            where[row.place_id],
            MerchantFacts(
                name=row.name,
                category=row.category,
                address=row.address,
                contact_name=row.contact_name,
                contact_phone=row.contact_phone,
                account_name=row.account_name,
                account_number=None,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
            ),
            row.account_number[-LAST_DIGITS:],
            row.stopped_at,
            row.stopped_reason,
        )
        for row in rows
    ]
