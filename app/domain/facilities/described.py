"""What may be said of a facility. Pure. Sources: docs/rules.md, Facilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.facilities.errors import NoHoursSaid
from app.domain.places.opening_hours import OpeningHours, why_not_these_hours
from app.kernel.refusal import BadInput, Refusal

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "activity_room": "活动室",
        "meeting_room": "会议室",
        "hall": "多功能厅",
        "stage": "舞台",
        "rehearsal": "排练厅",
        "studio": "书画室",
        "classroom": "培训教室",
        "library": "阅览室",
        "sports": "健身场地",
        "outdoors": "室外场地",
        "other": "其他场地",
    }
)
AUDIENCES: Mapping[str, str] = MappingProxyType(
    {
        "volunteers": "注册志愿者都可以预约",
        "leaders": "只接受团队队长为团队预约",
        "staff": "只由工作人员安排",
    }
)
LONGEST_NAME, LONGEST_INSIDE, LONGEST_ALT = 30, 300, 60
MOST_SEATS = 5000
LEAST_MINUTES, MOST_MINUTES = 30, 12 * 60
MOST_DAYS_AHEAD = 90
USUAL_MINUTES, USUAL_DAYS_AHEAD = 120, 14
NOT_ITS_OWN = OpeningHours()


@dataclass(frozen=True, kw_only=True)
class Described:
    """A facility as staff describe it; `hours` said: its own, else its place's."""

    name: str
    kind: str
    seats: int
    inside: str = ""
    audience: str = "volunteers"
    most_minutes: int = USUAL_MINUTES
    days_ahead: int = USUAL_DAYS_AHEAD
    needs_approval: bool = True
    hours: OpeningHours = NOT_ITS_OWN


def why_not_described(said: Described, *, place: str, place_hours: OpeningHours) -> Refusal | None:
    """Enough to book by: a name, seats, who, how long, how far ahead, and when it is open."""
    return (
        _why_not_named(said)
        or _why_not_lent(said)
        or why_not_these_hours(said.hours)
        or (None if said.hours.said or place_hours.said else NoHoursSaid(place=place))
    )


def _why_not_named(said: Described) -> Refusal | None:
    if not 2 <= len(said.name.strip()) <= LONGEST_NAME:
        return BadInput(field="name", problem=f"名称需要 2 到 {LONGEST_NAME} 个字")
    if said.kind not in KINDS:
        return BadInput(field="kind", problem="请选择这是什么样的场地")
    if not 1 <= said.seats <= MOST_SEATS:
        return BadInput(field="seats", problem=f"可容纳人数请填 1 至 {MOST_SEATS}")
    if len(said.inside.strip()) > LONGEST_INSIDE:
        return BadInput(field="inside", problem=f"最多 {LONGEST_INSIDE} 个字")
    return None


def _why_not_lent(said: Described) -> Refusal | None:
    if said.audience not in AUDIENCES:
        return BadInput(field="audience", problem="请选择谁可以预约")
    if said.most_minutes % LEAST_MINUTES or not LEAST_MINUTES <= said.most_minutes <= MOST_MINUTES:
        return BadInput(field="most_minutes", problem="请选择一次最长多久")
    if not 1 <= said.days_ahead <= MOST_DAYS_AHEAD:
        return BadInput(field="days_ahead", problem=f"提前天数请填 1 至 {MOST_DAYS_AHEAD}")
    return None


def why_not_this_alt(alt: str) -> Refusal | None:
    """For who cannot see the photo."""
    if not alt.strip() or len(alt.strip()) > LONGEST_ALT:
        return BadInput(field="alt", problem=f"请写照片上是什么，最多 {LONGEST_ALT} 个字")
    return None
