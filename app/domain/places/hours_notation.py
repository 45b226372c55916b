"""A week's hours in one cell of a table, as staff write them and as they go out again. Pure.

`周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00`: days, their times, and so on. A day that is
not written is one without opening.
"""

import re
from collections.abc import Iterator

from app.domain.places.opening_hours import (
    MINUTES_A_DAY,
    WEEKDAYS,
    Span,
    Week,
    spans_typed,
    week_in_words,
)
from app.kernel.refusal import BadInput
from app.kernel.sheets import CellProblem

EXPECTED = "周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00"
_SIGNS = "一二三四五六日"
_NAMED = r"(?:周|星期|礼拜)"
_JOINED = r"\s*[至到~～—–\-、，,和]\s*"
_DAYS = re.compile(
    rf"每天|每日|工作日|周末|{_NAMED}[{_SIGNS}天](?:{_JOINED}(?:{_NAMED})?[{_SIGNS}天])*"
)
_ONE = re.compile(rf"([至到~～—–\-])?\s*(?:{_NAMED})?([{_SIGNS}天])")
# A semicolon or a new line ends a group; a comma does where days follow it.
_GROUPS = re.compile(rf"[；;。\n]+|(?<=\d)[\s，,、]+(?={_NAMED}|每|工作日)")
_WHOLE = {"每天": range(7), "每日": range(7), "工作日": range(5), "周末": range(5, 7)}
_CLOSED = ("不开放", "休息", "闭馆", "关闭", "不开")
_ALL_DAY = ("全天", "全天开放", "24小时")


def hours_written(week: Week) -> str:
    """A week as its cell; nothing for one without hours."""
    return "；".join(
        f"{days} {words.replace('–', '-').replace('、', ',')}"
        for days, words in week_in_words(week)
        if words != "不开放"
    )


def hours_read(text: str) -> Week:
    """What a cell says; raises CellProblem with what was expected. Nothing says nothing."""
    week: list[tuple[Span, ...] | None] = [None] * 7
    for group in _GROUPS.split(text):
        if not group.strip():
            continue
        days, spans = _group(group.strip())
        for day in days:
            if week[day] is not None:
                raise CellProblem(f"{WEEKDAYS[day]}写了两次，同一天的几段时间请用逗号写在一起")
            week[day] = spans
    return tuple(spans or () for spans in week)


def _group(text: str) -> tuple[list[int], tuple[Span, ...]]:
    """Days and their times: 周一至周五 9:00-11:30."""
    found = _DAYS.match(text)
    if found is None:
        raise CellProblem(f"“{text[:20]}”前面请写明是哪几天，如：{EXPECTED}")
    days = list(_days(found[0]))
    said = text[found.end() :].strip(" \t:：")
    if not said:
        raise CellProblem(f"“{text[:20]}”后面还没有写时间，如：{EXPECTED}")
    if said in _CLOSED:
        return days, ()
    if said.replace(" ", "") in _ALL_DAY:
        return days, ((0, MINUTES_A_DAY),)
    try:
        return days, spans_typed(said, name="hours", expected=f"请写成 {EXPECTED} 这样")
    except BadInput as why:
        raise CellProblem(f"“{said[:20]}”：{why.sentence}") from why


def _days(words: str) -> Iterator[int]:
    if words in _WHOLE:
        yield from _WHOLE[words]
        return
    last = 0
    for to, sign in _ONE.findall(words):
        day = _SIGNS.index("日" if sign == "天" else sign)
        if to and day <= last:
            raise CellProblem(
                f"“{words}”前后颠倒了。跨周的请分开写，如：周一、周六、周日 9:00-17:00"
            )
        yield from range(last + 1, day + 1) if to else (day,)
        last = day
