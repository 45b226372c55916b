"""Chinese identity numbers: residents' cards and residence permits.

Permits begin with 81 (Hong Kong), 82 (Macao) or 83 (Taiwan). python-stdnum knows the counties and
the check digit, but not all permits and no future.
"""

import unicodedata
from datetime import date, datetime

from stdnum import numdb
from stdnum.cn import ric

from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput

LENGTH = 18
AREA = 6
TAIL = 4
_PERMITS = ("810000", "820000", "830000")
_EARLIEST_YEAR = 1900


def clean_id_number(text: str) -> str:
    """18 characters without spaces, the last one in upper case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def birth_date_in(id_number: str, *, now: datetime) -> date:
    """The birth date of a valid number; refuses wrong length, area, date or check digit.

    Source: GB 11643-1999.
    """
    if len(id_number) != LENGTH or not (id_number[:-1].isascii() and id_number[:-1].isdigit()):
        raise _wrong("身份证号应为 18 位，请核对")
    born = _birth_date(id_number)
    if born is None or born.year < _EARLIEST_YEAR or born > local_date(now):
        raise _wrong("身份证号里的出生日期不正确，请核对")
    if ric.calc_check_digit(id_number) != id_number[-1]:
        raise _wrong("身份证号有误，请逐位核对")
    if not id_number.startswith(_PERMITS) and not _known_area(id_number):
        raise _wrong("身份证号前六位的地区不存在，请核对")
    return born


def _birth_date(id_number: str) -> date | None:
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def _known_area(id_number: str) -> bool:
    """Whether the area is, or once was, a county.

    Not by `ric.get_birth_place`: it asks for a county of the birth year, but numbers were first
    given in 1984, so it refuses everybody older than her county.
    """
    return any(level.get("county") for _, level in numdb.get("cn/loc").info(id_number[:AREA]))


def _wrong(problem: str) -> BadInput:
    return BadInput(field="id_number", problem=problem)
