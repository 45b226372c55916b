"""What the year's numbers are made of: who stands where, and how long each stage took.

Knows no database: the same numbers from SQLite and PostgreSQL, to the minute.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from types import MappingProxyType

from app.domain.nominations.rules import Decision, State, level_after

GROUPS: Mapping[str, tuple[State, ...]] = MappingProxyType(
    {
        "under_review": (State.IN_REVIEW, State.RETURNED),
        "on_the_way": (State.PASSED, State.CONSULTING, State.IN_NOTICE, State.NOTICE_OVER),
        "not": (State.REJECTED, State.NOT_CHOSEN, State.STRUCK, State.WITHDRAWN),
        "honoured": (State.CONFERRED,),
        "revoked": (State.REVOKED,),
    }
)
GROUP_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "under_review": "审核中",
        "on_the_way": "通过、公示中",
        "not": "未通过",
        "honoured": "已发布",
        "revoked": "已撤销",
    }
)
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "station": "实践站初审",
        "office": "实践所审核",
        "centre": "中心终审",
        "returned": "退回后补充",
        "consulting": "征求意见",
        "passed": "通过后等公示",
        "notice": "公示",
        "notice_over": "公示期满等发布",
    }
)
SOURCES: Mapping[str, str] = MappingProxyType(
    {"resident": "居民推荐", "for_resident": "工作人员代居民填写", "staff": "工作人员推荐"}
)
_GROUP_OF = {state: name for name, states in GROUPS.items() for state in states}
_LEADS_TO: Mapping[Decision, str | None] = MappingProxyType(
    {
        Decision.PASS_LAST: "passed",
        Decision.RETURN: "returned",
        Decision.CONSULT: "consulting",
        Decision.CLEAR: "passed",
        Decision.PUBLISH: "notice",
        Decision.END_NOTICE: "notice_over",
        **dict.fromkeys(
            (
                *(Decision.REJECT, Decision.DECLINE, Decision.LEAVE_OUT),
                *(Decision.UPHOLD, Decision.CONFER, Decision.REVOKE),
            )
        ),
    }
)


@dataclass(frozen=True)
class Passage:
    """One step of a case: when, what, at which level of review."""

    at: datetime
    decision: Decision
    level: str


@dataclass(frozen=True)
class CaseFacts:
    """What of a case is counted. `sources`: who named her, one for each voice (SOURCES)."""

    kind: str
    category: str
    station: str
    level: str
    state: State
    levels: tuple[str, ...]
    made_at: datetime
    steps: tuple[Passage, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """How many were named under a heading, and where they stand; the groups add up to `named`."""

    title: str
    named: int
    groups: Mapping[str, int]


@dataclass(frozen=True)
class Stage:
    """How long a stage took those who have left it, in minutes."""

    title: str
    cases: int
    median_minutes: float
    longest_minutes: int


def lines(cases: Sequence[CaseFacts], heading: str, titles: Mapping[str, str]) -> list[Line]:
    """A line for each value of `kind`, `category`, `level` or `station`; those named most first.

    The order of `titles` counts where it knows the values.
    """
    order = list(titles)
    by_value: dict[str, list[CaseFacts]] = {}
    for case in cases:
        by_value.setdefault(str(getattr(case, heading)), []).append(case)
    values = sorted(
        by_value,
        key=lambda one: (
            order.index(one) if one in order else len(order),
            -len(by_value[one]),
            one,
        ),
    )
    return [line(titles.get(one, one), by_value[one]) for one in values]


def line(title: str, cases: Sequence[CaseFacts]) -> Line:
    """One heading."""
    groups = Counter(_GROUP_OF[case.state] for case in cases)
    return Line(title, len(cases), {name: groups[name] for name in GROUPS})


def stages(cases: Iterable[CaseFacts]) -> list[Stage]:
    """Median and longest of each stage that somebody has left, in the order of the way."""
    taken: dict[str, list[int]] = {}
    for case in cases:
        for stage, minutes in minutes_by_stage(case).items():
            taken.setdefault(stage, []).append(minutes)
    return [
        Stage(title, len(taken[stage]), float(median(taken[stage])), max(taken[stage]))
        for stage, title in STAGES.items()
        if stage in taken
    ]


def minutes_by_stage(case: CaseFacts) -> dict[str, int]:
    """Whole minutes in each stage that the case has left; visits of the same stage add up."""
    spent: dict[str, float] = {}
    stage: str | None = case.steps[0].level if case.steps else None
    since = case.made_at
    for step in case.steps:
        following = _following(step, stage, case.levels)
        if following == stage:
            continue
        if stage is not None:
            spent[stage] = spent.get(stage, 0.0) + (step.at - since).total_seconds()
        stage, since = following, step.at
    return {name: round(seconds) // 60 for name, seconds in spent.items()}


def _following(step: Passage, stage: str | None, levels: Sequence[str]) -> str | None:
    if step.decision is Decision.PASS:
        return level_after(step.level, levels)
    if step.decision is Decision.AMEND:
        return step.level
    return _LEADS_TO.get(step.decision, stage)


def sources(cases: Iterable[CaseFacts]) -> dict[str, int]:
    """How many voices came from residents, for residents, from staff."""
    found = Counter(source for case in cases for source in case.sources)
    return {name: found[name] for name in SOURCES}


def by_whom(cases: Iterable[CaseFacts]) -> dict[str, int]:
    """How many people were named by residents (or for them), by staff, or by both."""
    found: Counter[str] = Counter()
    for case in cases:
        staff = "staff" in case.sources
        residents = bool(set(case.sources) - {"staff"})
        found["both" if staff and residents else "staff" if staff else "residents"] += 1
    return {name: found[name] for name in ("residents", "both", "staff")}
