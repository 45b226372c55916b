"""How polls go their way, who votes and for how many. Sources: docs/rules.md, Polls and clues."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.nominations.polls import errors
from app.kernel.refusal import BadInput, Refusal

MOST_NAMES, USUAL_NAMES = 10, 3
LEAST_CANDIDATES = 2
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=31)
LONGEST_REASON = 200
KEPT_DAYS = 30


class PollState(StrEnum):
    """Where a poll stands."""

    ARRANGED = "arranged"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class PollDecision(StrEnum):
    """What can be done to a poll; OPEN, CLOSE and LAPSE are the clock's."""

    REARRANGE = "rearrange"
    OPEN = "open"
    CLOSE = "close"
    LAPSE = "lapse"
    CALL_OFF = "call_off"
    EXCLUDE = "exclude"


POLL_TITLES: Mapping[PollState, str] = MappingProxyType(
    {
        PollState.ARRANGED: "还没开始",
        PollState.OPEN: "正在投票",
        PollState.CLOSED: "已经结束",
        PollState.CALLED_OFF: "已经停止",
    }
)
_S, _D = PollState, PollDecision
NEXT_POLL: Mapping[tuple[PollState, PollDecision], PollState] = MappingProxyType(
    {
        (_S.ARRANGED, _D.REARRANGE): _S.ARRANGED,
        (_S.ARRANGED, _D.OPEN): _S.OPEN,
        (_S.ARRANGED, _D.LAPSE): _S.CALLED_OFF,
        (_S.ARRANGED, _D.CALL_OFF): _S.CALLED_OFF,
        (_S.OPEN, _D.CLOSE): _S.CLOSED,
        (_S.OPEN, _D.LAPSE): _S.CALLED_OFF,
        (_S.OPEN, _D.CALL_OFF): _S.CALLED_OFF,
        (_S.CLOSED, _D.EXCLUDE): _S.CLOSED,
    }
)


def why_not_poll(state: PollState, decision: PollDecision) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, decision) in NEXT_POLL:
        return None
    return errors.PollNotNow(standing=POLL_TITLES[state])


@dataclass(frozen=True)
class PollPlan:
    """What the centre decides about a poll; `kept_days`: how long ballots are kept afterwards."""

    opens_at: datetime
    closes_at: datetime
    most_names: int
    shown_to_public: bool
    kept_days: int = KEPT_DAYS


def why_not_this_poll(
    plan: PollPlan, *, nominations_close_at: datetime, now: datetime
) -> Refusal | None:
    """A window ahead, after the last nomination, and so many names that one still chooses."""
    if plan.opens_at < nominations_close_at:
        return BadInput(field="opens_at", problem="要在收推荐截止以后开始")
    if plan.closes_at <= now or plan.closes_at - plan.opens_at < SHORTEST:
        return BadInput(field="closes_at", problem="至少要有一个小时，也要晚于现在")
    if plan.closes_at - plan.opens_at > LONGEST:
        return BadInput(field="closes_at", problem=f"最多 {LONGEST.days} 天")
    if not 1 <= plan.most_names <= MOST_NAMES:
        return BadInput(field="most_names", problem=f"在 1 到 {MOST_NAMES} 位之间")
    return None


@dataclass(frozen=True)
class Voting:
    """What decides about a ballot now: the poll, and who stands in it."""

    state: PollState
    opens_at: datetime
    closes_at: datetime
    most_names: int
    campaign_reviews: bool  # it takes no nominations any more, and no notice has begun
    standing: frozenset[UUID]

    def why_not_now(self, now: datetime) -> Refusal | None:
        """Open, and within its window to the second."""
        over = self.state is PollState.OPEN and now >= self.closes_at
        if self.state is PollState.OPEN and self.campaign_reviews and not over:
            return errors.NotVotingNow(standing="还没开始") if now < self.opens_at else None
        standing = POLL_TITLES[PollState.CLOSED if over else self.state]
        return errors.NotVotingNow(standing=standing)


def why_not_vote(
    voting: Voting, names: Collection[UUID], *, following: bool, now: datetime
) -> Refusal | None:
    """A follower, while the poll is open, for one to so many of those who stand."""
    refusal = voting.why_not_now(now)
    if refusal:
        return refusal
    if not following:
        return errors.NotFollowing()
    if not names:
        return errors.NobodyChosen()
    if len(names) > voting.most_names:
        return errors.TooManyNames(most=voting.most_names, chosen=len(names))
    return errors.NoLongerStanding() if set(names) - voting.standing else None


def shuffled(candidates: Sequence[UUID], *, poll_id: UUID, voter: UUID, day: date) -> list[UUID]:
    """An order of the voter's own for a day: every place is as likely for each candidate."""
    salt = f"{poll_id}|{voter}|{day}|"

    def place(candidate: UUID) -> bytes:
        return hashlib.sha256(f"{salt}{candidate}".encode()).digest()

    return sorted(candidates, key=place)


def choices_key(names: Collection[UUID]) -> str:
    """The same for the same names in any order; empty for a single one, which says nothing."""
    if len(names) < 2:
        return ""
    together = "|".join(sorted(one.hex for one in names))
    return hashlib.sha256(together.encode()).hexdigest()[:32]
