"""Who may take what from the community shop. Sources: docs/rules.md, Community shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.recognition import errors
from app.kernel.calendar import end_of_day, local_date
from app.kernel.refusal import BadInput, Refusal

FETCHED_WITHIN = timedelta(days=14)
CODE_LASTS = timedelta(seconds=60)
NUMBER_DIGITS = 8
TITLE_MOST = 40
DESCRIPTION_MOST = 200
PRICE_MOST = 100_000
STOCK_MOST = 100_000
LIMIT_MOST = 1000
REASON_MOST = 200


class State(StrEnum):
    """Where a redemption stands."""

    RESERVED = "reserved"
    HANDED_OVER = "handed_over"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Decision(StrEnum):
    """What can be done to it; EXPIRE is the clock's."""

    HAND_OVER = "hand_over"
    CANCEL = "cancel"
    EXPIRE = "expire"
    SETTLE = "settle"


STATE_TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.RESERVED: "待领取",
        State.HANDED_OVER: "已领取",
        State.SETTLED: "已结算",
        State.CANCELLED: "已取消",
        State.EXPIRED: "过期未领",
    }
)
NEXT_STATE: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (State.RESERVED, Decision.HAND_OVER): State.HANDED_OVER,
        (State.RESERVED, Decision.CANCEL): State.CANCELLED,
        (State.RESERVED, Decision.EXPIRE): State.EXPIRED,
        (State.HANDED_OVER, Decision.SETTLE): State.SETTLED,
    }
)
ALIVE = (State.RESERVED, State.HANDED_OVER, State.SETTLED)
GIVEN = (State.HANDED_OVER, State.SETTLED)


@dataclass(frozen=True)
class ItemFacts:
    """What is said about an item."""

    title: str
    description: str
    price: int
    limit_each: int | None
    open_from: date
    open_until: date | None
    on_shelf: bool


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, decision) in NEXT_STATE:
        return None
    return errors.NotLikeThis(standing=STATE_TITLES[state])


def is_open(item: ItemFacts, *, today: date) -> bool:
    """On the shelf, and within its days (both included)."""
    return item.on_shelf and item.open_from <= today <= (item.open_until or date.max)


def why_not_redeem(
    item: ItemFacts, *, left: int, balance: int, taken: int, today: date
) -> Refusal | None:
    """Open, within the limit for one person (`taken` so far), in stock, and paid for."""
    if not is_open(item, today=today):
        return errors.NotOnShelf(title=item.title)
    if item.limit_each is not None and taken >= item.limit_each:
        return errors.LimitReached(title=item.title, most=item.limit_each)
    if left < 1:
        return errors.SoldOut(title=item.title)
    if balance < item.price:
        return errors.NotEnoughPoints(price=item.price, balance=balance)
    return None


def pick_up_by(reserved_at: datetime) -> datetime:
    """The end of the fourteenth day after."""
    return end_of_day(local_date(reserved_at + FETCHED_WITHIN))


def why_not_this_item(item: ItemFacts, *, stock: int) -> Refusal | None:
    """A name, a price, and numbers that are believable."""
    if not 1 <= len(item.title) <= TITLE_MOST:
        return BadInput(field="title", problem=f"请填写名称，最多 {TITLE_MOST} 个字")
    if len(item.description) > DESCRIPTION_MOST:
        return BadInput(field="description", problem=f"最多 {DESCRIPTION_MOST} 个字")
    if not 1 <= item.price <= PRICE_MOST:
        return BadInput(field="price", problem=f"1 到 {PRICE_MOST} 分")
    if not 0 <= stock <= STOCK_MOST:
        return BadInput(field="add", problem=f"库存在 0 到 {STOCK_MOST} 之间")
    if item.limit_each is not None and not 1 <= item.limit_each <= LIMIT_MOST:
        return BadInput(field="limit_each", problem=f"1 到 {LIMIT_MOST} 份，不限请留空")
    if item.open_until is not None and item.open_until < item.open_from:
        return BadInput(field="open_until", problem="不能早于开始的日期")
    return None


def why_not_this_reason(reason: str) -> Refusal | None:
    """The person reads why."""
    if not 1 <= len(reason.strip()) <= REASON_MOST:
        return BadInput(field="reason", problem=f"请写明原因，最多 {REASON_MOST} 个字")
    return None
