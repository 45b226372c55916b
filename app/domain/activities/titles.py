"""Titles as they sound, so that 义务植树 is found by `zhishu` and by `ywzs`."""

from pypinyin import lazy_pinyin

LONGEST = 400


def title_pinyin(title: str) -> str:
    """The whole sound and the initials, in lower case: `yiwuzhishu ywzs`."""
    syllables = [part.lower() for piece in lazy_pinyin(title) for part in piece.split()]
    return f"{''.join(syllables)} {''.join(part[0] for part in syllables)}"[:LONGEST]
