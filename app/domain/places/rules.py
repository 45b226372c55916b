"""Which places stand below which."""

from app.domain.places.errors import CannotMerge, WrongLevel
from app.kernel.refusal import BadInput, Refusal

LEVEL_NAMES = {"centre": "实践中心", "office": "实践所", "station": "实践站"}
LEVEL_ABOVE: dict[str, str | None] = {"centre": None, "office": "centre", "station": "office"}
LONGEST_NAME = 50
PATH_DIGITS = 3


def why_not_here(level: str, *, above: str | None) -> Refusal | None:
    """A station stands below an office, an office below the centre, the centre below nothing."""
    if level not in LEVEL_ABOVE:
        return BadInput(field="level", problem="请选择实践所或实践站")
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
    if LEVEL_ABOVE.get(closed[0], "") is None:
        return CannotMerge(problem="实践中心只有一个")
    return None


def why_not_typed(typed: str, name: str) -> Refusal | None:
    """Who merges types the whole name of the place that closes: it cannot be undone."""
    if typed.strip() != name:
        return BadInput(field="typed", problem=f"请输入要关闭的阵地全称“{name}”")
    return None
