"""Names as they sound, for search and sorting."""

from pypinyin import lazy_pinyin

LONGEST = 120
_SEPARATORS = str.maketrans(dict.fromkeys("·'’-", " "))
# Surnames that sound different from the same characters in a word.
_SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "曾": "zeng",
    "任": "ren",
    "区": "ou",
    "朴": "piao",
    "查": "zha",
    "翟": "zhai",
    "盖": "ge",
    "缪": "miao",
    "乐": "yue",
    "尉": "wei",
    "么": "yao",
    "繁": "po",
    "冼": "xian",
    "员": "yun",
    "种": "chong",
    "折": "she",
    "覃": "qin",
    "黑": "he",
    "逄": "pang",
    "秘": "bi",
}


def name_pinyin(name: str) -> str:
    """`张桂英` is `zhangguiying zgy`: the whole sound and the initials, in lower case."""
    surname = next((head for head in (name[:2], name[:1]) if head in _SURNAMES), "")
    spoken = lazy_pinyin(name[len(surname) :])
    syllables = [
        part.lower()
        for piece in [*_SURNAMES.get(surname, "").split(), *spoken]
        for part in piece.translate(_SEPARATORS).split()
    ]
    return f"{''.join(syllables)} {''.join(part[0] for part in syllables)}"[:LONGEST]
