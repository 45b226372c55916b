"""Places as a table: the tree of a subtree, a dry run, and all of it at once.

A row with a code changes that place; without one it is found by its name below the one above, and
is opened when there is none. Places above may be opened by rows of the same table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places import queries
from app.domain.places.opening import change_place, open_place
from app.domain.places.queries import PlaceView
from app.domain.places.rules import (
    ADDRESS_MOST,
    KINDS,
    LEVEL_NAMES,
    PHONE_MOST,
    why_not_here,
    why_not_this_kind,
    why_not_this_name,
)
from app.domain.places.scope import Scope
from app.domain.places.sheet_positions import LATITUDE, LONGITUDE, position_in
from app.kernel.geo import Point
from app.kernel.sheets import (
    Column,
    DryRun,
    Fault,
    RowProblem,
    SheetHasFaults,
    SheetRow,
    cell,
    choice_in,
    read_lines,
    same_twice,
    short_text,
)
from app.kernel.transaction import transaction

_CODE, _LEVEL, _NAME, _ABOVE = "编码", "级别", "名称", "上级"
_KIND, _ADDRESS, _PHONE = "种类", "地址", "联系电话"
COLUMNS = (
    Column(_CODE, "已有的阵地不要改动编码；新增的留空"),
    Column(_LEVEL, "从下拉列表里选；实践中心只有一个", tuple(LEVEL_NAMES.values()), required=True),
    Column(_NAME, "全称，2 到 50 个字，如：阳光社区新时代文明实践站", required=True),
    Column(_ABOVE, "上级的全称；可以是这个表里新增的实践所。实践中心留空", required=True),
    Column(_KIND, "实践点必填，其他可以不填", tuple(KINDS.values())),
    Column(_ADDRESS, "最多 100 个字"),
    Column(_PHONE, "对外公布的电话，不要填个人手机号"),
    Column(LATITUDE, "GCJ-02 坐标（腾讯、高德地图），如 36.7086；与经度一起填"),
    Column(LONGITUDE, "GCJ-02 坐标，如 119.1425；与纬度一起填"),
)


@dataclass(frozen=True)
class _Line:
    """A row that could be read; `place` is None for a new one, `above` the name above it."""

    row: SheetRow
    place: PlaceView | None
    level: str
    name: str
    above: str
    kind: str
    address: str
    contact_phone: str
    point: Point | None

    @property
    def changes(self) -> bool:
        """Whether it says something else than what is known."""
        one = self.place
        return one is not None and (
            (one.name, one.kind, one.address, one.contact_phone, one.point)
            != (self.name, self.kind, self.address, self.contact_phone, self.point)
        )


def take_out(actor: Actor, scope: Scope, *, now: datetime) -> list[Mapping[str, Any]]:
    """The open places of a subtree, as the table has them; who took them away is in the trail."""
    with transaction():
        found = queries.sites(scope)
        trail.record(
            actor,
            "place.export",
            "place",
            found[0].id if found else None,
            now=now,
            place_id=found[0].id if found else None,
            count=len(found),
        )
    names = queries.places({one.parent_id for one in found if one.parent_id})
    return [_row(one, names) for one in found]


def _row(one: PlaceView, names: Mapping[UUID, PlaceView]) -> Mapping[str, Any]:
    return {
        _CODE: code_of(one),
        _LEVEL: one.level_name,
        _NAME: one.name,
        _ABOVE: names[one.parent_id].name if one.parent_id else "",
        _KIND: KINDS.get(one.kind, ""),
        _ADDRESS: one.address,
        _PHONE: one.contact_phone,
        LATITUDE: one.point.latitude if one.point else None,
        LONGITUDE: one.point.longitude if one.point else None,
    }


def code_of(one: PlaceView) -> str:
    """001-004-002: the path as people copy it."""
    return one.path.rstrip("/").replace("/", "-")


def dry_run(scope: Scope, rows: Sequence[SheetRow]) -> DryRun:
    """What bringing them in would do; writes nothing."""
    lines, faults = _looked_through(scope, rows)
    new = sum(one.place is None for one in lines)
    changed = sum(one.changes for one in lines)
    return DryRun(new, changed, len(lines) - new - changed, tuple(sorted(faults)))


def bring_in(actor: Actor, scope: Scope, rows: Sequence[SheetRow], *, now: datetime) -> int:
    """Write all rows that say something new, in one action; how many. Refuses when any is wrong."""
    with transaction():
        lines, faults = _looked_through(scope, rows)
        if faults:
            raise SheetHasFaults(count=len(faults))
        found = queries.sites(scope)
        top = found[0].id if found else None
        ids = {one.name: one.id for one in found}
        count = 0
        for line in sorted(lines, key=lambda one: list(LEVEL_NAMES).index(one.level)):
            count += _bring_in(line, ids, actor=actor, scope=scope, now=now)
        trail.record(actor, "place.import", "place", top, now=now, place_id=top, count=count)
        return count


def _bring_in(
    line: _Line, ids: dict[str, UUID], *, actor: Actor, scope: Scope, now: datetime
) -> bool:
    if line.place is not None:
        if line.changes:
            change_place(
                line.place.id,
                actor=actor,
                scope=scope,
                name=line.name,
                address=line.address,
                contact_phone=line.contact_phone,
                point=line.point,
                kind=line.kind,
                now=now,
            )
        ids[line.name] = line.place.id
        return line.changes
    opened = open_place(
        actor=actor,
        scope=scope,
        parent_id=ids[line.above],
        level=line.level,
        name=line.name,
        address=line.address,
        contact_phone=line.contact_phone,
        point=line.point,
        kind=line.kind,
        now=now,
    )
    ids[line.name] = opened.id
    return True


def _looked_through(scope: Scope, rows: Sequence[SheetRow]) -> tuple[list[_Line], list[Fault]]:
    there = _There(scope, rows)
    lines, faults = read_lines(rows, there.line)
    known = {one.row.line: one.place.id if one.place else None for one in lines}
    names = {one.row.line: (one.above, one.name) for one in lines}
    faults += same_twice(rows, known, _CODE) + same_twice(rows, names, _NAME)
    return lines, faults


class _There:
    """What is there already, and what the table itself would open."""

    def __init__(self, scope: Scope, rows: Sequence[SheetRow]) -> None:
        found = queries.sites(scope)
        self.by_code = {code_of(one): one for one in found}
        self.by_name: dict[str, list[PlaceView]] = {}
        for one in found:
            self.by_name.setdefault(one.name, []).append(one)
        self.of_id = {one.id: one for one in found}
        self.levels_by_name = self._levels_by_name(rows)

    def _levels_by_name(self, rows: Sequence[SheetRow]) -> dict[str, dict[object, str]]:
        """The levels of all that will have a name: by id there, by the one above if opened here."""
        levels = {words: level for level, words in LEVEL_NAMES.items()}
        found: dict[str, dict[object, str]] = {
            name: {one.id: one.level for one in same} for name, same in self.by_name.items()
        }
        for row in rows:
            named = found.setdefault(row.text(_NAME), {})
            place = self._known(row)
            if place is not None:
                named[place.id] = place.level
            elif not row.text(_CODE):
                named[row.text(_ABOVE)] = levels.get(row.text(_LEVEL), "")
        return found

    def line(self, row: SheetRow) -> _Line:
        """The row as it will be written; raises with the column and what to do."""
        level = cell(row, _LEVEL, lambda text: choice_in(text, LEVEL_NAMES, what="级别"))
        name = row.text(_NAME)
        refusal = why_not_this_name(name)
        if refusal:
            raise RowProblem(_NAME, refusal.sentence)
        place = self._place(row, level)
        line = _Line(
            row=row,
            place=place,
            level=level,
            name=name,
            above=self._above(row, level, place),
            kind=_kind(row, level),
            address=short_text(row, _ADDRESS, ADDRESS_MOST),
            contact_phone=short_text(row, _PHONE, PHONE_MOST),
            point=position_in(row),
        )
        self._refuse_taken(line)
        return line

    def _place(self, row: SheetRow, level: str) -> PlaceView | None:
        code, place = row.text(_CODE), self._known(row)
        if code and place is None:
            raise RowProblem(_CODE, "您负责的范围里没有这个编码。新增的阵地请把编码留空")
        if place is not None and place.level != level:
            which = "这个编码是" if code else "已经有同名的"
            raise RowProblem(_LEVEL, f"{which}{place.level_name}，级别不能改")
        return place

    def _known(self, row: SheetRow) -> PlaceView | None:
        """By its code; without one, by its name below the one above."""
        if row.text(_CODE):
            return self.by_code.get(row.text(_CODE))
        same = [one for one in self.by_name.get(row.text(_NAME), []) if self._is_at(one, row)]
        return same[0] if same else None

    def _is_at(self, one: PlaceView, row: SheetRow) -> bool:
        above = self.of_id.get(one.parent_id) if one.parent_id else None
        return above is None or above.name == row.text(_ABOVE)

    def _above(self, row: SheetRow, level: str, place: PlaceView | None) -> str:
        name = row.text(_ABOVE)
        if place is not None:
            above = self.of_id.get(place.parent_id) if place.parent_id else None
            if above is not None and above.name != name:
                raise RowProblem(_ABOVE, f"现在的上级是“{above.name}”，不能用表格改")
            return name
        found = list(self.levels_by_name.get(name, {}).values())
        if len(found) > 1:
            raise RowProblem(_ABOVE, "有几个阵地都叫这个名称，请到页面上设立")
        if not found or not found[0]:
            raise RowProblem(_ABOVE, "没有找到这个上级，请填写全称")
        refusal = why_not_here(level, above=found[0])
        if refusal:
            raise RowProblem(_ABOVE, f"{refusal.sentence}。{refusal.advice}")
        return name

    def _refuse_taken(self, line: _Line) -> None:
        for one in self.by_name.get(line.name, []):
            same = line.place is not None and one.id == line.place.id
            beside = line.place is not None and one.parent_id == line.place.parent_id
            if beside and not same:
                raise RowProblem(_NAME, "同一个上级下已经有这个名称，请换一个")


def _kind(row: SheetRow, level: str) -> str:
    kind = cell(row, _KIND, lambda text: choice_in(text, KINDS, what="种类") if text else "")
    refusal = why_not_this_kind(level, kind)
    if refusal:
        raise RowProblem(_KIND, f"实践点请填种类：{'、'.join(KINDS.values())}")
    return kind
