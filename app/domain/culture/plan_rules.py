"""What is typed about programmes, events and head counts, and within which bounds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from app.domain.culture.rules import SEATS_MOST
from app.domain.culture.vocabulary import EVENT_KINDS, ONLINE_SOURCES, PROGRAMME_KINDS
from app.kernel.refusal import BadInput, Refusal

LONGEST_TITLE, LONGEST_ABOUT, LONGEST_VENUE = 50, 1000, 60
LARGEST_CAPACITY = 100_000
LARGEST_COUNT = 100_000_000
LONGEST_PROGRAMME = timedelta(days=731)
LONGEST_EVENT = timedelta(days=366)
LONGEST_LINK = 300


@dataclass(frozen=True)
class Programme:
    """A programme as typed."""

    kind: str
    title: str
    about: str
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Event:
    """An event as typed; `capacity` None: as many as come."""

    kind: str
    title: str
    about: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    entry: str = "ticket"
    capacity: int | None = None
    seats_most: int = SEATS_MOST
    tickets_from: datetime | None = None
    tickets_until: datetime | None = None


def why_not_this_programme(asked: Programme) -> Refusal | None:
    """Every field within its bounds."""
    if asked.kind not in PROGRAMME_KINDS:
        return BadInput(field="kind", problem="请选择种类")
    texts = (
        ("title", "名称", asked.title, LONGEST_TITLE),
        ("about", "介绍", asked.about, LONGEST_ABOUT),
    )
    if refusal := _why_not_texts(texts):
        return refusal
    if not timedelta() <= asked.to_on - asked.from_on <= LONGEST_PROGRAMME:
        return BadInput(field="to_on", problem="结束日期要不早于开始日期，最长两年")
    return None


def why_not_this_event(asked: Event) -> Refusal | None:
    """Every field within its bounds."""
    if asked.kind not in EVENT_KINDS:
        return BadInput(field="kind", problem="请选择种类")
    texts = (
        ("title", "名称", asked.title, LONGEST_TITLE),
        ("venue", "地点", asked.venue, LONGEST_VENUE),
    )
    if refusal := _why_not_texts(texts):
        return refusal
    if len(asked.about.strip()) > LONGEST_ABOUT:
        return BadInput(field="about", problem=f"介绍最多 {LONGEST_ABOUT} 个字")
    if not timedelta() < asked.ends_at - asked.starts_at <= LONGEST_EVENT:
        return BadInput(field="ends_at", problem="结束时间要晚于开始时间，最长一年")
    return _why_not_tickets(asked) if asked.entry == "ticket" else _why_not_open(asked)


def _why_not_tickets(asked: Event) -> Refusal | None:
    if asked.capacity is None or not 1 <= asked.capacity <= LARGEST_CAPACITY:
        return BadInput(field="capacity", problem=f"请填座位数，1 至 {LARGEST_CAPACITY}")
    if not 1 <= asked.seats_most <= SEATS_MOST:
        return BadInput(field="seats_most", problem=f"一张票可以有 1 至 {SEATS_MOST} 个座位")
    if asked.tickets_from is None or asked.tickets_until is None:
        return BadInput(field="tickets_from", problem="请填领票的开始和截止时间")
    if not asked.tickets_from < asked.tickets_until <= asked.ends_at:
        return BadInput(field="tickets_until", problem="领票截止要晚于领票开始，不晚于活动结束")
    return None


def _why_not_open(asked: Event) -> Refusal | None:
    if asked.entry != "open":
        return BadInput(field="entry", problem="请选择怎样入场")
    if asked.capacity is not None:
        return BadInput(field="capacity", problem="自由入场的不用填座位数")
    return None


def _why_not_texts(texts: tuple[tuple[str, str, str, int], ...]) -> Refusal | None:
    for field, label, text, most in texts:
        if not 1 <= len(text.strip()) <= most:
            return BadInput(field=field, problem=f"请填写{label}，最多 {most} 个字")
    return None


def why_not_count(
    number: int, *, kind: str, source: str, link: str, has_picture: bool
) -> Refusal | None:
    """By hand with a photo; of views, with the platform and a link or a picture."""
    if not 0 <= number <= LARGEST_COUNT:
        return BadInput(field="number", problem="请填人数，不能小于 0")
    if kind == "hand":
        return None if has_picture else BadInput(field="pictures", problem="请附一张现场照片作依据")
    if source not in ONLINE_SOURCES:
        return BadInput(field="source", problem="请选择平台")
    if link and not _is_web_address(link):
        return BadInput(
            field="link", problem=f"链接要以 http:// 或 https:// 开头，最多 {LONGEST_LINK} 个字符"
        )
    if not link and not has_picture:
        return BadInput(field="link", problem="请填链接，或附一张截图")
    return None


def why_not_counted_then(counted_at: datetime, *, now: datetime) -> Refusal | None:
    """Nobody has counted what is still to come."""
    if counted_at <= now:
        return None
    return BadInput(field="counted_at", problem="这个时间还没有到，请填数人数的时间")


def _is_web_address(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(link) <= LONGEST_LINK
