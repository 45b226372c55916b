"""When a place is open: a week's table, holidays, days closed. Pure. Sources: docs/rules.md."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from app.kernel.calendar import (
    holiday_name,
    is_make_up_day,
    local,
    start_of_day,
)
from app.kernel.refusal import BadInput, Refusal

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
HOLIDAYS: Mapping[str, str] = MappingProxyType(
    {
        "usual": "节假日照常开放",
        "closed": "法定节假日不开放",
        "office": "法定节假日不开放，调休上班的周末按周一的时间开放",
    }
)
MINUTES_A_DAY = 24 * 60
MOST_SPANS = 3  # a day
MOST_CLOSED_DAYS = 60
LONGEST_NOTE = 100
LOOKS_AHEAD_DAYS = 30
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，、;；和]*")
_EXPECTED = "请写成 8:30-12:00，14:00-17:30 这样；不开放就留空"

Span = tuple[int, int]  # minutes after midnight in Shanghai: opens, closes
Week = tuple[tuple[Span, ...], ...]
NEVER: Week = ((),) * 7


@dataclass(frozen=True)
class OpeningHours:
    """What is said of a place's hours: seven days from Monday, each with its spans in order.

    `closed_on` are single days without opening; `note` is for what a table cannot say.
    """

    week: Week = NEVER
    holidays: str = "usual"
    closed_on: tuple[date, ...] = ()
    note: str = field(default="")

    @property
    def said(self) -> bool:
        """Whether anything is known."""
        return any(self.week)


@dataclass(frozen=True)
class OpenNow:
    """How a place stands at a moment; `until` its closing, `opens_at` its next opening."""

    open: bool
    until: datetime | None = None
    opens_at: datetime | None = None


def spans_on(hours: OpeningHours, day: date) -> tuple[Span, ...]:
    """When it is open on a day."""
    if day in hours.closed_on:
        return ()
    if hours.holidays != "usual" and holiday_name(day):
        return ()
    if hours.holidays == "office" and is_make_up_day(day):
        return hours.week[0]
    return hours.week[day.weekday()]


def open_at(hours: OpeningHours, moment: datetime) -> OpenNow:
    """Open now or not, and until or from when; looks a month ahead."""
    today = local(moment).date()
    for ahead in range(LOOKS_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        for opens, closes in spans_on(hours, day):
            begin, end = _moment(day, opens), _moment(day, closes)
            if begin <= moment < end:
                return OpenNow(open=True, until=end)
            if moment < begin:
                return OpenNow(open=False, opens_at=begin)
    return OpenNow(open=False)


def within_hours(hours: OpeningHours, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether it is open from the one moment to the other without a break."""
    day = local(starts_at).date()
    return any(
        _moment(day, opens) <= starts_at < ends_at <= _moment(day, closes)
        for opens, closes in spans_on(hours, day)
    )


def week_in_words(week: Week) -> list[tuple[str, str]]:
    """Rows for a page: days that are alike in one row, 周一至周五 8:30–12:00、14:00–17:30."""
    rows: list[tuple[int, int, str]] = []
    for day, spans in enumerate(week):
        words = day_in_words(spans) or "不开放"
        if rows and rows[-1][2] == words:
            rows[-1] = (rows[-1][0], day, words)
        else:
            rows.append((day, day, words))
    return [
        (WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}至{WEEKDAYS[last]}", words)
        for first, last, words in rows
    ]


def day_in_words(spans: Sequence[Span]) -> str:
    """8:30–12:00、14:00–17:30; empty for none."""
    return "、".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def spans_typed(text: str, *, name: str, expected: str = _EXPECTED) -> tuple[Span, ...]:
    """What somebody typed for a day: `8:30-12:00，14:00-17:30`; nothing means closed.

    Refuses other words, saying what is `expected`, an end before its beginning, and spans that run
    into each other.
    """
    spans: list[Span] = []
    left = text.strip()
    while left:
        found = _SPAN.match(left)
        if found is None:
            raise BadInput(field=name, problem=expected)
        hour, minute, to_hour, to_minute = (int(one) for one in found.groups())
        if minute >= 60 or to_minute >= 60:
            raise BadInput(field=name, problem="分钟在 00 到 59 之间")
        spans.append((hour * 60 + minute, to_hour * 60 + to_minute))
        left = _BETWEEN.sub("", left[found.end() :], count=1)
    problem = why_not_these_spans(spans, name=name)
    if problem:
        raise problem
    return tuple(spans)


def why_not_these_spans(spans: Sequence[Span], *, name: str) -> Refusal | None:
    """At most three a day, in order, none running into the next."""
    if len(spans) > MOST_SPANS:
        return BadInput(field=name, problem=f"一天最多 {MOST_SPANS} 段时间")
    if any(not 0 <= opens < closes <= MINUTES_A_DAY for opens, closes in spans):
        return BadInput(field=name, problem="结束时间要晚于开始时间，不超过 24:00")
    if any(one[1] >= other[0] for one, other in pairwise(spans)):
        return BadInput(field=name, problem="前一段结束后，后一段才能开始")
    return None


def why_not_these_hours(hours: OpeningHours) -> Refusal | None:
    """Seven days, a known word for holidays, a note that fits."""
    for day, spans in enumerate(hours.week):
        problem = why_not_these_spans(spans, name=f"day_{day}")
        if problem:
            return problem
    if hours.holidays not in HOLIDAYS:
        return BadInput(field="holidays", problem="请选择节假日怎样开放")
    if len(hours.closed_on) > MOST_CLOSED_DAYS:
        return BadInput(field="closed_on", problem=f"最多列出 {MOST_CLOSED_DAYS} 天")
    if len(hours.note) > LONGEST_NOTE:
        return BadInput(field="hours_note", problem=f"说明最多 {LONGEST_NOTE} 个字")
    return None


def as_stored(hours: OpeningHours) -> dict[str, Any]:
    """Plain values for a JSON column."""
    return {
        "week": [[list(span) for span in spans] for spans in hours.week],
        "holidays": hours.holidays,
        "closed_on": [day.isoformat() for day in hours.closed_on],
        "note": hours.note,
    }


def from_stored(stored: Mapping[str, Any]) -> OpeningHours:
    """The same, read back; an empty mapping says nothing."""
    if not stored:
        return OpeningHours()
    return OpeningHours(
        week=tuple(tuple((span[0], span[1]) for span in spans) for spans in stored["week"]),
        holidays=stored["holidays"],
        closed_on=tuple(date.fromisoformat(day) for day in stored["closed_on"]),
        note=stored["note"],
    )


def _moment(day: date, minutes: int) -> datetime:
    return start_of_day(day) + timedelta(minutes=minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
