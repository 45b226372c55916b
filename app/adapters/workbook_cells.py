"""How far the cells of a workbook reach and how much they say, before a table is built of them.

A cell in the last corner would make a table of billions; a long text that is kept once and named
by thousands of cells would be copied for each. Cells are counted as their reader counts them.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from xml.parsers import expat

from app.adapters.errors import SheetRefused

MOST_LINES = 10_000
MOST_COLUMNS = 702  # A to ZZ
MOST_CELLS = 300_000  # of the box from A1 to the farthest ones
MOST_SAID = 10_000_000  # characters of the texts that cells name
LONGEST_NUMBER = 9  # digits of a shared text's number
UNREADABLE = "这个表格读不出来。请用 Excel 或 WPS 另存为 xlsx"
_TOO_FAR = "表格太大，有内容离得太远。请新建一个表，只复制要导入的内容"
_TOO_MUCH = "表格里的文字太多。请新建一个表，只复制要导入的内容"
_SHARED = "sharedstrings.xml"
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")


def refuse_cells(parts: Sequence[tuple[str, bytes]]) -> None:
    """Raise for a workbook with a cell too far, or cells that say too much; names and texts."""
    lengths: list[int] = []
    for name, text in parts:
        if name.lower().endswith(_SHARED):
            both = zip_longest(lengths, _Texts(text).lengths, fillvalue=0)
            lengths = [max(pair) for pair in both]
    for _, text in parts:
        if b"sheetData" in text:
            _Cells(text, lengths)


class _Read:
    """An XML part, element by element, without a document type: it could name things twice."""

    def __init__(self, text: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, said: self.begins(_local(name), said)
        parser.EndElementHandler = lambda name: self.ends(_local(name))
        parser.CharacterDataHandler = self.says
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            raise SheetRefused(problem=UNREADABLE) from error

    def begins(self, what: str, said: Mapping[str, str]) -> None:
        """An element begins."""

    def ends(self, what: str) -> None:
        """An element ends."""

    def says(self, text: str) -> None:
        """Text within."""


class _Texts(_Read):
    """How long each of the shared texts is."""

    def __init__(self, text: bytes) -> None:
        self.lengths: list[int] = []
        super().__init__(text)

    def begins(self, what: str, said: Mapping[str, str]) -> None:
        if what == "si":
            self.lengths.append(0)

    def says(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Cells(_Read):
    """A sheet's cells; one without a reference lies behind the one before it."""

    def __init__(self, text: bytes, lengths: Sequence[int]) -> None:
        self.lengths, self.said = lengths, 0
        self.row = self.column = self.lines = self.columns = 0
        self.shared = False
        self.number = ""
        super().__init__(text)

    def begins(self, what: str, said: Mapping[str, str]) -> None:
        if what == "row":
            number = said.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            self.column = 0
        elif what == "c":
            self.shared = said.get("t") == "s"
            self._reach(said.get("r", ""))
        self.number = ""

    def says(self, text: str) -> None:
        if self.shared and len(self.number) <= LONGEST_NUMBER:
            self.number += text

    def ends(self, what: str) -> None:
        if what == "v" and self.shared and self.number:
            if not self.number.isdecimal() or len(self.number) > LONGEST_NUMBER:
                raise SheetRefused(problem=UNREADABLE)
            number = int(self.number)
            self.said += self.lengths[number] if number < len(self.lengths) else 0
            if self.said > MOST_SAID:
                raise SheetRefused(problem=_TOO_MUCH)

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


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused(problem=UNREADABLE)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _number_of(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
