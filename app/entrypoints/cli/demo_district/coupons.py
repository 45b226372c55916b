"""A consumption season that has run for a month: shops, coupons used, one settlement paid."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from app.domain.coupons import devices, kinds, merchants, redeeming, seasons, settling, taking
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.devices import TillDevice
from app.domain.coupons.merchants import MerchantFacts
from app.domain.coupons.money import FEN
from app.domain.coupons.rules import KindFacts, SeasonFacts, SeasonStep
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date, start_of_day
from app.kernel.refusal import Refusal

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SHOPS = (
    ("老街面馆", "餐饮", "阳光路 8 号"),
    ("新知书店", "图书文具", "阳光路 21 号"),
    ("红旗剧场", "文化演出", "文化街 3 号"),
)
KINDS = (("餐饮券", 20, 50, 0), ("购书券", 30, 100, 1), ("看戏券", 50, 120, 2))
TAKERS = 14


def hold_a_coupon_season(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Began thirty days ago, ends in a fortnight; two thirds of what was taken is used."""
    chief, colleague = team.administrators
    began = _morning(now - 30 * DAY)
    shops = [
        then(merchants.open_merchant, chief, chief.place.id, _shop(*one), now=began)
        for one in SHOPS
    ]
    season = _season(began, now)
    season_id = then(seasons.plan, chief, chief.place.id, season, now=began)
    made = [
        then(
            kinds.add_kind,
            chief,
            season_id,
            _kind(season, title, face, least),
            [shops[at]],
            now=began,
        )
        for title, face, least, at in KINDS
    ]
    then(seasons.step, chief, season_id, SeasonStep.ANNOUNCE, now=began)
    then(seasons.advance, now=began)
    tills = [
        devices.device_behind(then(devices.make, chief, one, name="收银手机", now=began)[1])
        for one in shops
    ]
    used = _use(crowd, made, tills, began)
    _scan_again(next(used), tills[0], now=now - DAY)
    list(used)
    first, last = local_date(began), local_date(now - 2 * DAY)
    paid = then(settling.prepare, chief, shops[0], first, last, now=now - DAY)
    then(settling.confirm, colleague, paid, now=now - DAY)
    then(settling.mark_paid, chief, paid, paid_on=local_date(now), voucher="记-0128", now=now)
    then(settling.prepare, colleague, shops[1], first, last, now=now)


def _use(
    crowd: list[Person], made: list[UUID], tills: list[TillDevice], began: datetime
) -> Iterator[UUID]:
    """Everybody takes one of each; the last kind stays with its holders for now."""
    for number, person in enumerate(crowd[:TAKERS]):
        at = began + number * DAY
        for which, (kind_id, till) in enumerate(zip(made, tills, strict=True)):
            nonce = f"{number:02d}{which}"
            coupon = then(taking.take, person.id, kind_id, nonce=nonce, now=at)
            if which < 2:
                least = KINDS[which][2]
                _redeem(coupon, till, (least + 7 * number) * FEN, nonce=nonce, at=at + 6 * HOUR)
                yield coupon


def _redeem(coupon: UUID, till: TillDevice, spent: int, *, nonce: str, at: datetime) -> None:
    quote = then(redeeming.look, till, coupon_code(coupon, now=at), spent, now=at)
    then(redeeming.redeem, till, quote.ticket, spent, nonce=nonce, now=at)


def _scan_again(coupon: UUID, till: TillDevice, *, now: datetime) -> None:
    """What is used already is refused, and the shop's page shows it."""
    try:
        redeeming.look(till, coupon_code(coupon, now=now), 6800, now=now)
    except Refusal:
        return


def _morning(day: datetime) -> datetime:
    """09:00: shops are open then, and six hours later."""
    return start_of_day(local_date(day)) + 9 * HOUR


def _season(began: datetime, now: datetime) -> SeasonFacts:
    return SeasonFacts(
        title="金秋文化惠民消费季",
        organiser="高新区新时代文明实践中心",
        about="领一张券，看一场戏，逛一次书店，吃一碗老街的面。",
        take_from=began,
        take_until=_morning(now + 10 * DAY),
        use_from=began,
        use_until=_morning(now + 14 * DAY),
        budget_fen=50_000 * FEN,
    )


def _kind(season: SeasonFacts, title: str, face: int, least: int) -> KindFacts:
    return KindFacts(
        title=title,
        face_fen=face * FEN,
        minimum_fen=least * FEN,
        total=400,
        limit_each=2 if title == "看戏券" else 1,
        take_from=season.take_from,
        take_until=season.take_until,
    )


def _shop(name: str, category: str, address: str) -> MerchantFacts:
    return MerchantFacts(
        name=name,
        category=category,
        address=address,
        contact_name="赵老板",
        contact_phone="0538-8881234",
        account_name=f"高新区{name}",
        account_number="6217000000000000",
        opens_at=time(8),
        closes_at=time(21, 30),
    )
