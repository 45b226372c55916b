"""Tables that people fill in and bring back: their columns, rows with line numbers, and faults.

For every room that takes an xlsx: say the columns once; `adapters/sheet_forms.py` writes the blank
table with explanations and reads it back; the room checks rows into faults and, once there are
none, writes them all in one action. `console/importing.py` shows the dry run. Recognised
units, places and culture's events use it; a room with a list of its own needs only columns and a
check.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.kernel.refusal import Refusal

Read = TypeVar("Read")

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Column:
    """One column: its heading, what to write there, and what may be chosen."""

    title: str
    hint: str
    choices: Sequence[str] = ()
    required: bool = False


@dataclass(frozen=True)
class SheetRow:
    """One filled row; `line` is its number in the file, cells are by heading."""

    line: int
    cells: Mapping[str, str]

    def text(self, title: str) -> str:
        """What stands under a heading; nothing when the column is missing."""
        return self.cells.get(title, "")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in one cell, and what to do about it."""

    line: int
    column: str
    problem: str
    found: str = ""


@dataclass(frozen=True)
class DryRun:
    """What bringing a table in would do: counts of rows, and the faults that stand against it."""

    new: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...]

    @property
    def to_write(self) -> int:
        """How many rows would be written."""
        return self.new + self.changed


class CellProblem(ValueError):
    """A cell cannot be read; the sentence says what to do."""


class RowProblem(ValueError):
    """A row cannot be taken: in which column, and what to do."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.problem = column, problem


class SheetHasFaults(Refusal):
    """Something is wrong in a table that was to be written: nothing was."""

    reason = "表格里还有 {count} 处要改，没有导入"
    next_step = "请改好以后重新上传。"
    status = 422


def cell(row: SheetRow, column: str, read: Callable[[str], Read]) -> Read:
    """What a cell says; raises RowProblem where it cannot be read."""
    try:
        return read(row.text(column))
    except CellProblem as why:
        raise RowProblem(column, str(why)) from why


def short_text(row: SheetRow, column: str, most: int) -> str:
    """Text of at most so many characters."""
    text = row.text(column)
    if len(text) > most:
        raise RowProblem(column, f"最多 {most} 个字")
    return text


def read_lines(
    rows: Sequence[SheetRow], read: Callable[[SheetRow], Read]
) -> tuple[list[Read], list[Fault]]:
    """Each row as the room reads it, and a fault for each that cannot be taken."""
    lines, faults = [], []
    for row in rows:
        try:
            lines.append(read(row))
        except RowProblem as why:
            faults.append(Fault(row.line, why.column, why.problem, row.text(why.column)))
    return lines, faults


def day_in(text: str) -> date | None:
    """2020-12-01, 2020/12/1, 2020.12.1, 2020年12月1日, 20201201 or nothing; else a problem."""
    if not text:
        return None
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise CellProblem(f"“{text[:20]}”不是日期，请写成 2024-06-30 这样")


def choice_in(text: str, choices: Mapping[str, str], *, what: str) -> str:
    """The key of what was chosen by its words."""
    for key, words in choices.items():
        if text == words:
            return key
    raise CellProblem(f"{what}请填：{'、'.join(choices.values())}")


def whole_number_in(text: str) -> int | None:
    """A whole number or nothing."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise CellProblem("请填数字，或者留空")
    return int(text)


def same_twice(rows: Sequence[SheetRow], keys: Mapping[int, object], column: str) -> list[Fault]:
    """Rows that say the same thing as one before them; `keys` by line, None says nothing."""
    first: dict[object, int] = {}
    faults = []
    for row in rows:
        key = keys.get(row.line)
        if key is None:
            continue
        if key in first:
            problem = f"与第 {first[key]} 行重复，请删掉其中一行"
            faults.append(Fault(row.line, column, problem, row.text(column)))
        first.setdefault(key, row.line)
    return faults
