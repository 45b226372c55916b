"""Amounts: kept in fen, typed and read in yuan."""

import re
import unicodedata

FEN = 100  # of them make a yuan
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
