"""Tables to fill in: what is read back, and which files are refused with what sentence."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from app.adapters import sheet_forms
from app.adapters.errors import SheetRefused
from app.adapters.sheet_forms import read_sheet, sheet_form
from app.kernel.sheets import Column

COLUMNS = (Column("名称", "写全称", required=True), Column("类别", "选", ("公园", "广场")))


def repacked(content: bytes, name: str, added: bytes) -> bytes:
    """The same file with one part more."""
    packed = BytesIO(content)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, added)
    return packed.getvalue()


def by_hand(*rows: tuple[object, ...]) -> bytes:
    picture = BytesIO()
    with xlsxwriter.Workbook(picture, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        sheet.write_formula(5, 0, '="东" & "园"', None, "东园")
    return picture.getvalue()


def test_rows_come_back_with_their_lines_text_as_text_and_formulas_as_values() -> None:
    dangerous = ["=1+1", "+86", "-x", "@a"]
    form = sheet_form("表", COLUMNS, [{"名称": name, "类别": "公园"} for name in dangerous])
    assert [row.text("名称") for row in read_sheet(form, COLUMNS)] == dangerous
    with zipfile.ZipFile(BytesIO(form)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    rows = read_sheet(by_hand(("类别", "名称", "别的"), ("公园", 12.0, "x"), ("", "", "")), COLUMNS)
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"名称": "12", "类别": "公园"}),
        (6, {"名称": "", "类别": "东园"}),
    ]


def test_a_form_explains_and_offers_choices() -> None:
    with zipfile.ZipFile(BytesIO(sheet_form("表", COLUMNS))) as parts:
        assert "公园,广场" in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "写全称" in parts.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,kind\nx,y\n", "不是 xlsx"),
        (b"PK\x03\x04" + b"x" * 100, "不是 xlsx"),
        (repacked(sheet_form("表", COLUMNS), "xl/vbaProject.bin", b"x"), "有宏"),
        (repacked(sheet_form("表", COLUMNS), "xl/media/a.xml", b"0" * 21_000_000), "太大"),
        (repacked(b"", "word/document.xml", b"x"), "不是 xlsx 表格"),
        (b"0" * (2 * 1024 * 1024 + 1), "2 MB"),
        (sheet_form("表", COLUMNS), "还没有内容"),
        (by_hand(("什么",), ("x",)), "“名称”"),
    ],
)
def test_bad_files_are_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content, COLUMNS)
    assert words in refused.value.sentence


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_forms, "MOST_ROWS", 2)
    form = sheet_form("表", COLUMNS, [{"名称": str(number)} for number in range(3)])
    with pytest.raises(SheetRefused) as refused:
        read_sheet(form, COLUMNS)
    assert "一次最多 2 行" in refused.value.sentence


def test_a_deleted_column_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(by_hand(("名称",), ("东园",)), COLUMNS)
    assert "没有“类别”" in refused.value.sentence
