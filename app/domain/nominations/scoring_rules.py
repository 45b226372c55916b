"""What experts are asked, and how their scores become one. Numbers: docs/rules.md, Good persons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from app.kernel.calendar import local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

MOST_CRITERIA = 6
LONGEST_CRITERION = 30
LEAST_POINTS, MOST_POINTS = 5, 100
MOST_EXPERTS = 9
SCORING_WORKING_DAYS = 3
TRIMMED_FROM = 5
LONGEST_SCORE_NOTE = 300
METHODS: Mapping[str, str] = MappingProxyType(
    {"average": "取平均分", "trimmed": "去掉一个最高分和一个最低分再平均"}
)


@dataclass(frozen=True)
class ScoringWanted:
    """What a campaign asks of its experts; `experts` are staff ids by level of review."""

    criteria: tuple[str, ...]
    most_points: int
    method: str
    experts: Mapping[str, Collection[UUID]]


def why_not_this_scoring(wanted: ScoringWanted) -> Refusal | None:
    """Named criteria, a scale, a way to sum up, and not too many experts a level."""
    if not 1 <= len(wanted.criteria) <= MOST_CRITERIA:
        return BadInput(field="criteria", problem=f"写 1 到 {MOST_CRITERIA} 项，每行一项")
    if len(set(wanted.criteria)) < len(wanted.criteria) or any(
        len(one) > LONGEST_CRITERION for one in wanted.criteria
    ):
        problem = f"每项不重复，最多 {LONGEST_CRITERION} 个字"
        return BadInput(field="criteria", problem=problem)
    if not LEAST_POINTS <= wanted.most_points <= MOST_POINTS:
        problem = f"每项满分在 {LEAST_POINTS} 到 {MOST_POINTS} 之间"
        return BadInput(field="most_points", problem=problem)
    if wanted.method not in METHODS:
        return BadInput(field="method", problem="请选择怎样算总分")
    for level, who in wanted.experts.items():
        if len(who) > MOST_EXPERTS:
            return BadInput(field=f"{level}_experts", problem=f"每级最多 {MOST_EXPERTS} 位专家")
    return None


def why_not_these_points(
    points: Sequence[int | None], *, criteria: int, most_points: int
) -> Refusal | None:
    """Every criterion has its points, within the scale."""
    for number in range(criteria):
        given = points[number] if number < len(points) else None
        if given is None or not 0 <= given <= most_points:
            return BadInput(field=f"points_{number}", problem=f"请填 0 到 {most_points} 的整数")
    return None


def scoring_due(waits_since: datetime) -> date:
    """The day by which a level's experts score."""
    return working_days_after(local_date(waits_since), SCORING_WORKING_DAYS)


def result_of(totals: Sequence[int], method: str) -> int | None:
    """One figure of several experts' totals, in hundredths of a point; None where nobody scored.

    Trimmed leaves out one highest and one lowest, from five experts on.
    """
    counted = sorted(totals)
    if method == "trimmed" and len(counted) >= TRIMMED_FROM:
        counted = counted[1:-1]
    if not counted:
        return None
    return (sum(counted) * 100 * 2 + len(counted)) // (len(counted) * 2)
