"""What a place's page says, in the places' table: hours, who leads it, what helps to come in."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.places.hours_notation import EXPECTED, hours_read, hours_written
from app.domain.places.opening_hours import (
    HOLIDAYS,
    LONGEST_NOTE,
    OpeningHours,
    why_not_these_hours,
)
from app.domain.places.rules import (
    FACILITIES,
    HEAD_SHOWN,
    LONGEST_HEAD,
    LONGEST_INTRODUCTION,
    why_not_described,
)
from app.domain.places.site_queries import Description
from app.kernel.refusal import BadInput
from app.kernel.sheets import CellProblem, Column, RowProblem, SheetRow, cell, choice_in, day_in

_HOURS, _HOLIDAYS, _CLOSED_ON, _NOTE = "开放时间", "节假日", "临时不开放的日期", "开放时间的说明"
_INTRODUCTION, _HEAD, _HEAD_PHONE = "介绍", "负责人", "负责人办公电话"
_HEAD_SHOWN, _ACCESS = "负责人怎样显示", "方便出入的设施"
PAGE_COLUMNS = (
    Column(_HOURS, f"写成 {EXPECTED}；没写到的日子不开放，不清楚的留空"),
    Column(_HOLIDAYS, "留空就是节假日照常开放", tuple(HOLIDAYS.values())),
    Column(_CLOSED_ON, "写成 2026-12-01，几个日期用逗号隔开"),
    Column(_NOTE, f"表格里说不清的，最多 {LONGEST_NOTE} 个字"),
    Column(_INTRODUCTION, f"这里有什么、适合谁来，最多 {LONGEST_INTRODUCTION} 个字"),
    Column(_HEAD, f"姓名，最多 {LONGEST_HEAD} 个字"),
    Column(_HEAD_PHONE, "办公电话；个人手机号不公开，不要填"),
    Column(_HEAD_SHOWN, "留空就是不对外显示", tuple(HEAD_SHOWN.values())),
    Column(_ACCESS, f"可以写几个，用顿号隔开：{'、'.join(FACILITIES.values())}"),
)
_FIELDS: Mapping[str, str] = {
    "closed_on": _CLOSED_ON,
    "hours_note": _NOTE,
    "introduction": _INTRODUCTION,
    "head_name": _HEAD,
    "head_phone": _HEAD_PHONE,
}
_BETWEEN = re.compile(r"[\s,，、;；]+")
_MIDNIGHT = re.compile(r"[ T]00:00:00")  # a cell that holds a real date says it, too


def page_cells(said: Description) -> Mapping[str, Any]:
    """What a page says, column by column; what is as usual is left empty."""
    hours = said.hours
    return {
        _HOURS: hours_written(hours.week),
        _HOLIDAYS: HOLIDAYS[hours.holidays] if hours.holidays != "usual" else "",
        _CLOSED_ON: "，".join(day.isoformat() for day in hours.closed_on),
        _NOTE: hours.note,
        _INTRODUCTION: _lines(said.introduction),
        _HEAD: said.head_name,
        _HEAD_PHONE: said.head_phone,
        _HEAD_SHOWN: HEAD_SHOWN[said.head_shown] if said.head_shown != "nothing" else "",
        _ACCESS: "、".join(said.access_titles),
    }


def page_in(row: SheetRow, known: Description) -> Description:
    """What its page is to say; raises RowProblem. What only looks different stays as it is."""
    introduction, access = row.text(_INTRODUCTION), cell(row, _ACCESS, _access_in)
    said = Description(
        introduction=(
            known.introduction
            if _lines(introduction) == _lines(known.introduction)
            else introduction
        ),
        head_name=row.text(_HEAD),
        head_phone=row.text(_HEAD_PHONE),
        head_shown=cell(row, _HEAD_SHOWN, lambda text: _chosen(text, HEAD_SHOWN, _HEAD_SHOWN)),
        hours=_hours_in(row),
        access=known.access if set(access) == set(known.access) else access,
    )
    problem = why_not_these_hours(said.hours) or why_not_described(
        introduction=said.introduction,
        head_name=said.head_name,
        head_phone=said.head_phone,
        head_shown=said.head_shown,
        access=said.access,
    )
    if isinstance(problem, BadInput):
        raise RowProblem(_FIELDS.get(problem.field, _HOURS), problem.sentence)
    return said


def _hours_in(row: SheetRow) -> OpeningHours:
    return OpeningHours(
        week=cell(row, _HOURS, hours_read),
        holidays=cell(row, _HOLIDAYS, lambda text: _chosen(text, HOLIDAYS, _HOLIDAYS)),
        closed_on=cell(row, _CLOSED_ON, _days_in),
        note=row.text(_NOTE),
    )


def _chosen(text: str, choices: Mapping[str, str], what: str) -> str:
    """The key of what was chosen; the first one where the cell is empty."""
    return choice_in(text, choices, what=what) if text else next(iter(choices))


def _days_in(text: str) -> tuple[date, ...]:
    words = _BETWEEN.split(_MIDNIGHT.sub("", text))
    found = {day_in(word) for word in words if word}
    return tuple(sorted(day for day in found if day is not None))


def _access_in(text: str) -> tuple[str, ...]:
    words = [word for word in _BETWEEN.split(text) if word]
    unknown = [word for word in words if word not in FACILITIES.values()]
    if unknown:
        raise CellProblem(f"没有“{unknown[0][:20]}”，可以写：{'、'.join(FACILITIES.values())}")
    return tuple(key for key, title in FACILITIES.items() if title in words)


def _lines(text: str) -> str:
    """The same text whatever ends its lines: a table keeps one sign, a form sends two."""
    return "\n".join(text.split("\r\n"))
