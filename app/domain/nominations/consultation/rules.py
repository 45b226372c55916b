"""Whom one asks, what each may see, and how long an answer takes. Sources: docs/rules.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from app.domain.nominations.rules import LONGEST_WORDS
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

AUTHORITIES: Mapping[str, str] = MappingProxyType(
    {
        "police": "公安机关",
        "discipline": "纪检监察机关",
        "tax": "税务部门",
        "market": "市场监管部门",
        "unit": "本人所在单位",
        "other": "其他单位",
    }
)
# Everybody is looked at by these; the others only where the person's work calls for it.
USUALLY_ASKED = ("police", "unit", "other")
# What an authority needs to find the person in its own books, and nothing else.
NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "police": ("name", "age", "unit", "community", "id_tail"),
        "discipline": ("name", "unit"),
        "tax": ("name", "unit"),
        "market": ("name", "unit"),
        "unit": ("name", "category", "headline"),
        "other": ("name", "unit", "category"),
    }
)
# Who finds people by their ID numbers; on paper only.
BY_ID_NUMBER = ("police",)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": "姓名",
        "age": "年龄",
        "unit": "单位",
        "community": "社区",
        "id_tail": "身份证号后四位",
        "category": "推选类别",
        "headline": "事迹",
    }
)
ASKED: Mapping[str, str] = MappingProxyType(
    {
        "police": "是否有违法犯罪记录，或其他不宜推选的情形",
        "discipline": "是否受过党纪政务处分，或正在接受审查调查",
        "tax": "是否有税收违法失信行为",
        "market": "是否有经营违法失信行为",
        "unit": "本人在单位的表现是否与推选事迹相符，是否有不宜推选的情形",
        "other": "是否有不宜推选的情形",
    }
)
VERDICTS: Mapping[str, str] = MappingProxyType(
    {"agree": "同意", "object": "不同意", "unneeded": "不需要征求"}
)
LONGEST_AUTHORITY = 60
MOST_AUTHORITIES = 12
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 2, 20, 5
WRONG_CODES = 5
CODE_DIGITS = 6
VISIT_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Opinion:
    """What an authority says of one person, and who said it there."""

    agrees: bool
    by_name: str
    reason: str = ""


def why_not_this_authority(kind: str, name: str) -> Refusal | None:
    """It is of a known kind and, unless it is each person's own unit, has a name."""
    if kind not in AUTHORITIES:
        return BadInput(field="kind", problem="请选择单位类型")
    if kind != "unit" and not name.strip():
        return BadInput(field="name", problem="请填写单位名称，例如：泰山区公安分局")
    if len(name.strip()) > LONGEST_AUTHORITY:
        return BadInput(field="name", problem=f"最多 {LONGEST_AUTHORITY} 个字")
    return None


def why_not_this_opinion(opinion: Opinion) -> BadInput | None:
    """Somebody says it; who objects says why."""
    if not opinion.by_name.strip() or len(opinion.by_name.strip()) > LONGEST_AUTHORITY:
        return BadInput(field="by_name", problem="请填写答复的经办人")
    if not opinion.agrees and not opinion.reason.strip():
        return BadInput(field="reason", problem="不同意的，请写明理由")
    if len(opinion.reason.strip()) > LONGEST_WORDS:
        return BadInput(field="reason", problem=f"最多 {LONGEST_WORDS} 个字")
    return None


def why_not_so_many_days(working_days: int | None) -> Refusal | None:
    """Long enough to look into it, short enough for the campaign."""
    if working_days is None or not LEAST_DAYS <= working_days <= MOST_DAYS:
        problem = f"在 {LEAST_DAYS} 到 {MOST_DAYS} 个工作日之间"
        return BadInput(field="working_days", problem=problem)
    return None


def answer_due(now: datetime, working_days: int) -> date:
    """The last day on which an answer is in time."""
    return working_days_after(local_date(now), working_days)


def halfway(sent_at: datetime, due_on: date) -> datetime:
    """When half of the time is over."""
    return sent_at + (end_of_day(due_on) - sent_at) / 2


def is_settled(authorities: Iterable[object], verdicts: Mapping[object, str | None]) -> bool:
    """Whether each authority agreed or need not be asked."""
    return all(verdicts.get(one) in ("agree", "unneeded") for one in authorities)
