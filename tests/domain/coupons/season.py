"""A season that runs, its shops with a phone each, and moves in few words."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.coupons import devices, kinds, merchants, redeeming, seasons, taking
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.devices import TillDevice
from app.domain.coupons.merchants import MerchantFacts
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.domain.coupons.rules import KindFacts, SeasonFacts, SeasonStep
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from tests import world
from tests.world import NOON

DAY = timedelta(days=1)
NOODLES = MerchantFacts(
    name="老街面馆",
    category="餐饮",
    address="阳光路 8 号",
    contact_name="赵师傅",
    contact_phone="13500000001",
    account_name="高新区老街面馆",
    account_number="6222000011112222",
    opens_at=None,
    closes_at=None,
)
BOOKS = replace(NOODLES, name="新知书店", category="图书文具", contact_phone="13500000002")
SEASON = SeasonFacts(
    title="文化惠民消费季",
    organiser="高新区新时代文明实践中心",
    about="看演出、逛书店、吃老味道。",
    take_from=NOON - DAY,
    take_until=NOON + 10 * DAY,
    use_from=NOON - DAY,
    use_until=NOON + 20 * DAY,
    budget_fen=100_000,
)
FIFTY_LESS_TWENTY = KindFacts(
    title="餐饮券",
    face_fen=2000,
    minimum_fen=5000,
    total=10,
    limit_each=1,
    take_from=SEASON.take_from,
    take_until=SEASON.take_until,
)


@dataclass(frozen=True)
class Fair:
    """A season with one kind, taken at the noodle shop and not at the bookshop."""

    administrator: Staff
    season_id: UUID
    kind_id: UUID
    noodles: UUID
    books: UUID
    till: TillDevice
    token: str

    @property
    def season(self) -> CouponSeason:
        return session.get_one(CouponSeason, self.season_id, populate_existing=True)

    @property
    def kind(self) -> CouponKind:
        return session.get_one(CouponKind, self.kind_id, populate_existing=True)

    def another_till(self, merchant_id: UUID | None = None) -> TillDevice:
        _, token = devices.make(
            self.administrator, merchant_id or self.noodles, name="二号手机", now=NOON
        )
        return devices.device_behind(token)


def a_fair(
    at: Place,
    *,
    running: bool = True,
    budget_fen: int = 100_000,
    use_from: datetime = SEASON.use_from,
    **kind: object,
) -> Fair:
    """`kind`: facts of the kind."""
    chief = world.staff(Role.CENTRE_ADMINISTRATOR, at=at, name="李主任")
    noodles = merchants.open_merchant(chief, at.id, NOODLES, now=NOON)
    books = merchants.open_merchant(chief, at.id, BOOKS, now=NOON)
    made = seasons.plan(
        chief, at.id, replace(SEASON, budget_fen=budget_fen, use_from=use_from), now=NOON
    )
    facts = replace(FIFTY_LESS_TWENTY, **kind)  # type: ignore[arg-type]
    kind_id = kinds.add_kind(chief, made, facts, [noodles], now=NOON)
    if running:
        seasons.step(chief, made, SeasonStep.ANNOUNCE, now=NOON)
        seasons.advance(now=NOON)
    _, token = devices.make(chief, noodles, name="收银手机", now=NOON)
    return Fair(chief, made, kind_id, noodles, books, devices.device_behind(token), token)


def taken(person: Volunteer, fair: Fair, *, now: datetime = NOON, **facts: str) -> UUID:
    """She takes one."""
    return taking.take(person.id, fair.kind_id, nonce=new_id().hex, now=now, **facts)


def redeemed(
    coupon_id: UUID, till: TillDevice, *, spent: int = 6800, now: datetime = NOON
) -> redeeming.Redeemed:
    """She shows her code, and the shop takes it."""
    quote = redeeming.look(till, coupon_code(coupon_id, now=now), spent, now=now)
    return redeeming.redeem(till, quote.ticket, spent, nonce=new_id().hex, now=now)


def state(coupon_id: UUID) -> str:
    return session.get_one(Coupon, coupon_id, populate_existing=True).state
