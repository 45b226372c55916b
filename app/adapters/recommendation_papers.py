"""The package for those above: the form filled in (docx), photos named as asked, the story."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from app.domain.attachments.queries import picture
from app.domain.nominations.upward.packaging import Package
from app.kernel.calendar import local_date

FORM = Path(__file__).parents[2] / "templates" / "documents" / "recommendation_form.docx"
PHOTO_WIDTH = Mm(28)
# What XML cannot hold; a phone's keyboard makes some of them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def files(package: Package) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, one in memory at a time."""
    yield f"{package.base_name}+推荐表.docx", form(package)
    yield f"{package.base_name}+事迹.txt", story(package)
    for name, photo in zip(package.photo_names, package.pictures, strict=True):
        yield f"{name}.jpg", picture(photo).content


def form(package: Package) -> bytes:
    """The recommendation form, filled in; what people typed stays text."""
    document = DocxTemplate(str(FORM))
    document.render(_shown(document, package), autoescape=True)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def story(package: Package) -> bytes:
    """The story as text that every editor opens: UTF-8 with a mark, lines ended as in Windows."""
    lines = [
        package.facts.headline,
        f"{package.name}，{package.unit}",
        "",
        *_parts(package.facts.deed),
    ]
    return "\r\n".join(map(_clean, lines)).encode("utf-8-sig")


def _shown(document: DocxTemplate, package: Package) -> dict[str, Any]:
    typed = {name: _clean(value) for name, value in asdict(package.facts).items()}
    photo: object = ""
    if package.pictures:
        content = BytesIO(picture(package.pictures[0]).content)
        photo = InlineImage(document, content, width=PHOTO_WIDTH)
    return {
        **typed,
        "earlier_honours": _parts(typed["earlier_honours"]),
        "opinion": _parts(typed["opinion"]),
        "deed": _parts(typed["deed"]),
        "name": _clean(package.name),
        "unit": _clean(package.unit),
        "age": f"{package.age} 岁",
        "category": package.category,
        "campaign": _clean(package.campaign),
        "level": package.level,
        "asked_title": _clean(package.asked_title),
        "id_number": package.id_number or "",
        "photo": photo,
        "filled_on": _day(package.at),
    }


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _day(moment: datetime) -> str:
    day = local_date(moment)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
