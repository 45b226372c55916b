"""Workbooks that somebody sends: bounded before anything is built from them, then read.

What a zip's index says of its parts is not believed: each part is unpacked only so far, and packed
anew. Where a cell lies is looked at first: one in the last corner would make a table of billions.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from app.adapters.errors import SheetRefused

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_LINES = 10_000
MOST_COLUMNS = 702  # A to ZZ
MOST_CELLS = 300_000  # of the box from A1 to the farthest ones
_OTHER_KINDS = {"xl/workbook.bin", "content.xml"}
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_NO_XLSX = "这不是 xlsx 表格，或者文件不完整、加了密码。请用 Excel 或 WPS 另存为 xlsx"
_TOO_FAR = "表格太大，有内容离得太远。请新建一个表，只复制要导入的内容"
_UNREADABLE = "这个表格读不出来。请用 Excel 或 WPS 另存为 xlsx"


def first_sheet(content: bytes, *, skip_empty_area: bool = True) -> list[list[Any]]:
    """The values of the first sheet; refuses what is no plain, bounded xlsx."""
    safe = plain(content)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(safe)).get_sheet_by_index(0)
        table: list[list[Any]] = sheet.to_python(skip_empty_area=skip_empty_area)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise SheetRefused(problem=_UNREADABLE) from error
    return table


def plain(content: bytes) -> bytes:
    """The same workbook packed anew: bounded when unpacked, no cell far from the others."""
    if len(content) > LARGEST_FILE:
        raise SheetRefused(problem=f"文件超过 {LARGEST_FILE // 1024 // 1024} MB。请只留要导入的表")
    again = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _refuse_parts(parts)
            with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as stored:
                for part in parts:
                    unpacked = _unpacked(packed, part)
                    _refuse_far_cells(unpacked)
                    stored.writestr(part.filename, unpacked)
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError),
        *(RuntimeError, EOFError, OSError, ValueError),
    ) as error:
        raise SheetRefused(problem=_NO_XLSX) from error
    return again.getvalue()


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, not a byte more than its index says: `read(part)` would unpack all and then cut."""
    with packed.open(part) as one:
        return one.read(part.file_size)


def _refuse_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SheetRefused(problem="文件里有宏，不能导入。请另存为不带宏的 xlsx")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetRefused(problem="文件解开以后太大。请新建一个表，只复制要导入的内容")
    known = "xl/workbook.xml" in names and not names & _OTHER_KINDS
    if not known or any(part.compress_type not in _PACKED_AS for part in parts):
        raise SheetRefused(problem=_NO_XLSX)


def _refuse_far_cells(part: bytes) -> None:
    """Look where the cells of a sheet lie, as its reader will count them; other parts pass."""
    if b"sheetData" not in part:
        return
    parser = expat.ParserCreate()
    box = _Box()
    parser.StartElementHandler = box.begins
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise SheetRefused(problem=_UNREADABLE) from error


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused(problem=_UNREADABLE)


class _Box:
    """How far the cells reach; one without a reference lies behind the one before it."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.lines = self.columns = 0

    def begins(self, name: str, said: Mapping[str, str]) -> None:
        """An element of the sheet begins; raises where a cell lies too far."""
        what = name.rpartition(":")[2]
        if what == "row":
            number = said.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            self.column = 0
        elif what == "c":
            self._reach(said.get("r", ""))

    def _reach(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        self.column += 1
        row = self.row
        if found:
            self.column, row = _number_of(found[1]), int(found[2])
        self.lines, self.columns = max(self.lines, row), max(self.columns, self.column)
        within = self.lines <= MOST_LINES and self.columns <= MOST_COLUMNS
        if not within or self.lines * self.columns > MOST_CELLS:
            raise SheetRefused(problem=_TOO_FAR)


def _number_of(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
