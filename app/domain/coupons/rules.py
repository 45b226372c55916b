"""Who may take, use and settle coupons. Sources: docs/rules.md, Coupons. Money is in fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.coupons import errors
from app.domain.coupons.money import FEN, yuan
from app.kernel.calendar import last_day
from app.kernel.refusal import BadInput, Refusal

UNDO_WITHIN = timedelta(minutes=15)
TICKET_LASTS = timedelta(minutes=3)
TOLD_BEFORE = timedelta(days=3)
LARGEST_FACE_FEN = 1_000 * FEN
LARGEST_BILL_FEN = 100_000 * FEN
LARGEST_BUDGET_FEN = 20_000_000 * FEN
MOST_OF_A_KIND = 1_000_000
LARGEST_LIMIT = 20
TITLE_MOST = 40
KIND_TITLE_MOST = 30
ABOUT_MOST = 500
REASON_MOST = 200
VOUCHER_MOST = 40


class Season(StrEnum):
    """Where a season stands; being open also needs the hour."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    PAUSED = "paused"
    OVER = "over"
    DROPPED = "dropped"


class SeasonStep(StrEnum):
    """What is done to a season; OPEN and END are the clock's."""

    ANNOUNCE = "announce"
    OPEN = "open"
    PAUSE = "pause"
    GO_ON = "go_on"
    END = "end"
    DROP = "drop"


class State(StrEnum):
    """Where a coupon stands."""

    HELD = "held"
    USED = "used"
    SETTLED = "settled"
    EXPIRED = "expired"
    DROPPED = "dropped"
    VOID = "void"


class Step(StrEnum):
    """What happens to a coupon; EXPIRE is the clock's, DROP follows who leaves."""

    REDEEM = "redeem"
    UNDO = "undo"
    SETTLE = "settle"
    UNSETTLE = "unsettle"
    CORRECT = "correct"
    EXPIRE = "expire"
    DROP = "drop"


class Settlement(StrEnum):
    """Where a settlement stands."""

    PREPARED = "prepared"
    CONFIRMED = "confirmed"
    PAID = "paid"
    DROPPED = "dropped"


class SettlementStep(StrEnum):
    """What staff do to a settlement."""

    CONFIRM = "confirm"
    PAY = "pay"
    DROP = "drop"


NEXT_SEASON: Mapping[tuple[Season, SeasonStep], Season] = MappingProxyType(
    {
        (Season.DRAFT, SeasonStep.ANNOUNCE): Season.ANNOUNCED,
        (Season.DRAFT, SeasonStep.DROP): Season.DROPPED,
        (Season.ANNOUNCED, SeasonStep.OPEN): Season.OPEN,
        (Season.ANNOUNCED, SeasonStep.DROP): Season.DROPPED,
        (Season.OPEN, SeasonStep.PAUSE): Season.PAUSED,
        (Season.OPEN, SeasonStep.END): Season.OVER,
        (Season.PAUSED, SeasonStep.GO_ON): Season.OPEN,
        (Season.PAUSED, SeasonStep.END): Season.OVER,
    }
)
NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.HELD, Step.REDEEM): State.USED,
        (State.HELD, Step.EXPIRE): State.EXPIRED,
        (State.HELD, Step.DROP): State.DROPPED,
        (State.USED, Step.UNDO): State.HELD,
        (State.USED, Step.SETTLE): State.SETTLED,
        (State.USED, Step.CORRECT): State.VOID,
        (State.SETTLED, Step.UNSETTLE): State.USED,
        (State.SETTLED, Step.CORRECT): State.VOID,
    }
)
NEXT_SETTLEMENT: Mapping[tuple[Settlement, SettlementStep], Settlement] = MappingProxyType(
    {
        (Settlement.PREPARED, SettlementStep.CONFIRM): Settlement.CONFIRMED,
        (Settlement.PREPARED, SettlementStep.DROP): Settlement.DROPPED,
        (Settlement.CONFIRMED, SettlementStep.PAY): Settlement.PAID,
    }
)
ON_PAPER = (Settlement.CONFIRMED, Settlement.PAID)
SEASON_TITLES: Mapping[Season, str] = MappingProxyType(
    {
        Season.DRAFT: "草稿",
        Season.ANNOUNCED: "未开始",
        Season.OPEN: "进行中",
        Season.PAUSED: "暂停领取",
        Season.OVER: "已结束",
        Season.DROPPED: "已取消",
    }
)
STATE_TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.HELD: "未使用",
        State.USED: "已使用",
        State.SETTLED: "已使用",
        State.EXPIRED: "已过期",
        State.DROPPED: "已收回",
        State.VOID: "核销作废",
    }
)
SETTLEMENT_TITLES: Mapping[Settlement, str] = MappingProxyType(
    {
        Settlement.PREPARED: "待确认",
        Settlement.CONFIRMED: "待付款",
        Settlement.PAID: "已付款",
        Settlement.DROPPED: "已撤回",
    }
)


@dataclass(frozen=True)
class SeasonFacts:
    """What is said about a season."""

    title: str
    organiser: str
    about: str
    take_from: datetime
    take_until: datetime
    use_from: datetime
    use_until: datetime
    budget_fen: int


@dataclass(frozen=True)
class KindFacts:
    """What is said about a kind of coupon."""

    title: str
    face_fen: int
    minimum_fen: int
    total: int
    limit_each: int
    take_from: datetime
    take_until: datetime

    @property
    def terms(self) -> str:
        """满 50 减 20."""
        return f"满 {yuan(self.minimum_fen)} 减 {yuan(self.face_fen)}"


def why_not_season(season: Season, step: SeasonStep) -> Refusal | None:
    """What is not in the table is refused."""
    if (season, step) in NEXT_SEASON:
        return None
    return errors.SeasonNotLikeThis(standing=SEASON_TITLES[season])


def why_not_settlement(state: Settlement, step: SettlementStep) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, step) in NEXT_SETTLEMENT:
        return None
    return errors.SettlementNotLikeThis(standing=SETTLEMENT_TITLES[state])


def why_not_take(
    season: Season, kind: KindFacts, *, mine: int, left: int, left_fen: int, now: datetime
) -> Refusal | None:
    """Open, within its days, within the limit (`mine` so far), in number and in budget."""
    if season is Season.ANNOUNCED or (season is Season.OPEN and now < kind.take_from):
        return errors.NotYet(title=kind.title, opens_at=kind.take_from)
    if season is not Season.OPEN or now >= kind.take_until:
        return errors.NoLongerTaken(title=kind.title)
    if mine >= kind.limit_each:
        return errors.LimitReached(title=kind.title, most=kind.limit_each)
    if left < 1 or left_fen < kind.face_fen:
        return errors.AllTaken(title=kind.title)
    return None


def why_not_use(*, use_from: datetime, use_until: datetime, now: datetime) -> Refusal | None:
    """Within the season's days of use."""
    if now < use_from:
        return errors.NotUsableYet(opens_at=use_from)
    return errors.Expired(day=_day(use_until)) if now >= use_until else None


def why_not_this_bill(spent_fen: int, *, minimum_fen: int) -> Refusal | None:
    """A believable amount, and enough of it."""
    if not 1 <= spent_fen <= LARGEST_BILL_FEN:
        return BadInput(field="spent", problem="请填写本单消费金额，单位元，最多两位小数")
    if spent_fen < minimum_fen:
        return errors.BelowMinimum(minimum=yuan(minimum_fen), short=yuan(minimum_fen - spent_fen))
    return None


def why_not_undo(*, redeemed_at: datetime, now: datetime) -> Refusal | None:
    """A slip is noticed at once; later it is the staff's to correct."""
    if now - redeemed_at > UNDO_WITHIN:
        return errors.UndoTooLate(minutes=UNDO_WITHIN // timedelta(minutes=1))
    return None


def why_not_this_season(facts: SeasonFacts) -> Refusal | None:
    """A title, days in order, a budget."""
    if not 1 <= len(facts.title) <= TITLE_MOST:
        return BadInput(field="title", problem=f"请填写名称，最多 {TITLE_MOST} 个字")
    if not facts.organiser:
        return BadInput(field="organiser", problem="请填写主办单位")
    if facts.take_until <= facts.take_from:
        return BadInput(field="take_until", problem="领取的结束要晚于开始")
    if facts.use_until <= facts.use_from:
        return BadInput(field="use_until", problem="使用的结束要晚于开始")
    if facts.use_until < facts.take_until:
        return BadInput(field="use_until", problem="使用的结束不能早于领取的结束")
    if not FEN <= facts.budget_fen <= LARGEST_BUDGET_FEN:
        return BadInput(field="budget", problem="请填写预算总额，1 元到 2000 万元")
    return None


def why_not_change_season(state: Season, before: SeasonFacts, after: SeasonFacts) -> Refusal | None:
    """A draft may become anything; what was announced keeps its beginning and ends no earlier."""
    if state in (Season.OVER, Season.DROPPED):
        return errors.SeasonNotLikeThis(standing=SEASON_TITLES[state])
    if state is Season.DRAFT:
        return None
    if (before.take_from, before.use_from) != (after.take_from, after.use_from):
        return BadInput(field="take_from", problem="已经发布，开始时间不能再改")
    if after.take_until < before.take_until or after.use_until != before.use_until:
        return BadInput(field="use_until", problem="已经发布，使用期不能改，领取期只能延长")
    return None


def why_not_this_kind(kind: KindFacts, season: SeasonFacts) -> Refusal | None:
    """Believable numbers, taken within the season's days."""
    if not 1 <= len(kind.title) <= KIND_TITLE_MOST:
        return BadInput(field="title", problem=f"请填写名称，最多 {KIND_TITLE_MOST} 个字")
    if not 1 <= kind.face_fen <= LARGEST_FACE_FEN:
        return BadInput(field="face", problem="请填写面额，最多 1000 元")
    if not kind.face_fen <= kind.minimum_fen <= LARGEST_BILL_FEN:
        return BadInput(field="minimum", problem="最低消费不能低于面额")
    if not 1 <= kind.total <= MOST_OF_A_KIND:
        return BadInput(field="total", problem=f"1 到 {MOST_OF_A_KIND} 张")
    if not 1 <= kind.limit_each <= LARGEST_LIMIT:
        return BadInput(field="limit_each", problem=f"1 到 {LARGEST_LIMIT} 张")
    if not season.take_from <= kind.take_from < kind.take_until <= season.take_until:
        return BadInput(field="take_until", problem="领取时间要在消费季的领取时间以内")
    return None


def why_not_this_reason(reason: str) -> Refusal | None:
    """It is kept with what was done."""
    if not 1 <= len(reason.strip()) <= REASON_MOST:
        return BadInput(field="reason", problem=f"请写明原因，最多 {REASON_MOST} 个字")
    return None


def _day(ends_at: datetime) -> str:
    day = last_day(ends_at)
    return f"{day.month}月{day.day}日"
