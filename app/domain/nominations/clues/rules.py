"""How long a clue is, how many a day, and what may become of it. Sources: docs/rules.md."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.nominations.clues import errors
from app.kernel.calendar import local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

SHORTEST_CLUE, LONGEST_CLUE = 8, 70
MOST_A_DAY = 3
LOOK_WORKING_DAYS = 5
KEPT_FOR = timedelta(days=365)


class ClueState(StrEnum):
    """Where a clue stands."""

    WAITING = "waiting"
    KEPT = "kept"
    NOMINATED = "nominated"
    SAME = "same"
    NOT_ENOUGH = "not_enough"


class ClueDecision(StrEnum):
    """What a clerk can do about a clue."""

    NOMINATE = "nominate"
    SAME = "same"
    DECLINE = "decline"
    KEEP = "keep"


CLUE_TITLES: Mapping[ClueState, str] = MappingProxyType(
    {
        ClueState.WAITING: "等待查看",
        ClueState.KEPT: "留到下次推选",
        ClueState.NOMINATED: "已成为推荐",
        ClueState.SAME: "已有人推荐",
        ClueState.NOT_ENOUGH: "暂不推荐",
    }
)
_S, _D = ClueState, ClueDecision
NEXT_CLUE: Mapping[tuple[ClueState, ClueDecision], ClueState] = MappingProxyType(
    {
        (_S.WAITING, _D.NOMINATE): _S.NOMINATED,
        (_S.WAITING, _D.SAME): _S.SAME,
        (_S.WAITING, _D.DECLINE): _S.NOT_ENOUGH,
        (_S.WAITING, _D.KEEP): _S.KEPT,
        (_S.KEPT, _D.NOMINATE): _S.NOMINATED,
        (_S.KEPT, _D.SAME): _S.SAME,
        (_S.KEPT, _D.DECLINE): _S.NOT_ENOUGH,
    }
)


def why_not_clue(state: ClueState, decision: ClueDecision) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, decision) in NEXT_CLUE:
        return None
    return errors.ClueNotNow(standing=CLUE_TITLES[state])


def why_not_this_clue(text: str) -> Refusal | None:
    """One line that says something, and no more than a line."""
    length = len(text.strip())
    if length < SHORTEST_CLUE:
        problem = f"请写清谁、在哪里、做了什么，至少 {SHORTEST_CLUE} 个字"
        return BadInput(field="text", problem=problem)
    if length > LONGEST_CLUE:
        return BadInput(field="text", problem=f"最多 {LONGEST_CLUE} 个字，现在有 {length} 个字")
    return None


def look_by(given_at: datetime) -> date:
    """The day by which a clerk looks."""
    return working_days_after(local_date(given_at), LOOK_WORKING_DAYS)
