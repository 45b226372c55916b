"""A sheet typed in quickly: rows of who, when she came, when she left; and what each row meant."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

from flask import request
from wtforms import SelectField, TextAreaField

from app.domain.activities.engagements import volunteers_of
from app.domain.activities.views import SessionView
from app.domain.attendance.sheets import SheetView, shown
from app.domain.hours.back_fill_rules import stay_from
from app.domain.hours.errors import LinesRefused
from app.domain.hours.rules import LONGEST_REASON, Stretch
from app.domain.people.search import named_or_numbered
from app.domain.places.scope import Scope
from app.entrypoints.display import show_datetime
from app.entrypoints.forms import Form, at_most, required
from app.kernel.refusal import BadInput

SAME_AS_ABOVE = "="
_NUMBER = re.compile(r"\d{10}")
_NOT_A_CLOCK = "请写成 0900 或 9:00"


class BackFillForm(Form):
    """Why there was no scan, and on which sheet people signed."""

    sheet_code = SelectField("签到表", validate_choice=False)
    reason = TextAreaField(
        "为什么没有扫码", [required("请写明原因"), at_most(LONGEST_REASON)], render_kw={"rows": 2}
    )

    def offer(self, sheets: Sequence[SheetView]) -> None:
        """The sheets printed for this session."""
        printed = [
            (one.code, f"{shown(one.code)}（{show_datetime(one.printed_at)} 打印）")
            for one in sheets
        ]
        self.sheet_code.choices = [("", "没有用打印的签到表"), *printed]


@dataclass(frozen=True)
class TypedRow:
    """One row as it was typed; `problem` says what to mend."""

    who: str = ""
    came: str = ""
    left: str = ""
    problem: str = ""

    @property
    def counts(self) -> bool:
        """A name without times is somebody who did not come."""
        return bool(self.came or self.left)


@dataclass(frozen=True)
class Sheet:
    """All rows, and what they mean; `stays` is complete only when no row has a problem."""

    rows: list[TypedRow]
    stays: dict[UUID, Stretch]
    places: dict[UUID, int]

    @property
    def wrong(self) -> bool:
        """Whether something is to be mended."""
        return any(row.problem for row in self.rows)

    def with_refused(self, refusal: LinesRefused) -> "Sheet":
        """Why the room did not take some of the people, beside their rows."""
        rows = list(self.rows)
        for volunteer_id, why in refusal.refused.items():
            place = self.places[volunteer_id]
            rows[place] = replace(rows[place], problem=f"{why.sentence}。{why.advice}")
        return replace(self, rows=rows)


def typed_rows() -> list[TypedRow]:
    """The rows of the form, `=` filled in from the row above."""
    columns = (request.form.getlist(name) for name in ("who", "came", "left"))
    rows: list[TypedRow] = []
    above = TypedRow()
    for who, came, left in zip(*columns, strict=False):
        row = TypedRow(_plain(who), _plain(came), _plain(left))
        row = replace(
            row,
            came=above.came if row.came == SAME_AS_ABOVE else row.came,
            left=above.left if row.left == SAME_AS_ABOVE else row.left,
        )
        above = row if row.counts else above
        rows.append(row)
    return rows


def understood(rows: list[TypedRow], session: SessionView, within: Scope) -> Sheet:
    """Who is meant by each row that counts, and from when to when."""
    wanted = {row.who for row in rows if row.counts and row.who}
    found = named_or_numbered(
        {_asked(who) for who in wanted}, within=within, among=volunteers_of(session.id)
    )
    read: list[TypedRow] = []
    stays: dict[UUID, Stretch] = {}
    places: dict[UUID, int] = {}
    for place, row in enumerate(rows):
        if not row.counts:
            read.append(row)
            continue
        try:
            who = _one_of(found.get(_asked(row.who), []), row.who)
            if who in places:
                raise BadInput(field="who", problem=f"与第 {places[who] + 1} 行是同一个人")
            stays[who] = stay_from(
                clock_time(row.came, "到场"),
                clock_time(row.left, "离开"),
                starts_at=session.starts_at,
                ends_at=session.ends_at,
            )
            places[who] = place
            read.append(row)
        except BadInput as why:
            read.append(replace(row, problem=why.sentence))
    return Sheet(read, stays, places)


def clock_time(text: str, what: str) -> time:
    """0900, 900, 9, 9:00 or 9.00; refuses anything else."""
    digits = re.sub(r"[:.时点\s]", "", text).removesuffix("分")
    if not text:
        raise BadInput(field=what, problem=f"还差{what}时间")
    if not digits.isdigit() or len(digits) > 4:
        raise BadInput(field=what, problem=f"{what}时间“{text}”看不懂，{_NOT_A_CLOCK}")
    hour, minute = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hour > 23 or minute > 59:
        raise BadInput(field=what, problem=f"{what}时间“{text}”不对，{_NOT_A_CLOCK}")
    return time(hour, minute)


def _plain(text: str) -> str:
    """As people type it with a Chinese keyboard: wide digits and colons become plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _asked(who: str) -> str:
    """The number in "2600000017 张桂英", else the whole name."""
    number = _NUMBER.search(who)
    return number.group() if number else who


def _one_of(found: Sequence[UUID], who: str) -> UUID:
    if not who:
        raise BadInput(field="who", problem="还差姓名或志愿者编号")
    if not found:
        raise BadInput(
            field="who", problem=f"没有找到“{who}”：本辖区和这一场的报名里都没有，请核对编号"
        )
    if len(found) > 1:
        raise BadInput(field="who", problem=f"有 {len(found)} 位“{who}”，请填志愿者编号")
    return found[0]
