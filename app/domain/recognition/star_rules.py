"""Stars for hours, and how a yearly batch goes its way. Sources: docs/rules.md, Stars."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from uuid import UUID

from app.domain.recognition import errors
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

DEFAULT_HOURS = (100, 300, 600, 1000, 1500)
MOST_HOURS = 100_000
NOTICE_WORKING_DAYS = 5
LONGEST_TEXT = 200
MINUTES_AN_HOUR = 60
WORDS = ("", "一星级志愿者", "二星级志愿者", "三星级志愿者", "四星级志愿者", "五星级志愿者")


class State(StrEnum):
    """Where a batch stands."""

    COMPUTED = "computed"
    REVIEWED = "reviewed"
    IN_NOTICE = "in_notice"
    NOTICE_OVER = "notice_over"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What can be done to a batch; END_NOTICE is the clock's."""

    EXCLUDE = "exclude"
    REVIEW = "review"
    PUBLISH = "publish"
    OBJECT = "object"
    ANSWER = "answer"
    END_NOTICE = "end_notice"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


STATE_TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.COMPUTED: "待审核",
        State.REVIEWED: "待公示",
        State.IN_NOTICE: "公示中",
        State.NOTICE_OVER: "公示期满",
        State.CONFIRMED: "已确认",
        State.WITHDRAWN: "已撤回",
    }
)
NEXT_STATE: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (State.COMPUTED, Decision.EXCLUDE): State.COMPUTED,
        (State.COMPUTED, Decision.REVIEW): State.REVIEWED,
        (State.COMPUTED, Decision.WITHDRAW): State.WITHDRAWN,
        (State.REVIEWED, Decision.PUBLISH): State.IN_NOTICE,
        (State.REVIEWED, Decision.WITHDRAW): State.WITHDRAWN,
        (State.IN_NOTICE, Decision.OBJECT): State.IN_NOTICE,
        (State.IN_NOTICE, Decision.ANSWER): State.IN_NOTICE,
        (State.IN_NOTICE, Decision.END_NOTICE): State.NOTICE_OVER,
        (State.IN_NOTICE, Decision.WITHDRAW): State.WITHDRAWN,
        (State.NOTICE_OVER, Decision.ANSWER): State.NOTICE_OVER,
        (State.NOTICE_OVER, Decision.CONFIRM): State.CONFIRMED,
        (State.NOTICE_OVER, Decision.WITHDRAW): State.WITHDRAWN,
    }
)


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, decision) in NEXT_STATE:
        return None
    return errors.NotNow(standing=STATE_TITLES[state])


def why_not_by_her(
    computed_by: UUID, by: UUID, *, own_volunteer: UUID | None, candidates: Sequence[UUID]
) -> Refusal | None:
    """Somebody else than who computed it looks through it, and nobody at her own star."""
    if by == computed_by:
        return errors.ComputedByReviewer()
    if own_volunteer is not None and own_volunteer in candidates:
        return errors.OwnStar()
    return None


def level_of(minutes: int, hours: Sequence[int]) -> int:
    """How many stars so many minutes come to: 0 to 5, each threshold included."""
    return sum(minutes >= threshold * MINUTES_AN_HOUR for threshold in hours)


def hours_to_next(minutes: int, hours: Sequence[int]) -> int | None:
    """The hours at which the next star stands; None when there is none above."""
    level = level_of(minutes, hours)
    return hours[level] if level < len(hours) else None


def ends_at(published_at: datetime) -> datetime:
    """The end of the fifth working day after the day of publishing."""
    return end_of_day(working_days_after(local_date(published_at), NOTICE_WORKING_DAYS))


def why_not_this_scale(hours: Sequence[int], valid_from: date, *, today: date) -> Refusal | None:
    """Five rising numbers, from tomorrow on."""
    if valid_from <= today:
        return BadInput(field="valid_from", problem="要从明天或更晚的一天起")
    rising = all(low < high for low, high in pairwise(hours))
    if (
        len(hours) != len(DEFAULT_HOURS)
        or not rising
        or not 1 <= hours[0] < hours[-1] <= MOST_HOURS
    ):
        problem = f"五个小时数要从低到高，在 1 到 {MOST_HOURS} 之间"
        return BadInput(field="one", problem=problem)
    return None


def why_not_this_text(text: str, *, field: str, what: str) -> Refusal | None:
    """Something is said, and fits."""
    if not text.strip():
        return BadInput(field=field, problem=f"请写明{what}")
    if len(text.strip()) > LONGEST_TEXT:
        return BadInput(field=field, problem=f"最多 {LONGEST_TEXT} 个字")
    return None
