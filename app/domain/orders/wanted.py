"""What may be asked for, offered, planned and told. Pure. Sources: docs/rules.md, Orders."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.activities.vocabulary import CATEGORIES, TARGETS, WORK_TYPES
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput, Refusal

PARTS = ("上午", "下午", "晚上", "都可以")
OTHER_WORK = "其他志愿服务"
LONGEST_TITLE = 30
LONGEST_CONTENT = 500
LONGEST_WISH = 300
LONGEST_ADDRESS = 100
LONGEST_BRIEF = 200
LONGEST_RESULT = 500
MOST_PEOPLE = 200
MOST_LEAD_DAYS = 30
DAYS_AHEAD = 60
MOST_CAPACITY = 200
DAY, WEEK = "day", "week"
PER = {DAY: "每天", WEEK: "每周"}
LEAST_MINUTES, MOST_MINUTES = 15, 720
_A_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for; what is hers alone is not printed."""

    title: str = ""
    category: str = ""
    people: int = 1
    wanted_on: date
    wanted_part: str = "都可以"
    group: str = ""
    at_home: bool = True
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(default="", repr=False)
    wish: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the menu as staff write it."""

    title: str
    category: str
    work_type: str
    content: str
    at_home: bool
    venue: str = ""
    when_text: str
    for_whom: Sequence[str] = ()
    least_age: int | None = None
    lead_days: int = 0
    capacity: int | None = None
    capacity_per: str = DAY
    team_id: UUID | None = None


def why_not_this_wish(wish: Wish, *, lead_days: int = 0, now: datetime) -> Refusal | None:
    """Something is wanted, on a day that can be kept, by somebody who can be found."""
    return (
        _why_not_titled(wish.title, wish.category)
        or _why_not_on(wish, lead_days, now)
        or _why_not_found(wish)
    )


def _why_not_titled(title: str, category: str) -> Refusal | None:
    if not 2 <= len(title.strip()) <= LONGEST_TITLE:
        return BadInput(field="title", problem=f"请用 2 至 {LONGEST_TITLE} 个字写明需要什么服务")
    if category not in CATEGORIES:
        return BadInput(field="category", problem="请选择服务类别")
    return None


def _why_not_on(wish: Wish, lead_days: int, now: datetime) -> Refusal | None:
    today = local_date(now)
    first, last = today + timedelta(days=lead_days), today + timedelta(days=DAYS_AHEAD)
    if not first <= wish.wanted_on <= last:
        soonest = f"{first.month}月{first.day}日"
        return BadInput(field="wanted_on", problem=f"请选 {soonest} 起 {DAYS_AHEAD} 天内的日期")
    if wish.wanted_part not in PARTS:
        return BadInput(field="wanted_part", problem="请选择时段")
    if not 1 <= wish.people <= MOST_PEOPLE:
        return BadInput(field="people", problem=f"人数请填 1 至 {MOST_PEOPLE}")
    if wish.group and wish.group not in TARGETS:
        return BadInput(field="group", problem="请选择人群")
    return None


def _why_not_found(wish: Wish) -> Refusal | None:
    if not 2 <= len(wish.name.strip()) <= 50:
        return BadInput(field="name", problem="请填写联系人姓名")
    if wish.at_home and not 2 <= len(wish.address.strip()) <= LONGEST_ADDRESS:
        return BadInput(field="address", problem="上门服务请写明地址，到门牌号")
    if len(wish.address.strip()) > LONGEST_ADDRESS:
        return BadInput(field="address", problem=f"最多 {LONGEST_ADDRESS} 个字")
    if len(wish.wish.strip()) > LONGEST_WISH:
        return BadInput(field="wish", problem=f"最多 {LONGEST_WISH} 个字")
    return None


def why_not_this_item(item: Item) -> Refusal | None:
    """A line of the menu says what, where, when and for whom."""
    return (
        _why_not_titled(item.title, item.category)
        or _why_not_described(item)
        or _why_not_for_these(item)
    )


def _why_not_described(item: Item) -> Refusal | None:
    if item.work_type not in WORK_TYPES:
        return BadInput(field="work_type", problem="请选择工作类型")
    if not 2 <= len(item.content.strip()) <= LONGEST_CONTENT:
        return BadInput(field="content", problem=f"请写明服务内容，最多 {LONGEST_CONTENT} 个字")
    if not item.when_text.strip():
        return BadInput(field="when_text", problem="请写明什么时候提供，例如：每周三下午")
    if not item.at_home and not item.venue.strip():
        return BadInput(field="venue", problem="不上门的服务请写明在哪里")
    return None


def _why_not_for_these(item: Item) -> Refusal | None:
    if any(one not in TARGETS for one in item.for_whom):
        return BadInput(field="for_whom", problem="请选择服务对象")
    if item.least_age is not None and not 1 <= item.least_age <= 100:
        return BadInput(field="least_age", problem="最小年龄请填 1 至 100")
    if not 0 <= item.lead_days <= MOST_LEAD_DAYS:
        return BadInput(field="lead_days", problem=f"提前天数请填 0 至 {MOST_LEAD_DAYS}")
    if item.capacity is not None and not 1 <= item.capacity <= MOST_CAPACITY:
        return BadInput(field="capacity", problem=f"最多几单请填 1 至 {MOST_CAPACITY}，不限的不填")
    if item.capacity_per not in PER:
        return BadInput(field="capacity_per", problem="请选每天或每周")
    return None


def in_words(capacity: int, per: str) -> str:
    """每天最多 3 单."""
    return f"{PER[per]}最多 {capacity} 单"


def span_of(day: date, per: str) -> tuple[date, date]:
    """The day itself, or its week from Monday to Sunday."""
    if per == DAY:
        return day, day
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def is_full(day: date, taken: Mapping[date, int], capacity: int, per: str) -> bool:
    """Whether nothing more is done on a day, by the orders of each day."""
    first, last = span_of(day, per)
    return sum(count for on, count in taken.items() if first <= on <= last) >= capacity


def next_free(
    after: date, taken: Mapping[date, int], capacity: int, per: str, *, until: date
) -> date | None:
    """The first day after one on which something more is done; None when there is none."""
    ahead = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return next((day for day in ahead if not is_full(day, taken, capacity, per)), None)


def why_not_this_brief(brief: str) -> Refusal | None:
    """What teams read before they accept: enough to decide, and nobody's phone."""
    if not 2 <= len(brief.strip()) <= LONGEST_BRIEF:
        return BadInput(
            field="brief", problem=f"请用 2 至 {LONGEST_BRIEF} 个字写明要做什么，团队接单前会看到"
        )
    if _A_PHONE.search(brief):
        return BadInput(field="brief", problem="不要写电话，接单的人可以另外查看")
    return None


def why_not_this_time(starts_at: datetime, minutes: int, *, now: datetime) -> Refusal | None:
    """A service is ahead, within the days an order can wait, and no longer than a session."""
    if not now < starts_at <= now + timedelta(days=DAYS_AHEAD):
        return BadInput(field="starts_at", problem=f"请选现在以后 {DAYS_AHEAD} 天内的时间")
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return BadInput(
            field="minutes", problem=f"预计时长请填 {LEAST_MINUTES} 至 {MOST_MINUTES} 分钟"
        )
    return None


def why_not_this_result(text: str) -> Refusal | None:
    """What was done, in a few words."""
    if 2 <= len(text.strip()) <= LONGEST_RESULT:
        return None
    return BadInput(field="result", problem=f"请写写服务情况，最多 {LONGEST_RESULT} 个字")
