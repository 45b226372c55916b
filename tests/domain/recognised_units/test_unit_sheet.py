"""Units go out as a table and come back: no change, changes, new ones, and each fault by row."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.adapters.sheet_forms import read_sheet, sheet_form
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.recognised_units import queries, sheet
from app.domain.recognised_units.models import RecognisedUnit
from app.domain.recognised_units.queries import Wanted
from app.domain.recognised_units.recognising import decide
from app.domain.recognised_units.rules import Decided, Decision
from app.kernel.database import session
from app.kernel.sheets import SheetHasFaults, SheetRow
from tests import world
from tests.conftest import NOON
from tests.domain.recognised_units.units import a_unit

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOON.date()
NEW = {
    "类别": "文明单位",
    "名称": "阳光医院",
    "级别": "区级",
    "认定日期": "2025年6月1日",
    "认定单位": "区文明委",
    "所在阵地": "阳光社区",
}


@pytest.fixture
def manager() -> Staff:
    station = world.a_station()
    found = world.staff(Role.OFFICE_MANAGER, at=station)
    a_unit(found, station.id)
    a_unit(found, station.id, kind="household", name="=李明家庭", review_due_on=None)
    return found


def exported(manager: Staff) -> list[SheetRow]:
    found = queries.all_units(manager.scope, Wanted(state=""), today=TODAY)
    return read_sheet(sheet_form("文明单位", sheet.COLUMNS, sheet.rows_of(found)), sheet.COLUMNS)


def changed(row: SheetRow, **cells: str) -> SheetRow:
    return SheetRow(row.line, {**row.cells, **cells})


def test_what_goes_out_comes_back_as_no_change(manager: Staff) -> None:
    rows = exported(manager)
    run = sheet.dry_run(manager, rows, now=NOON)
    assert (run.new, run.changed, run.unchanged, run.faults) == (0, 0, 2, ())
    assert rows[1].text("名称") == "=李明家庭"
    assert sheet.bring_in(manager, rows, now=NOON + timedelta(hours=1)) == 0


def test_changes_and_new_ones_are_written_at_once(manager: Staff) -> None:
    first, second = exported(manager)
    rows = [changed(first, 级别="省级", 文号=""), second, SheetRow(4, NEW)]
    run = sheet.dry_run(manager, rows, now=NOON)
    assert (run.new, run.changed, run.unchanged, run.faults) == (1, 1, 1, ())
    assert sheet.bring_in(manager, rows, now=NOON) == 2
    found = session.scalars(select(RecognisedUnit).order_by(RecognisedUnit.number)).all()
    assert [(one.name, one.level, one.document) for one in found] == [
        ("阳光小学", "provincial", ""),
        ("=李明家庭", "city", "文明委〔2023〕12号"),
        ("阳光医院", "district", ""),
    ]
    assert [one.decision for one in queries.history(found[0].id)] == ["correct", "recognise"]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"类别": "文明工厂"}, "类别", "请填"),
        ({"名称": "院"}, "名称", "2 到 60"),
        ({"级别": "县级"}, "级别", "请填"),
        ({"认定日期": "去年"}, "认定日期", "不是日期"),
        ({"认定日期": "2025-02-30"}, "认定日期", "不是日期"),
        ({"认定日期": "2027-01-01"}, "认定日期", "不能晚于今天"),
        ({"认定单位": ""}, "认定单位", "由谁认定"),
        ({"下次复查": "2025-01-01"}, "下次复查", "晚于决定"),
        ({"所在阵地": "河畔社区"}, "所在阵地", "没有这个阵地"),
        ({"编号": "99"}, "编号", "没有这个编号"),
        ({"编号": "一"}, "编号", "请填数字"),
        ({"编号": "1"}, "类别", "类别不能改"),
        ({"编号": "1", "类别": "文明校园", "名称": "河畔小学"}, "", ""),
        ({"公开": "也许"}, "公开", "请填"),
        ({"类别": "文明家庭", "公开": "是"}, "家庭同意情况", "征得家庭同意"),
        ({"家庭同意情况": "同" * 201}, "家庭同意情况", "最多 200"),
    ],
)
def test_each_fault_has_its_row_and_column(
    manager: Staff, cells: dict[str, str], column: str, words: str
) -> None:
    run = sheet.dry_run(manager, [SheetRow(7, {**NEW, **cells})], now=NOON)
    if not column:
        assert run.faults == ()
        return
    (fault,) = run.faults
    assert (fault.line, fault.column) == (7, column)
    assert words in fault.problem


def test_one_fault_keeps_everything_out(manager: Staff) -> None:
    rows = [SheetRow(2, NEW), SheetRow(3, NEW)]
    (fault,) = sheet.dry_run(manager, rows, now=NOON).faults
    assert (fault.line, "与第 2 行重复" in fault.problem) == (3, True)
    with pytest.raises(SheetHasFaults):
        sheet.bring_in(manager, rows, now=NOON)
    assert len(session.scalars(select(RecognisedUnit)).all()) == 2


def test_what_was_withdrawn_is_not_changed_by_a_table(manager: Staff) -> None:
    first, second = exported(manager)
    (unit,) = session.scalars(select(RecognisedUnit).where(RecognisedUnit.number == 1))
    decide(manager, unit.id, Decision.WITHDRAW, Decided(on=TODAY, reason="不合格"), now=NOON)
    assert sheet.dry_run(manager, [first, second], now=NOON).faults == ()
    (fault,) = sheet.dry_run(manager, [changed(first, 文号="1号")], now=NOON).faults
    assert "已撤销" in fault.problem
