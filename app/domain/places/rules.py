"""Which places stand below which."""

from app.domain.places.errors import WrongLevel
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
