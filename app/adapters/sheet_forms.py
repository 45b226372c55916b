"""Tables to fill in as xlsx: written with explanations and choices, read back row by row.

Shared by every room that imports (see `kernel/sheets.py`). What is read: the first sheet of an
xlsx that `workbooks.py` lets pass, with the expected headings; formulas count as values.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from app.adapters.errors import SheetRefused
from app.adapters.spreadsheets import NARROWEST, WIDEST, as_text, shown_width
from app.adapters.workbooks import first_sheet
from app.kernel.sheets import Column, SheetRow

MOST_ROWS = 1_000
LONGEST_CELL = 1_200  # more than the longest text a room takes, so that it is refused, not cut
_CHOICES_REACH_TO = MOST_ROWS
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet_form(
    title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]] = ()
) -> bytes:
    """A table with its headings, drop-downs and a sheet of explanations; blank, or filled.

    Text stays text: a name such as "=1+1" is marked so that no program takes it for a formula.
    """
    picture = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(picture, options) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        needed = book.add_format({"bold": True, "bottom": 1, "font_color": "#B42318"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        marked = book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(title)
        widths = [shown_width(column.title) for column in columns]
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.title, needed if column.required else heading)
            if column.choices:
                sheet.data_validation(1, at, _CHOICES_REACH_TO, at, _choosing(column))
        for line, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                value = row.get(column.title)
                _write(sheet, (line, at), value, day=day, marked=marked)
                widths[at] = max(widths[at], shown_width(value))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(WIDEST, max(NARROWEST, width + 2)))
        sheet.freeze_panes(1, 0)
        _explain(book.add_worksheet("填写说明"), columns, heading)
    return picture.getvalue()


def _choosing(column: Column) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_title": column.title,
        "error_message": "请从下拉列表里选择",
    }


def _write(sheet: Any, at: tuple[int, int], value: Any, *, day: Any, marked: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(*at, value, marked if value.startswith(_LOOKS_LIKE_A_FORMULA) else None)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
    else:
        sheet.write_datetime(*at, value, day)


def _explain(sheet: Any, columns: Sequence[Column], heading: Any) -> None:
    sheet.write_row(0, 0, ("列", "怎么填", "必填", "可以选择"), heading)
    for line, column in enumerate(columns, start=1):
        needed = "是" if column.required else ""
        told = (column.title, column.hint, needed, "、".join(column.choices))
        for at, text in enumerate(told):
            sheet.write_string(line, at, text)
    for at, width in enumerate((16, 60, 6, 50)):
        sheet.set_column(at, at, width)


def read_sheet(content: bytes, columns: Sequence[Column]) -> list[SheetRow]:
    """The filled rows; refuses what is no plain xlsx, too large, or lacks a heading.

    A column that somebody deleted is not the same as one she left empty, which empties cells.
    """
    table = first_sheet(content, skip_empty_area=False)
    if not table:
        raise SheetRefused(problem="表格是空的。请下载模板，从第 2 行开始填写")
    headings = [as_text(cell) for cell in table[0]]
    missing = [one.title for one in columns if one.title not in headings]
    if missing:
        raise SheetRefused(
            problem=f"第 1 行里没有“{'”“'.join(missing)}”这几列。请用下载的模板填写，不要改第 1 行"
        )
    places = {one.title: headings.index(one.title) for one in columns}
    rows = [
        SheetRow(line, {title: _cell(cells, at) for title, at in places.items()})
        for line, cells in enumerate(table[1:], start=2)
        if any(as_text(cell) for cell in cells)
    ]
    if not rows:
        raise SheetRefused(problem="表格里还没有内容。请从第 2 行开始填写")
    if len(rows) > MOST_ROWS:
        raise SheetRefused(problem=f"一次最多 {MOST_ROWS} 行，这份有 {len(rows)} 行。请分成几份")
    return rows


def _cell(cells: Sequence[object], at: int) -> str:
    return as_text(cells[at])[:LONGEST_CELL] if at < len(cells) else ""
