"""Papers as PDF: a typst template of templates/documents, filled with facts.

Facts travel as JSON beside the template and are never pasted into it: what people typed stays
text. Templates read them by `#let facts = json(bytes(sys.inputs.facts))` and set `facts.fonts`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import typst
from PIL import Image

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
FONTS = Path(__file__).parents[1] / "fonts"  # scripts/assets.py puts them there
# The font we bring along, then what machines without it may have.
FAMILIES = (
    "Noto Sans S Chinese",
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
)
COLOURS = 16  # of a page as a picture: a third of the bytes, and the eye sees no difference


def moment(seconds: float) -> datetime:
    """The moment a paper is dated by, from a number of seconds that it was kept as."""
    return datetime.fromtimestamp(seconds, tz=UTC)


class NoChineseFont(Exception):
    """Papers would come out as empty boxes; the sentence says what to do."""


def pdf(template: str, facts: Mapping[str, Any], *, now: datetime) -> bytes:
    """The filled template as a PDF with its fonts inside, dated `now`."""
    (content,) = _compiled(template, facts, "pdf", now=now)
    return content


def pictures(
    template: str, facts: Mapping[str, Any], *, now: datetime, ppi: int = 150
) -> list[bytes]:
    """The same pages as PNG, so many pixels an inch, in few colours: a phone pays for each byte."""
    pages = _compiled(template, facts, "png", now=now, ppi=ppi)
    return [_in_few_colours(page) for page in pages]


def _in_few_colours(page: bytes) -> bytes:
    drawn = BytesIO()
    with Image.open(BytesIO(page)) as opened:
        few = opened.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    few.save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()


def _compiled(
    template: str,
    facts: Mapping[str, Any],
    form: Literal["pdf", "png"],
    *,
    now: datetime,
    ppi: int = 150,
) -> list[bytes]:
    made: Any = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps({**facts, "fonts": _families()}, ensure_ascii=False)},
        format=form,
        ppi=ppi,
        timestamp=int(now.timestamp()),
    )
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


@cache
def _fonts() -> typst.Fonts:
    """Ours and the machine's, looked for once: that costs more than most papers."""
    return typst.Fonts(font_paths=[FONTS] if FONTS.is_dir() else [])


@cache
def _families() -> list[str]:
    there = {family.casefold() for family in _fonts().families()}
    found = [family for family in FAMILIES if family.casefold() in there]
    if not found:
        raise NoChineseFont(
            "没有中文字体，文件会变成空格：请运行 scripts/assets.py，或安装 fonts-noto-cjk。"
            " / No Chinese font: run scripts/assets.py or install fonts-noto-cjk."
        )
    return found
