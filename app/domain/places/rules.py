"""Which places stand below which, and what may be said of one. Sources: docs/rules.md, Places."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from app.domain.places.errors import (
    AlreadySo,
    AlreadyThere,
    CannotMerge,
    OnlyPoints,
    WrongLevel,
)
from app.kernel.geo import Point, distance_metres
from app.kernel.refusal import BadInput, Refusal

LEVEL_NAMES = {
    "centre": "实践中心",
    "office": "实践所",
    "station": "实践站",
    "point": "实践点",
}
LEVEL_ABOVE: dict[str, str | None] = {"centre": None, "office": "centre", "station": "office"}
POINT = "point"
ABOVE_A_POINT = ("station", "office", "centre")
# What a point is; nobody is appointed at one, the place above it looks after it.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "practice_site": "文明实践点",
        "history_hall": "村史馆",
        "moral_park": "道德公园",
        "gallery": "美术馆、展厅",
        "library": "图书馆、书屋",
        "cinema": "影院",
        "theatre": "戏台、剧场",
        "square": "文化广场",
        "sports": "健身场所",
        "memorial": "红色教育基地",
    }
)
FACILITIES: Mapping[str, str] = MappingProxyType(
    {"ramp": "无障碍坡道", "toilet": "无障碍卫生间", "lift": "电梯", "parking": "停车位"}
)
HEAD_SHOWN: Mapping[str, str] = MappingProxyType(
    {"nothing": "不对外显示", "name": "只显示姓名", "name_and_phone": "显示姓名和办公电话"}
)


class Merging(StrEnum):
    """Where the merging of two places stands."""

    PROPOSED = "proposed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class MergingStep(StrEnum):
    """What the second person, or either of the two, makes of it."""

    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


NEXT_MERGING: Mapping[tuple[Merging, MergingStep], Merging] = MappingProxyType(
    {
        (Merging.PROPOSED, MergingStep.CONFIRM): Merging.DONE,
        (Merging.PROPOSED, MergingStep.WITHDRAW): Merging.WITHDRAWN,
    }
)
LONGEST_NAME = 50
LONGEST_INTRODUCTION = 1000
LONGEST_HEAD = 20
ADDRESS_MOST, PHONE_MOST = 100, 20
REASON_LENGTH = (2, 200)
LONGEST_ALT = 60
MOST_PHOTOS = 9
FAR_METRES = 15_000
PATH_DIGITS = 3
_MOBILE = re.compile(r"1[3-9]\d{9}")


def why_not_here(level: str, *, above: str | None) -> Refusal | None:
    """A station stands below an office, an office below the centre, the centre below nothing.

    A point stands below any of them, and nothing below a point.
    """
    if level == POINT:
        return None if above in ABOVE_A_POINT else WrongLevel(level=LEVEL_NAMES[level])
    if level not in LEVEL_ABOVE:
        return BadInput(field="level", problem="请选择实践所、实践站或实践点")
    if LEVEL_ABOVE[level] != above:
        return WrongLevel(level=LEVEL_NAMES[level])
    return None


def why_not_this_name(name: str) -> Refusal | None:
    """A name has 2 to 50 characters."""
    if not 2 <= len(name) <= LONGEST_NAME:
        return BadInput(field="name", problem=f"名称需要 2 到 {LONGEST_NAME} 个字")
    return None


def why_not_merge(
    closed: tuple[str, str, bool], successor: tuple[str, str, bool]
) -> Refusal | None:
    """Level, path and whether it is open, of both: two open places of one level."""
    if closed[1] == successor[1]:
        return CannotMerge(problem="请选择另一个阵地")
    if not (closed[2] and successor[2]):
        return CannotMerge(problem="其中一个已经关闭")
    if closed[0] != successor[0]:
        return CannotMerge(problem="级别不一样")
    if closed[0] not in ("office", "station"):
        return CannotMerge(problem="只有实践所和实践站能合并")
    return None


def why_not_this_reason(reason: str, *, what: str) -> Refusal | None:
    """Why a place is merged, closed or moved: 2 to 200 characters."""
    shortest, longest = REASON_LENGTH
    if shortest <= len(reason.strip()) <= longest:
        return None
    return BadInput(field="reason", problem=f"请写明{what}（{shortest} 到 {longest} 个字）")


def why_not_turn(level: str, *, closed: bool, closes: bool) -> Refusal | None:
    """Only a point is closed or reopened by itself, and only when it is not so already."""
    if level != POINT:
        return OnlyPoints()
    return AlreadySo(how="关闭" if closed else "开放") if closed == closes else None


def why_not_move(level: str, *, closed: bool, to: str, already_there: bool) -> Refusal | None:
    """An open point goes below another office, station or the centre. `to`: the level there."""
    if level != POINT:
        return OnlyPoints()
    if closed:
        return AlreadySo(how="关闭")
    return AlreadyThere() if already_there else why_not_here(level, above=to)


def why_not_typed(typed: str, name: str) -> Refusal | None:
    """Who merges types the whole name of the place that closes: it cannot be undone."""
    if typed.strip() != name:
        return BadInput(field="typed", problem=f"请输入要关闭的阵地全称“{name}”")
    return None


def why_not_this_kind(level: str, kind: str) -> Refusal | None:
    """A point says what it is; the others may."""
    if (kind or level == POINT) and kind not in KINDS:
        return BadInput(field="kind", problem="请选择这是什么样的阵地")
    return None


def why_not_described(
    *, introduction: str, head_name: str, head_phone: str, head_shown: str, access: Sequence[str]
) -> Refusal | None:
    """Lengths, choices of the room's lists, and no private mobile phone on a public page."""
    if len(introduction) > LONGEST_INTRODUCTION:
        return BadInput(field="introduction", problem=f"介绍最多 {LONGEST_INTRODUCTION} 个字")
    if len(head_name) > LONGEST_HEAD:
        return BadInput(field="head_name", problem=f"姓名最多 {LONGEST_HEAD} 个字")
    if len(head_phone) > PHONE_MOST:
        return BadInput(field="head_phone", problem=f"电话最多 {PHONE_MOST} 个字")
    if _MOBILE.search(re.sub(r"\D", "", head_phone)):
        return BadInput(field="head_phone", problem="请填办公电话，个人手机号不公开")
    if head_shown not in HEAD_SHOWN:
        return BadInput(field="head_shown", problem="请选择负责人怎样显示")
    if set(access) - set(FACILITIES):
        return BadInput(field="access", problem="请从列出的设施里选择")
    return None


def how_far_from_the_others(point: Point, others: Collection[Point]) -> int | None:
    """Metres to the nearest other place when that is suspiciously far, else None.

    Farther than FAR_METRES from every other place of a district, a position was mistyped.
    """
    nearest = min((distance_metres(point, other) for other in others), default=0)
    return nearest if nearest > FAR_METRES else None
