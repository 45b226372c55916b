"""Levels above, how files are named, what a form holds. Sources: docs/rules.md, Good persons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from types import MappingProxyType

from app.domain.nominations.public_words import why_not_this_wording
from app.domain.nominations.rules import LONGEST_HEADLINE
from app.kernel.refusal import BadInput, Refusal

ABOVE: Mapping[str, str] = MappingProxyType(
    {"city": "市级", "province": "省级", "national": "国家级"}
)
OUTCOMES: Mapping[str, str] = MappingProxyType({"honoured": "入选", "declined": "未入选"})
USUAL_PATTERN = "{类别}+{单位}+{姓名}+{序号}"
PLACEHOLDERS = ("类别", "单位", "姓名", "一句话事迹", "序号")
LONGEST_PATTERN = 80
LONGEST_TITLE = 60
LONGEST_DEED = 1500
LONGEST_LINE = 60
LONGEST_TEXT = 500
MOST_BENEFITS = 20
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_FILE_NAME = 100


@dataclass(frozen=True)
class FormFacts:
    """What the recommendation form says of a person, as whoever fills it in typed it.

    The ID number is not among it: it is asked for when the form is made, and kept nowhere.
    """

    sex: str = ""
    born: str = field(default="", repr=False)
    ethnic_group: str = ""
    political_status: str = ""
    occupation: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    earlier_honours: str = ""
    headline: str = ""
    deed: str = ""
    recommender: str = ""
    opinion: str = ""
    contact_person: str = ""
    contact_phone: str = field(default="", repr=False)


@dataclass(frozen=True)
class Answer:
    """What came back from above."""

    outcome: str
    on: date | None
    title: str = ""
    document_number: str = ""


LONG_FIELDS = ("earlier_honours", "opinion")


def why_not_these_facts(facts: FormFacts) -> Refusal | None:
    """Deed, one line of it and who recommends are written; everything fits into the form."""
    needed = {"headline": "一句话事迹", "deed": "事迹", "recommender": "推荐单位"}
    for name, words in needed.items():
        if not getattr(facts, name).strip():
            return BadInput(field=name, problem=f"请填写{words}")
    for name in FormFacts.__dataclass_fields__:
        most = _longest(name)
        if len(getattr(facts, name)) > most:
            return BadInput(field=name, problem=f"最多 {most} 个字")
    return None


def _longest(name: str) -> int:
    if name == "deed":
        return LONGEST_DEED
    if name == "headline":
        return LONGEST_HEADLINE
    return LONGEST_TEXT if name in LONG_FIELDS else LONGEST_LINE


def why_not_recommend(level: str, title: str) -> Refusal | None:
    """To a known level, for something that has a name."""
    if level not in ABOVE:
        return BadInput(field="level", problem="请选择推荐到哪一级")
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        problem = f"请填写推荐参加的推选，最多 {LONGEST_TITLE} 个字，例如：山东好人"
        return BadInput(field="title", problem=problem)
    return None


def why_not_this_answer(answer: Answer, *, today: date) -> Refusal | None:
    """A day that is not ahead; an honour has its name and the document that says so."""
    if answer.outcome not in OUTCOMES:
        return BadInput(field="outcome", problem="请选择结果")
    if answer.on is None or answer.on > today:
        return BadInput(field="on", problem="请填写结果的日期，不能晚于今天")
    if len(answer.title) > LONGEST_TITLE:
        return BadInput(field="title", problem=f"最多 {LONGEST_TITLE} 个字")
    if len(answer.document_number) > LONGEST_LINE:
        return BadInput(field="document_number", problem=f"最多 {LONGEST_LINE} 个字")
    if answer.outcome == "honoured" and not answer.title.strip():
        return BadInput(field="title", problem="请填写入选的名称，例如：中国好人榜")
    if answer.outcome == "honoured" and not answer.document_number.strip():
        return BadInput(field="document_number", problem="请填写文件号，或发布的网页、报纸和日期")
    return None


def why_not_this_pattern(pattern: str) -> Refusal | None:
    """Known placeholders only, the running number among them, and nothing a folder would need."""
    if not pattern.strip() or len(pattern) > LONGEST_PATTERN:
        problem = f"请填写照片命名，最多 {LONGEST_PATTERN} 个字"
        return BadInput(field="photo_pattern", problem=problem)
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        return BadInput(field="photo_pattern", problem="花括号要成对，例如：{姓名}")
    names = [name for _, name, _, _ in parts if name is not None]
    plain = all(not form and not kind for _, _, form, kind in parts)
    if set(names) - set(PLACEHOLDERS) or not plain:
        problem = "花括号里只能写：" + "、".join(PLACEHOLDERS)
        return BadInput(field="photo_pattern", problem=problem)
    if "序号" not in names:
        return BadInput(field="photo_pattern", problem="要有 {序号}，不然几张照片会重名")
    if any(_NOT_IN_FILE_NAMES.search(text) for text, _, _, _ in parts):
        return BadInput(field="photo_pattern", problem='不能有 \\ / : * ? " < > |')
    return None


def file_name(pattern: str, facts: Mapping[str, str], number: int) -> str:
    """A name without an ending, safe on every system, for the photo of this number."""
    safe = {name: _NOT_IN_FILE_NAMES.sub("", facts.get(name, "")) for name in PLACEHOLDERS}
    named = pattern.format_map({**safe, "序号": str(number)}).strip(" .")
    return named[:LONGEST_FILE_NAME] or str(number)


def why_not_these_benefits(benefits: tuple[str, ...], *, approved: bool) -> Refusal | None:
    """A short list of short lines that promise nothing a district may not give."""
    if len(benefits) > MOST_BENEFITS or any(len(one) > LONGEST_LINE for one in benefits):
        problem = f"最多 {MOST_BENEFITS} 行，每行最多 {LONGEST_LINE} 个字"
        return BadInput(field="benefits", problem=problem)
    return why_not_this_wording("\n".join(benefits), field="benefits", approved=approved)
