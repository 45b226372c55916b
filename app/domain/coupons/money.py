"""Amounts: kept in fen, typed and read in yuan."""

import re
import unicodedata

FEN = 100  # of them make a yuan
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_YUAN = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?元?")


def fen_of(text: str) -> int:
    """The amount somebody typed in yuan, with at most two decimals; 0 for what is none."""
    found = _YUAN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return 0
    return int(found[1]) * FEN + int((found[2] or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """20, 12.50: whole yuan without the zeros."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    whole, part = divmod(rest, FEN)
    return f"{sign}{whole}.{part:02d}" if part else f"{sign}{whole}"


def in_capitals(fen: int) -> str:
    """人民币壹仟贰佰叁拾元伍角整, as vouchers are written. Source: CP-20 in docs/rules.md."""
    whole, part = divmod(abs(fen), FEN)
    tenths, hundredths = divmod(part, 10)
    said = f"{_whole_in_capitals(whole)}元" if whole else ""
    if tenths:
        said += f"{_CAPITALS[tenths]}角"
    elif said and hundredths:
        said += "零"
    said += f"{_CAPITALS[hundredths]}分" if hundredths else "整"
    return f"人民币{'负' if fen < 0 else ''}{said if fen else '零元整'}"


def _whole_in_capitals(whole: int) -> str:
    """Digits with their places; a run of zeros between two digits is said once."""
    said, zeros = "", False
    digits = str(whole)
    for at, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            said += ("零" if zeros else "") + _CAPITALS[digit] + _PLACES[at % 4]
        zeros = digit == 0
        if at % 4 == 0 and at and whole // 10**at % 10_000:
            said += _GROUPS[at // 4]
    return said
