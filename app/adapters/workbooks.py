"""Workbooks that somebody sends: bounded before anything is built from them, then read.

What a zip's index says of its parts is not believed: each part is unpacked only so far, and packed
anew. Where cells lie and what they repeat is looked at before: see `workbook_cells.py`.
"""

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.adapters.errors import SheetRefused
from app.adapters.workbook_cells import UNREADABLE, refuse_cells

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
_OTHER_KINDS = {"xl/workbook.bin", "content.xml"}
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NO_XLSX = "这不是 xlsx 表格，或者文件不完整、加了密码。请用 Excel 或 WPS 另存为 xlsx"


def first_sheet(content: bytes, *, skip_empty_area: bool = True) -> list[list[Any]]:
    """The values of the first sheet; refuses what is no plain, bounded xlsx."""
    safe = plain(content)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(safe)).get_sheet_by_index(0)
        table: list[list[Any]] = sheet.to_python(skip_empty_area=skip_empty_area)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise SheetRefused(problem=UNREADABLE) from error
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
            texts = [(part.filename, _unpacked(packed, part)) for part in parts]
        refuse_cells(texts)
        with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as stored:
            for name, text in texts:
                stored.writestr(name, text)
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
