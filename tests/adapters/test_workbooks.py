"""Workbooks that somebody sends: what would be unpacked or built without bound is refused."""

import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from app.adapters.errors import SheetRefused
from app.adapters.spreadsheets import read_rows
from app.adapters.workbooks import first_sheet, plain

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_workbook(**cells: str) -> bytes:
    picture = BytesIO()
    with xlsxwriter.Workbook(picture, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for reference, text in {"A1": "名称", **cells}.items():
            sheet.write_string(reference, text)
    return picture.getvalue()


def with_part(
    name: str, added: bytes, packing: int = zipfile.ZIP_DEFLATED, of: bytes = b""
) -> bytes:
    """A workbook in which a part is another one."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(of or a_workbook())) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, added, packing)
    return made.getvalue()


def a_sheet(rows: str) -> bytes:
    """The same workbook with this in its only sheet."""
    text = f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(SHEET, text.encode())


def lying(content: bytes, name: str, size: int) -> bytes:
    """Its index says of a part that it has so many bytes unpacked."""
    changed = bytearray(content)
    at = changed.rindex(name.encode()) - 46
    assert changed[at : at + 4] == b"PK\x01\x02"
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def flipped(content: bytes, name: str) -> bytes:
    """A byte within a part's deflated text is another one."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        part = packed.getinfo(name)
    changed = bytearray(content)
    changed[part.header_offset + 30 + len(name)] ^= 0xFF
    return bytes(changed)


def refused(content: bytes) -> str:
    with pytest.raises(SheetRefused) as found:
        plain(content)
    with pytest.raises(SheetRefused):
        read_rows(content)
    return found.value.sentence


def test_a_size_that_lies_unpacks_no_more_than_it_says() -> None:
    big = with_part("xl/media/big.xml", b"0" * 100_000_000)
    content = lying(big, "xl/media/big.xml", 10)
    tracemalloc.start()
    try:
        assert "不是 xlsx 表格" in refused(content)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        flipped(a_workbook(), SHEET),
        with_part("xl/media/a.xml", b"0" * 1_000, zipfile.ZIP_LZMA),
        with_part("xl/workbook.bin", b"x"),
        with_part("content.xml", b"<x/>"),
    ],
    ids=["a flipped byte", "packed by lzma", "a binary workbook", "an open document"],
)
def test_other_files_are_no_xlsx(content: bytes) -> None:
    assert "这不是 xlsx 表格" in refused(content)


@pytest.mark.parametrize(
    "content",
    [
        a_workbook(XFD1048576="远"),
        a_workbook(A10001="远"),
        a_workbook(AAA1="远"),
        a_workbook(ZZ1="远", A10000="远"),
        a_sheet("<row/>" * 10_000 + "<row><c><v>1</v></c></row>"),
        a_sheet('<row r="1">' + "<c/>" * 702 + "<c><v>1</v></c></row>"),
        a_sheet('<row r="1048576"><c><v>1</v></c></row>'),
    ],
)
def test_cells_far_from_the_others_are_refused_before_a_table_is_built(content: bytes) -> None:
    assert "离得太远" in refused(content)


def test_what_lies_within_is_read_and_an_empty_last_row_does_no_harm() -> None:
    assert read_rows(a_workbook(Z10000="z"))[9_999][25] == "z"
    rows = '<row r="2"><c r="B2"><v>7</v></c></row><row r="1048576" ht="12.8"/>'
    assert first_sheet(a_sheet(rows), skip_empty_area=False) == [["", ""], ["", 7.0]]
    assert read_rows(a_sheet(rows)) == [["7"]]
    assert read_rows(a_sheet('<row><c t="s"><v></v></c><c><v>7</v></c></row>')) == [["7"]]


def test_a_document_type_is_refused() -> None:
    text = b'<!DOCTYPE worksheet [<!ATTLIST c r CDATA "A1">]><worksheet><sheetData/></worksheet>'
    assert "读不出来" in refused(with_part(SHEET, text))


@pytest.mark.parametrize(("cells", "fits"), [(99, True), (101, False)])
def test_a_long_text_is_not_copied_for_each_cell_that_names_it(cells: int, fits: bool) -> None:
    text = f'<sst xmlns="{SPACE}"><si><t>短</t></si><si><t>{"长" * 100_000}</t></si></sst>'
    sheet = a_sheet('<row><c t="s"><v>1</v></c></row>' * cells)
    content = with_part("xl/sharedStrings.xml", text.encode(), of=sheet)
    if fits:
        assert [len(row[0]) for row in read_rows(content)] == [100_000] * cells
    else:
        assert "文字太多" in refused(content)
