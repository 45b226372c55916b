"""Places go out as a table and come back: no change, changes, new ones, and each fault by row."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.adapters.errors import SheetRefused
from app.adapters.sheet_forms import read_sheet, sheet_form
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.places import sheet
from app.domain.places.describing import describe
from app.domain.places.models import Place
from app.domain.places.opening_hours import NEVER, OpeningHours
from app.domain.places.site_queries import Description, description
from app.kernel.database import session
from app.kernel.sheets import SheetHasFaults, SheetRow
from tests import world
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("database")
OFFICE, STATION = "河畔街道新时代文明实践所", "河畔社区新时代文明实践站"
POINT = "河畔村史馆"
NEW = [
    {"级别": "实践站", "名称": STATION, "上级": OFFICE, "纬度": "36.7", "经度": "119.1"},
    {"级别": "实践所", "名称": OFFICE, "上级": "高新区新时代文明实践中心"},
    {
        "级别": "实践点",
        "名称": POINT,
        "上级": STATION,
        "种类": "村史馆",
        "开放时间": "每天 9:00-17:00",
    },
]
WHOLE = Description(
    introduction="老农具\r\n老照片",
    head_name="王丽",
    head_phone="0538-1234567",
    head_shown="name",
    hours=OpeningHours(
        week=(*((((540, 690), (840, 1050)),) * 5), ((540, 720),), ()),
        holidays="closed",
        closed_on=(date(2026, 12, 1), date(2026, 12, 2)),
        note="雨天室外展区不开放",
    ),
    access=("ramp", "lift"),
)


@pytest.fixture
def administrator() -> Staff:
    centre = world.a_centre()
    world.a_station(world.an_office(centre))
    return world.staff(Role.CENTRE_ADMINISTRATOR, at=centre)


def exported(by: Staff) -> list[SheetRow]:
    rows = sheet.take_out(by.actor, by.scope, now=NOON)
    return read_sheet(sheet_form("阵地", sheet.COLUMNS, rows), sheet.COLUMNS)


def test_what_goes_out_comes_back_as_no_change(administrator: Staff) -> None:
    run = sheet.dry_run(administrator.scope, exported(administrator))
    assert (run.new, run.changed, run.unchanged, run.faults) == (0, 0, 3, ())


def test_a_page_goes_out_and_comes_back_as_no_change(administrator: Staff) -> None:
    by = administrator
    describe(by.place.id, WHOLE, actor=by.actor, scope=by.scope, now=NOON)
    rows = exported(by)
    assert rows[0].text("开放时间") == "周一至周五 9:00-11:30,14:00-17:30；周六 9:00-12:00"
    run = sheet.dry_run(by.scope, rows)
    assert (run.changed, run.unchanged, run.faults) == (0, 3, ())
    emptied = SheetRow(2, {**rows[0].cells, "开放时间": "", "负责人": "李明"})
    assert sheet.dry_run(by.scope, [emptied]).changed == 1
    assert sheet.bring_in(by.actor, by.scope, [emptied], now=NOON) == 1
    changed = replace(WHOLE, hours=replace(WHOLE.hours, week=NEVER), head_name="李明")
    assert description(by.place.id) == changed


def test_a_table_without_a_column_is_refused_so_that_it_empties_nothing(
    administrator: Staff,
) -> None:
    rows = sheet.take_out(administrator.actor, administrator.scope, now=NOON)
    kept = [one for one in sheet.COLUMNS if one.title != "开放时间"]
    with pytest.raises(SheetRefused, match="开放时间"):
        read_sheet(sheet_form("阵地", kept, rows), sheet.COLUMNS)


def test_changes_and_new_ones_are_written_at_once_whatever_their_order(
    administrator: Staff,
) -> None:
    centre, office, station = exported(administrator)
    moved = SheetRow(4, {**station.cells, "地址": "新地址 2 号", "纬度": "36.5"})
    rows = [centre, office, moved, *(SheetRow(5 + at, one) for at, one in enumerate(NEW))]
    run = sheet.dry_run(administrator.scope, rows)
    assert (run.new, run.changed, run.unchanged, run.faults) == (3, 1, 2, ())
    by = administrator
    assert sheet.bring_in(by.actor, by.scope, rows, now=NOON) == 4
    opened = session.scalars(select(Place).where(Place.name == STATION)).one()
    above = session.get_one(Place, opened.parent_id)
    assert (above.name, opened.latitude) == (OFFICE, 36.7)
    assert opened.path.startswith(above.path)
    point = session.scalars(select(Place).where(Place.name == POINT)).one()
    assert (point.parent_id, point.kind) == (opened.id, "history_hall")
    assert description(point.id).hours.week == (((540, 1020),),) * 7
    changed = session.scalars(select(Place).where(Place.address == "新地址 2 号")).one()
    assert changed.latitude == 36.5
    again = sheet.dry_run(by.scope, [SheetRow(2, one) for one in NEW[:1]])
    assert (again.new, again.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"级别": "实践点位"}, "级别", "请填"),
        ({"级别": "实践所", "上级": OFFICE}, "上级", "实践所"),
        ({"名称": "站"}, "名称", "2 到 50"),
        ({"上级": "没有的所"}, "上级", "没有找到"),
        ({"级别": "实践点"}, "种类", "实践点请填种类"),
        ({"种类": "宫殿"}, "种类", "请填"),
        ({"编码": "009-001"}, "编码", "没有这个编码"),
        ({"纬度": "119.1", "经度": "36.7"}, "纬度", "填反"),
        ({"纬度": "北纬"}, "纬度", "请填数字"),
        ({"经度": ""}, "纬度", "一起填"),
        ({"联系电话": "1" * 21}, "联系电话", "最多 20"),
        ({"开放时间": "9:00-17:00"}, "开放时间", "哪几天，如：周一至周五 9:00-11:30,14:00"),
        ({"节假日": "看情况"}, "节假日", "请填：节假日照常开放"),
        ({"临时不开放的日期": "下周一"}, "临时不开放的日期", "不是日期"),
        ({"介绍": "好" * 1_001}, "介绍", "最多 1000"),
        ({"负责人办公电话": "138 0000 1234"}, "负责人办公电话", "个人手机号不公开"),
        ({"方便出入的设施": "电梯、滑梯"}, "方便出入的设施", "没有“滑梯”"),
    ],
)
def test_each_fault_has_its_row_and_column(
    administrator: Staff, cells: dict[str, str], column: str, words: str
) -> None:
    rows = [SheetRow(2, NEW[1]), SheetRow(3, {**NEW[0], **cells})]
    (fault,) = sheet.dry_run(administrator.scope, rows).faults
    assert (fault.line, fault.column) == (3, column)
    assert words in fault.problem


def test_one_fault_keeps_everything_out(administrator: Staff) -> None:
    by, rows = administrator, [SheetRow(2, NEW[1]), SheetRow(3, NEW[1])]
    (fault,) = sheet.dry_run(by.scope, rows).faults
    assert "与第 2 行重复" in fault.problem
    before = session.scalar(select(func.count(Place.id)))
    with pytest.raises(SheetHasFaults):
        sheet.bring_in(by.actor, by.scope, rows, now=NOON)
    assert session.scalar(select(func.count(Place.id))) == before


def test_a_table_neither_moves_nor_raises_a_place(administrator: Staff) -> None:
    _, office, station = exported(administrator)
    rows = [
        SheetRow(3, {**office.cells, "级别": "实践站"}),
        SheetRow(4, {**station.cells, "上级": "高新区新时代文明实践中心"}),
    ]
    faults = sheet.dry_run(administrator.scope, rows).faults
    assert [one.column for one in faults] == ["级别", "上级"]


def test_a_row_found_by_its_name_keeps_its_level(administrator: Staff) -> None:
    _, office, station = exported(administrator)
    cells = {**station.cells, "编码": "", "级别": "实践点", "种类": "村史馆"}
    (fault,) = sheet.dry_run(administrator.scope, [office, SheetRow(4, cells)]).faults
    assert (fault.line, fault.column) == (4, "级别")
    assert "已经有同名的实践站，级别不能改" in fault.problem


def two_with_a_name(administrator: Staff, how: str) -> list[SheetRow]:
    """Rows after which two stations bear the name below which a point is to stand."""
    station = exported(administrator)[-1]
    there = {**NEW[0], "名称": station.text("名称")}
    if how == "one there, one opened":
        return [SheetRow(2, NEW[1]), SheetRow(3, there)]
    centre = session.get_one(Place, administrator.place.id)
    other = world.a_station(world.an_office(centre, name=OFFICE), name=STATION)
    code = other.path.rstrip("/").replace("/", "-")
    return [SheetRow(3, {**there, "编码": code})]


@pytest.mark.parametrize("how", ["one there, one opened", "one there, one renamed"])
def test_a_name_that_two_will_have_is_no_answer_to_below_which(
    administrator: Staff, how: str
) -> None:
    rows = two_with_a_name(administrator, how)
    below = {**NEW[2], "上级": rows[-1].text("名称")}
    (fault,) = sheet.dry_run(administrator.scope, [*rows, SheetRow(9, below)]).faults
    assert (fault.line, fault.column) == (9, "上级")
    assert "有几个阵地都叫这个名称" in fault.problem


def test_who_brought_a_table_in_stands_in_the_trail_with_the_place(administrator: Staff) -> None:
    by = administrator
    sheet.bring_in(by.actor, by.scope, [SheetRow(2, NEW[1])], now=NOON)
    query = select(AuditEntry).where(AuditEntry.action == "place.import")
    assert session.scalars(query).one().place_id == by.place.id
