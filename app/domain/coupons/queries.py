"""Reading seasons, their kinds, and one's own coupons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select

from app.domain.coupons.kinds import kind_facts
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason, KindMerchant, Merchant
from app.domain.coupons.money_models import CouponRedemption
from app.domain.coupons.rules import SEASON_TITLES, STATE_TITLES, KindFacts, Season, SeasonFacts
from app.domain.coupons.rules import State as CouponState
from app.domain.coupons.seasons import facts_of
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with

SHOWN = (Season.ANNOUNCED.value, Season.OPEN.value, Season.PAUSED.value)
USED = (CouponState.USED, CouponState.SETTLED)


@dataclass(frozen=True)
class SeasonView:
    """A season and where it stands."""

    id: UUID
    place: PlaceView
    facts: SeasonFacts
    state: Season
    committed_fen: int

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def standing(self) -> str:
        """The state in words."""
        return SEASON_TITLES[self.state]


@dataclass(frozen=True)
class Shop:
    """A merchant as residents see it."""

    id: UUID
    name: str
    address: str
    category: str


@dataclass(frozen=True)
class KindView:
    """A kind of coupon, how many are out, and where it is taken."""

    id: UUID
    season_id: UUID
    facts: KindFacts
    taken: int
    shops: tuple[Shop, ...]

    @property
    def left(self) -> int:
        return self.facts.total - self.taken


@dataclass(frozen=True)
class CouponView:
    """One coupon of one person; `used_at` and `used_where` once it is used."""

    id: UUID
    kind: KindView
    season: SeasonView
    state: CouponState
    taken_at: datetime
    ends_at: datetime
    used_at: datetime | None
    used_where: str | None
    spent_fen: int | None

    @property
    def standing(self) -> str:
        """The state in words."""
        return STATE_TITLES[self.state]


def seasons(within: Scope, page: int = 1) -> Page[SeasonView]:
    """The seasons of a subtree, the latest first."""
    query = select(CouponSeason).where(CouponSeason.place_id.in_(places.ids_within(within)))
    order = (CouponSeason.take_from.desc(), CouponSeason.id.desc())
    found = page_of(query.order_by(*order), number=page)
    return Page(_seasons(found.items), found.number, found.size, found.total)


def season(season_id: UUID, within: Scope | None = None) -> SeasonView:
    """One season; outside the scope it is not found."""
    row = session.get(CouponSeason, season_id)
    if row is None or (within is not None and not within.covers(row.place_path)):
        raise NotFound
    return _seasons([row])[0]


def shown_seasons(*, now: datetime) -> list[SeasonView]:
    """What residents see: announced or running, the first to begin first."""
    query = select(CouponSeason).where(CouponSeason.state.in_(SHOWN), CouponSeason.use_until > now)
    return _seasons(session.scalars(query.order_by(CouponSeason.take_from)).all())


def kinds(season_ids: Collection[UUID]) -> list[KindView]:
    """The kinds of these seasons, the smallest face value first."""
    query = select(CouponKind).where(CouponKind.season_id.in_(season_ids))
    order = (CouponKind.season_id, CouponKind.face_fen, CouponKind.id)
    return _kinds(session.scalars(query.order_by(*order)).all())


def kind(kind_id: UUID, within: Scope | None = None) -> KindView:
    """One kind; outside the scope it is not found, and a draft's is found by staff only."""
    row = row_with(CouponKind, kind_id)
    its_season = season(row.season_id, within)
    if within is None and its_season.state.value not in SHOWN:
        raise NotFound
    return _kinds([row])[0]


def taken_by(volunteer_id: UUID, kind_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many of each kind somebody has taken."""
    query = (
        select(Coupon.kind_id, func.count())
        .where(Coupon.volunteer_id == volunteer_id, Coupon.kind_id.in_(kind_ids))
        .group_by(Coupon.kind_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(query)}


def mine(volunteer_id: UUID, page: int = 1) -> Page[CouponView]:
    """Her coupons: what can be used first, then the latest."""
    query = select(Coupon).where(Coupon.volunteer_id == volunteer_id)
    order = (case((Coupon.state == CouponState.HELD.value, 0), else_=1), Coupon.id.desc())
    found = page_of(query.order_by(*order), number=page)
    return Page(_coupons(found.items), found.number, found.size, found.total)


def my_coupon(coupon_id: UUID, volunteer_id: UUID) -> CouponView:
    """Her own; somebody else's is not found."""
    row = session.get(Coupon, coupon_id)
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound
    return _coupons([row])[0]


def _seasons(rows: Sequence[CouponSeason]) -> list[SeasonView]:
    where = places.places({row.place_id for row in rows})
    return [
        SeasonView(row.id, where[row.place_id], facts_of(row), Season(row.state), row.committed_fen)
        for row in rows
    ]


def _kinds(rows: Sequence[CouponKind]) -> list[KindView]:
    shops: dict[UUID, list[Shop]] = {row.id: [] for row in rows}
    for kind_id, one in session.execute(_shops_of(list(shops))):
        shops[kind_id].append(Shop(one.id, one.name, one.address, one.category))
    return [
        KindView(row.id, row.season_id, kind_facts(row), row.taken, tuple(shops[row.id]))
        for row in rows
    ]


def _shops_of(kind_ids: Collection[UUID]) -> Select[UUID, Merchant]:
    return (
        select(KindMerchant.kind_id, Merchant)
        .join(Merchant, Merchant.id == KindMerchant.merchant_id)
        .where(KindMerchant.kind_id.in_(kind_ids), Merchant.stopped_at.is_(None))
        .order_by(Merchant.name, Merchant.id)
    )


def _coupons(rows: Sequence[Coupon]) -> list[CouponView]:
    found = select(CouponKind).where(CouponKind.id.in_({row.kind_id for row in rows}))
    of_kind = {view.id: view for view in _kinds(session.scalars(found).all())}
    its = select(CouponSeason).where(CouponSeason.id.in_({row.season_id for row in rows}))
    of_season = {view.id: view for view in _seasons(session.scalars(its).all())}
    used = _uses([row for row in rows if CouponState(row.state) in USED])
    return [
        CouponView(
            row.id,
            of_kind[row.kind_id],
            of_season[row.season_id],
            CouponState(row.state),
            row.taken_at,
            row.ends_at,
            *used.get(row.id, (None, None, None)),
        )
        for row in rows
    ]


def _uses(rows: Sequence[Coupon]) -> dict[UUID, tuple[datetime, str, int]]:
    turns = {row.id: row.turn for row in rows}
    query = (
        select(CouponRedemption, Merchant.name)
        .join(Merchant, Merchant.id == CouponRedemption.merchant_id)
        .where(CouponRedemption.coupon_id.in_(turns), CouponRedemption.opposing.is_(False))
    )
    return {
        one.coupon_id: (one.at, name, one.spent_fen)
        for one, name in session.execute(query)
        if turns[one.coupon_id] == one.turn
    }
