"""Tables as xlsx files for staff."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from app.adapters.errors import SheetRefused
from app.adapters.workbooks import first_sheet
from app.kernel.calendar import local

Cell = str | int | float | bool | date | datetime | None
LONGEST_SHEET_NAME = 31
_ZIP = b"PK\x03\x04"  # what an xlsx file begins with
WIDEST, NARROWEST = 50, 8
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Sheet:
    """One sheet of a table: its name, its heading, its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table of one sheet."""
    return workbook([Sheet(title, columns, rows)])


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Sheets with a fixed heading and filters; moments are written in local time.

    What people typed stays text: a name such as "=HYPERLINK(…)" is no formula.
    """
    picture = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(picture, options) as book:
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for one in sheets:
            name = one.title.translate(_NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME]
            _fill(book.add_worksheet(name), one, formats)
    return picture.getvalue()


def _fill(sheet: Any, one: Sheet, formats: dict[str, Any]) -> None:
    sheet.write_row(0, 0, one.columns, formats["heading"])
    widths = [shown_width(name) for name in one.columns]
    last = 0
    for last, row in enumerate(one.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, (last, column), value, formats)
            widths[column] = max(widths[column], shown_width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width + 2)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(0, len(one.columns) - 1))


def _write(sheet: Any, at: tuple[int, int], value: Cell, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(*at, local(value).replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, formats["day"])
    elif isinstance(value, str):
        sheet.write_string(*at, value)
    elif value is not None:
        sheet.write(*at, value)


def shown_width(value: Cell) -> int:
    """How wide a cell is shown, in figures."""
    if isinstance(value, datetime):
        return 16
    # A Chinese character is as wide as two figures.
    return sum(
        2 if ord(letter) > 0x2E7F else 1 for letter in str(value if value is not None else "")
    )


def read_rows(content: bytes) -> list[list[str]]:
    """The first sheet of an xlsx file, or a CSV (UTF-8 or GB18030), as text cell by cell.

    Refuses SheetRefused, which says what is wrong with the file.
    """
    if content.startswith(_ZIP):
        return [[as_text(cell) for cell in row] for row in first_sheet(content)]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text))]
    raise SheetRefused(problem="这不是 xlsx 或 csv 表格。请用 Excel 或 WPS 另存为 xlsx")


def as_text(cell: object) -> str:
    """Phone numbers come as floats when they were typed as numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
