"""One row of the places' table: its columns, what a place says in them, and what a row says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.places import queries
from app.domain.places.queries import PlaceView
from app.domain.places.rules import (
    ADDRESS_MOST,
    KINDS,
    LEVEL_NAMES,
    PHONE_MOST,
    POINT,
    why_not_here,
    why_not_this_kind,
    why_not_this_name,
)
from app.domain.places.scope import Scope
from app.domain.places.sheet_pages import PAGE_COLUMNS, page_cells, page_in
from app.domain.places.sheet_positions import LATITUDE, LONGITUDE, position_in
from app.domain.places.site_queries import Description, descriptions
from app.kernel.geo import Point
from app.kernel.sheets import Column, RowProblem, SheetRow, cell, choice_in, short_text

CODE, _LEVEL, NAME, _ABOVE = "编码", "级别", "名称", "上级"
_KIND, _ADDRESS, _PHONE = "种类", "地址", "联系电话"
COLUMNS = (
    Column(CODE, "已有的阵地不要改动编码；新增的留空"),
    Column(_LEVEL, "从下拉列表里选；实践中心只有一个", tuple(LEVEL_NAMES.values()), required=True),
    Column(NAME, "全称，2 到 50 个字，如：阳光社区新时代文明实践站", required=True),
    Column(_ABOVE, "上级的全称；可以是这个表里新增的实践所。实践中心留空", required=True),
    Column(_KIND, "实践点必填，其他可以不填", tuple(KINDS.values())),
    Column(_ADDRESS, "最多 100 个字"),
    Column(_PHONE, "对外公布的电话，不要填个人手机号"),
    Column(LATITUDE, "GCJ-02 坐标（腾讯、高德地图），如 36.7086；与经度一起填"),
    Column(LONGITUDE, "GCJ-02 坐标，如 119.1425；与纬度一起填"),
    *PAGE_COLUMNS,
)
SAYS_NOTHING = Description()


@dataclass(frozen=True)
class Line:
    """A row that could be read; `place` is None for a new one, `above` the name above it.

    `said` is what its page is to say, `said_before` what it says now.
    """

    row: SheetRow
    place: PlaceView | None
    level: str
    name: str
    above: str
    kind: str
    address: str
    contact_phone: str
    point: Point | None
    said: Description
    said_before: Description

    @property
    def renews(self) -> bool:
        """Whether a place that is there has another name, kind, address, phone or position."""
        one = self.place
        return one is not None and (
            (one.name, one.kind, one.address, one.contact_phone, one.point)
            != (self.name, self.kind, self.address, self.contact_phone, self.point)
        )

    @property
    def describes(self) -> bool:
        """Whether its page is to say something else."""
        return self.said != self.said_before

    @property
    def changes(self) -> bool:
        """Whether it says something else of a place than what is known."""
        return self.place is not None and (self.renews or self.describes)


def cells_of(
    one: PlaceView, said: Description, names: Mapping[UUID, PlaceView]
) -> Mapping[str, Any]:
    """A place as its row; `names` has the places above."""
    return {
        CODE: code_of(one),
        _LEVEL: one.level_name,
        NAME: one.name,
        _ABOVE: names[one.parent_id].name if one.parent_id else "",
        _KIND: KINDS.get(one.kind, ""),
        _ADDRESS: one.address,
        _PHONE: one.contact_phone,
        LATITUDE: one.point.latitude if one.point else None,
        LONGITUDE: one.point.longitude if one.point else None,
        **page_cells(said),
    }


def code_of(one: PlaceView) -> str:
    """001-004-002: the path as people copy it."""
    return one.path.rstrip("/").replace("/", "-")


class There:
    """What is there already, and what the table itself would open."""

    def __init__(self, scope: Scope, rows: Sequence[SheetRow]) -> None:
        found = queries.sites(scope)
        self.by_code = {code_of(one): one for one in found}
        self.by_name: dict[str, list[PlaceView]] = {}
        for one in found:
            self.by_name.setdefault(one.name, []).append(one)
        self.of_id = {one.id: one for one in found}
        self.said = descriptions(list(self.of_id))
        self.closed = {(one.parent_id, one.name) for one in queries.closed_points(scope)}
        self.levels_by_name = self._levels_by_name(rows)

    def _levels_by_name(self, rows: Sequence[SheetRow]) -> dict[str, dict[object, str]]:
        """The levels of all that will have a name: by id there, by the one above if opened here."""
        levels = {words: level for level, words in LEVEL_NAMES.items()}
        found: dict[str, dict[object, str]] = {
            name: {one.id: one.level for one in same} for name, same in self.by_name.items()
        }
        for row in rows:
            named = found.setdefault(row.text(NAME), {})
            place = self._known(row)
            if place is not None:
                named[place.id] = place.level
            elif not row.text(CODE):
                named[row.text(_ABOVE)] = levels.get(row.text(_LEVEL), "")
        return found

    def line(self, row: SheetRow) -> Line:
        """The row as it will be written; raises with the column and what to do."""
        level = cell(row, _LEVEL, lambda text: choice_in(text, LEVEL_NAMES, what="级别"))
        name = row.text(NAME)
        refusal = why_not_this_name(name)
        if refusal:
            raise RowProblem(NAME, refusal.sentence)
        place = self._place(row, level)
        said = self.said.get(place.id, SAYS_NOTHING) if place else SAYS_NOTHING
        line = Line(
            row=row,
            place=place,
            level=level,
            name=name,
            above=self._above(row, level, place),
            kind=_kind(row, level),
            address=short_text(row, _ADDRESS, ADDRESS_MOST),
            contact_phone=short_text(row, _PHONE, PHONE_MOST),
            point=position_in(row),
            said=page_in(row, said),
            said_before=said,
        )
        self._refuse_taken(line)
        return line

    def _place(self, row: SheetRow, level: str) -> PlaceView | None:
        code, place = row.text(CODE), self._known(row)
        if code and place is None:
            raise RowProblem(CODE, "您负责的范围里没有这个编码。新增的阵地请把编码留空")
        if place is not None and place.level != level:
            which = "这个编码是" if code else "已经有同名的"
            raise RowProblem(_LEVEL, f"{which}{place.level_name}，级别不能改")
        return place

    def _known(self, row: SheetRow) -> PlaceView | None:
        """By its code; without one, by its name below the one above."""
        if row.text(CODE):
            return self.by_code.get(row.text(CODE))
        same = [one for one in self.by_name.get(row.text(NAME), []) if self._is_at(one, row)]
        return same[0] if same else None

    def _is_at(self, one: PlaceView, row: SheetRow) -> bool:
        above = self.of_id.get(one.parent_id) if one.parent_id else None
        return above is None or above.name == row.text(_ABOVE)

    def _above(self, row: SheetRow, level: str, place: PlaceView | None) -> str:
        name = row.text(_ABOVE)
        if place is not None:
            above = self.of_id.get(place.parent_id) if place.parent_id else None
            if above is not None and above.name != name:
                elsewhere = "请到它的页面上移动" if level == POINT else "不能用表格改"
                raise RowProblem(_ABOVE, f"现在的上级是“{above.name}”，{elsewhere}")
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

    def _refuse_taken(self, line: Line) -> None:
        above = self.by_name.get(line.above, []) if line.place is None else []
        if any((one.id, line.name) in self.closed for one in above):
            raise RowProblem(
                NAME, "这个上级下有一个同名的实践点已经关闭，请到它的页面上重新开放，或者换一个名称"
            )
        for one in self.by_name.get(line.name, []):
            same = line.place is not None and one.id == line.place.id
            beside = line.place is not None and one.parent_id == line.place.parent_id
            if beside and not same:
                raise RowProblem(NAME, "同一个上级下已经有这个名称，请换一个")


def _kind(row: SheetRow, level: str) -> str:
    kind = cell(row, _KIND, lambda text: choice_in(text, KINDS, what="种类") if text else "")
    refusal = why_not_this_kind(level, kind)
    if refusal:
        raise RowProblem(_KIND, f"实践点请填种类：{'、'.join(KINDS.values())}")
    return kind
