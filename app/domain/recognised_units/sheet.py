"""Recognised units as a table: columns, rows of what there is, a dry run, and all of it at once.

A row with a number changes that unit; without one it is found by kind, name and place, and is new
when there is none. What differs is one correction in the unit's history: decisions are made on the
unit's page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.access.queries import Staff
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.recognised_units import queries, rules
from app.domain.recognised_units.queries import UnitView, Wanted
from app.domain.recognised_units.recognising import About, decide, enter, rewrite
from app.domain.recognised_units.rules import KINDS, LEVELS, Decided, Decision, State
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput
from app.kernel.sheets import (
    Column,
    DryRun,
    Fault,
    RowProblem,
    SheetHasFaults,
    SheetRow,
    cell,
    choice_in,
    day_in,
    read_lines,
    same_twice,
    short_text,
    whole_number_in,
)
from app.kernel.transaction import transaction

YES_NO = {"yes": "是", "no": "否"}
_NUMBER, _KIND, _NAME, _LEVEL = "编号", "类别", "名称", "级别"
_SINCE, _BY, _DOCUMENT, _DUE = "认定日期", "认定单位", "文号", "下次复查"
_PLACE, _PUBLIC, _CONSENT, _STATE = "所在阵地", "公开", "家庭同意情况", "状态"
COLUMNS = (
    Column(_NUMBER, "已有的单位不要改动编号；新增的留空"),
    Column(_KIND, "从下拉列表里选", tuple(KINDS.values()), required=True),
    Column(_NAME, "2 到 60 个字，与牌匾一致", required=True),
    Column(_LEVEL, "从下拉列表里选", tuple(LEVELS.values()), required=True),
    Column(_SINCE, "取得这个级别的日期，如 2023-12-01", required=True),
    Column(_BY, "发文单位，如：省精神文明建设委员会", required=True),
    Column(_DOCUMENT, "没有可以不填"),
    Column(_DUE, "下次复查的日期，没有可以不填"),
    Column(_PLACE, "阵地的全称或社区简称，如：阳光社区", required=True),
    Column(_PUBLIC, "是否在公开名单里列出；文明家庭要先征得同意", tuple(YES_NO.values())),
    Column(_CONSENT, "公开文明家庭时必填：谁在什么时候同意的，最多 200 个字"),
    Column(_STATE, "导出时给出，导入时不看；警示、撤销请在单位页面办理"),
)
_FIELDS = {
    "on": _SINCE,
    "name": _NAME,
    "kind": _KIND,
    "level": _LEVEL,
    "awarded_by": _BY,
    "document": _DOCUMENT,
    "review_due_on": _DUE,
    "consent": _CONSENT,
}


@dataclass(frozen=True)
class _Line:
    """A row that could be read: what it says, and the unit it is about (None: a new one)."""

    row: SheetRow
    kind: str
    facts: Decided
    about: About
    unit: UnitView | None

    @property
    def corrects(self) -> bool:
        """Whether it says something else than the unit's decisions."""
        one, facts = self.unit, self.facts
        return one is not None and (
            (one.name, one.level, one.since, one.awarded_by, one.document, one.review_due_on)
            != (
                *(facts.name, facts.level, facts.on, facts.awarded_by),
                *(facts.document, facts.review_due_on),
            )
        )

    @property
    def moves(self) -> bool:
        """Whether it lies elsewhere now, or is shown otherwise."""
        one, about = self.unit, self.about
        return one is not None and (
            (one.place.id, one.is_public, one.consent)
            != (about.place_id, about.is_public, about.consent)
        )


def take_out(staff: Staff, wanted: Wanted, *, now: datetime) -> list[Mapping[str, Any]]:
    """The units of a list, as the table has them; who took them away is in the trail."""
    with transaction():
        found = queries.all_units(staff.scope, wanted, today=local_date(now))
        trail.record(
            staff.actor,
            "recognised_unit.export",
            "recognised_unit",
            None,
            now=now,
            place_id=staff.place.id,
            count=len(found),
        )
    return rows_of(found)


def rows_of(units: Iterable[UnitView]) -> list[Mapping[str, Any]]:
    """What there is, as the table has it."""
    return [
        {
            _NUMBER: one.number,
            _KIND: one.kind_name,
            _NAME: one.name,
            _LEVEL: one.level_name,
            _SINCE: one.since,
            _BY: one.awarded_by,
            _DOCUMENT: one.document,
            _DUE: one.review_due_on,
            _PLACE: one.place.name,
            _PUBLIC: YES_NO["yes" if one.is_public else "no"],
            _CONSENT: one.consent,
            _STATE: one.state.title,
        }
        for one in units
    ]


def dry_run(staff: Staff, rows: Sequence[SheetRow], *, now: datetime) -> DryRun:
    """What bringing them in would do; writes nothing."""
    lines, faults = _looked_through(staff, rows, now)
    changed = [one for one in lines if one.unit and (one.corrects or one.moves)]
    new = [one for one in lines if one.unit is None]
    return DryRun(
        new=len(new),
        changed=len(changed),
        unchanged=len(lines) - len(new) - len(changed),
        faults=tuple(sorted(faults)),
    )


def bring_in(staff: Staff, rows: Sequence[SheetRow], *, now: datetime) -> int:
    """Write all rows that say something new, in one action; how many. Refuses when any is wrong."""
    with transaction():
        lines, faults = _looked_through(staff, rows, now)
        if faults:
            raise SheetHasFaults(count=len(faults))
        count = sum(_bring_in(staff, one, now=now) for one in lines)
        trail.record(
            staff.actor,
            "recognised_unit.import",
            "recognised_unit",
            None,
            now=now,
            place_id=staff.place.id,
            count=count,
        )
        return count


def _bring_in(staff: Staff, line: _Line, *, now: datetime) -> bool:
    if line.unit is None:
        enter(staff, line.kind, line.about, line.facts, now=now)
        return True
    if line.moves:
        rewrite(staff, line.unit.id, line.about, now=now)
    if line.corrects:
        decide(staff, line.unit.id, Decision.CORRECT, line.facts, now=now)
    return line.moves or line.corrects


def _looked_through(
    staff: Staff, rows: Sequence[SheetRow], now: datetime
) -> tuple[list[_Line], list[Fault]]:
    there = _There(staff, local_date(now))
    lines, faults = read_lines(rows, there.line)
    numbers = {one.row.line: one.unit.id if one.unit else None for one in lines}
    names = {
        one.row.line: (one.kind, one.facts.name, one.about.place_id)
        for one in lines
        if numbers[one.row.line] is None
    }
    faults += same_twice(rows, numbers, _NUMBER) + same_twice(rows, names, _NAME)
    return lines, faults


class _There:
    """What is there already, read once for the whole table."""

    def __init__(self, staff: Staff, today: date) -> None:
        self.today = today
        found = queries.all_units(staff.scope, Wanted(state=""), today=today)
        self.by_number = {one.number: one for one in found}
        self.by_name = {(one.kind, one.name, one.place.id): one for one in found}
        self.places: dict[str, list[PlaceView]] = {}
        for one in places.tree(staff.scope):
            for name in {one.name, one.short_name}:
                self.places.setdefault(name, []).append(one)

    def line(self, row: SheetRow) -> _Line:
        """The row as it will be written; raises with the column and what to do."""
        kind = cell(row, _KIND, lambda text: choice_in(text, KINDS, what="类别"))
        place = self._place(row)
        unit = self._unit(row, kind, place)
        facts = self._facts(row)
        public = cell(row, _PUBLIC, lambda text: _yes(text, kind))
        about = About(
            place_id=place.id,
            contact_name=unit.contact_name if unit else "",
            contact_phone=unit.contact_phone if unit else "",
            is_public=public,
            consent=short_text(row, _CONSENT, rules.CONSENT_MOST),
        )
        line = _Line(row, kind, facts, about, unit)
        self._judge(line)
        return line

    def _facts(self, row: SheetRow) -> Decided:
        on = cell(row, _SINCE, day_in)
        if on is None:
            raise RowProblem(_SINCE, "请填写认定日期，如 2023-12-01")
        return Decided(
            on=on,
            name=row.text(_NAME),
            level=cell(row, _LEVEL, lambda text: choice_in(text, LEVELS, what="级别")),
            awarded_by=row.text(_BY),
            document=row.text(_DOCUMENT),
            review_due_on=cell(row, _DUE, day_in),
            reason="按导入的表格更正",
        )

    def _place(self, row: SheetRow) -> PlaceView:
        name = row.text(_PLACE)
        found = self.places.get(name, [])
        if len(found) == 1:
            return found[0]
        if not found:
            raise RowProblem(_PLACE, "您负责的范围里没有这个阵地，请填写全称")
        raise RowProblem(_PLACE, "有几个阵地都叫这个名称，请填写全称")

    def _unit(self, row: SheetRow, kind: str, place: PlaceView) -> UnitView | None:
        number = cell(row, _NUMBER, whole_number_in)
        if number is None:
            return self.by_name.get((kind, row.text(_NAME), place.id))
        unit = self.by_number.get(number)
        if unit is None:
            raise RowProblem(_NUMBER, "没有这个编号。新增的单位请把编号留空")
        if unit.kind != kind:
            raise RowProblem(_KIND, f"编号 {number} 是{unit.kind_name}，类别不能改")
        return unit

    def _judge(self, line: _Line) -> None:
        """The rules of the room, and whether its state lets it be corrected."""
        known = self.by_name.get((line.kind, line.facts.name, line.about.place_id))
        refusal = (
            rules.why_not_this_unit(line.kind, line.facts.name)
            or rules.why_not_these_facts(Decision.CORRECT, line.facts, today=self.today)
            or rules.why_not_public(line.kind, line.about.is_public, line.about.consent)
        )
        if isinstance(refusal, BadInput):
            raise RowProblem(_FIELDS.get(refusal.field, _NAME), refusal.sentence)
        if line.unit and known and known.id != line.unit.id:
            raise RowProblem(_NAME, f"与编号 {known.number} 重名，请核对")
        if line.corrects and line.unit and line.unit.state is State.WITHDRAWN:
            raise RowProblem(_NUMBER, "这个单位的称号已撤销，不能用表格改。请打开它的页面办理")


def _yes(text: str, kind: str) -> bool:
    if not text:
        return kind != "household"
    return choice_in(text, YES_NO, what="公开") == "yes"
