"""How an order goes its way: states, deadlines, who may act. Sources: docs/rules.md, Orders."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.orders import errors
from app.domain.orders.events import ForStaff
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

VERIFY_WORKING_DAYS = 1
DISPATCH_WORKING_DAYS = 1
INFO_WITHIN = timedelta(days=7)
TAKE_WITHIN = timedelta(hours=48)
ACCEPT_WITHIN = timedelta(hours=24)
REPORT_WITHIN = timedelta(days=1)
RATE_WITHIN = timedelta(days=7)
ANSWER_WORKING_DAYS = 5  # a low rating, or a call-back
LOW_STARS = 2
MOST_STARS = 5
CALL_SHARE_PERCENT = 10
CALL_TRIES = 3
CONTACT_KEPT = timedelta(days=90)
MOST_OPEN = 5
MOST_PICTURES = 3  # that come with an order
SHORTEST_REASON, LONGEST_REASON = 2, 200


class State(StrEnum):
    """Where an order stands."""

    SUBMITTED = "submitted"
    VERIFYING = "verifying"
    NEED_INFO = "need_info"
    REJECTED = "rejected"
    READY = "ready"
    OFFERED = "offered"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    IN_SERVICE = "in_service"
    DONE = "done"
    RATED = "rated"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return TITLES[self]


class Decision(StrEnum):
    """What can be done to an order; TIME_OUT, START and LAPSE are the clock's."""

    TAKE_UP = "take_up"
    GIVE_BACK = "give_back"
    ASK = "ask"
    AMEND = "amend"
    REFUSE = "refuse"
    PASS = "pass"  # noqa: S105 - a decision, no password
    OFFER = "offer"
    DISPATCH = "dispatch"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    RELEASE = "release"
    START = "start"
    FINISH = "finish"
    RATE = "rate"
    MISS = "miss"  # a call that nobody answered
    REWORK = "rework"
    CLOSE = "close"
    LAPSE = "lapse"
    CANCEL = "cancel"


TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "待核实",
        State.VERIFYING: "核实中",
        State.NEED_INFO: "待补充",
        State.REJECTED: "未受理",
        State.READY: "待派单",
        State.OFFERED: "待抢单",
        State.DISPATCHED: "待接单",
        State.ACCEPTED: "已接单",
        State.IN_SERVICE: "服务中",
        State.DONE: "待评价",
        State.RATED: "已评价",
        State.CLOSED: "已办结",
        State.CANCELLED: "已取消",
    }
)
_S, _D = State, Decision
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (_S.SUBMITTED, _D.TAKE_UP): _S.VERIFYING,
        (_S.SUBMITTED, _D.CANCEL): _S.CANCELLED,
        (_S.VERIFYING, _D.GIVE_BACK): _S.SUBMITTED,
        (_S.VERIFYING, _D.ASK): _S.NEED_INFO,
        (_S.VERIFYING, _D.REFUSE): _S.REJECTED,
        (_S.VERIFYING, _D.PASS): _S.READY,
        (_S.VERIFYING, _D.CANCEL): _S.CANCELLED,
        (_S.NEED_INFO, _D.AMEND): _S.SUBMITTED,
        (_S.NEED_INFO, _D.LAPSE): _S.CANCELLED,
        (_S.NEED_INFO, _D.CANCEL): _S.CANCELLED,
        (_S.READY, _D.REFUSE): _S.REJECTED,
        (_S.READY, _D.OFFER): _S.OFFERED,
        (_S.READY, _D.DISPATCH): _S.DISPATCHED,
        (_S.READY, _D.CANCEL): _S.CANCELLED,
        (_S.OFFERED, _D.ACCEPT): _S.ACCEPTED,
        (_S.OFFERED, _D.DISPATCH): _S.DISPATCHED,
        (_S.OFFERED, _D.TAKE_BACK): _S.READY,
        (_S.OFFERED, _D.TIME_OUT): _S.READY,
        (_S.OFFERED, _D.CANCEL): _S.CANCELLED,
        (_S.DISPATCHED, _D.ACCEPT): _S.ACCEPTED,
        (_S.DISPATCHED, _D.DECLINE): _S.READY,
        (_S.DISPATCHED, _D.TAKE_BACK): _S.READY,
        (_S.DISPATCHED, _D.TIME_OUT): _S.READY,
        (_S.DISPATCHED, _D.CANCEL): _S.CANCELLED,
        (_S.ACCEPTED, _D.RELEASE): _S.READY,
        (_S.ACCEPTED, _D.START): _S.IN_SERVICE,
        (_S.ACCEPTED, _D.CANCEL): _S.CANCELLED,
        (_S.IN_SERVICE, _D.RELEASE): _S.READY,
        (_S.IN_SERVICE, _D.FINISH): _S.DONE,
        (_S.DONE, _D.RATE): _S.RATED,
        (_S.DONE, _D.MISS): _S.DONE,
        (_S.DONE, _D.LAPSE): _S.CLOSED,
        (_S.RATED, _D.MISS): _S.RATED,
        (_S.RATED, _D.REWORK): _S.READY,
        (_S.RATED, _D.CLOSE): _S.CLOSED,
        (_S.RATED, _D.LAPSE): _S.CLOSED,
    }
)
ENDED = (State.REJECTED, State.CLOSED, State.CANCELLED)
OPEN = tuple(one for one in State if one not in ENDED)
WITH_A_TEAM = (State.ACCEPTED, State.IN_SERVICE)
# What the clock does once the deadline of a state has passed.
BY_THE_CLOCK: Mapping[State, Decision] = MappingProxyType(
    {
        State.NEED_INFO: Decision.LAPSE,
        State.OFFERED: Decision.TIME_OUT,
        State.DISPATCHED: Decision.TIME_OUT,
        State.ACCEPTED: Decision.START,
        State.DONE: Decision.LAPSE,
        State.RATED: Decision.LAPSE,
    }
)
# Whom a passed deadline reminds, once: the clock cannot do it for them.
REMINDS_STAFF: Mapping[State, ForStaff] = MappingProxyType(
    {State.SUBMITTED: "verify", State.VERIFYING: "verify", State.READY: "dispatch"}
)
REMINDS_LEADER = State.IN_SERVICE
# The state as its requester reads it; `team` is the one that has it.
STANDING: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "工作人员会打电话向您核实",
        State.VERIFYING: "工作人员会打电话向您核实",
        State.NEED_INFO: "还缺一些情况，请补充",
        State.REJECTED: "这次没能受理",
        State.READY: "核实好了，正在安排团队",
        State.OFFERED: "核实好了，正在安排团队",
        State.DISPATCHED: "核实好了，正在安排团队",
        State.ACCEPTED: "{team}会按时来",
        State.IN_SERVICE: "正在为您服务",
        State.DONE: "做完了，请您评价",
        State.RATED: "谢谢评价，我们在跟进",
        State.CLOSED: "已经办结",
        State.CANCELLED: "已经取消",
    }
)
# What the requester sees of the way: five steps in large type.
STEPS = ("点单", "核实", "派单", "服务", "评价")
_STEP_OF: Mapping[State, int] = MappingProxyType(
    {
        State.SUBMITTED: 2,
        State.VERIFYING: 2,
        State.NEED_INFO: 2,
        State.REJECTED: 2,
        State.READY: 3,
        State.OFFERED: 3,
        State.DISPATCHED: 3,
        State.ACCEPTED: 4,
        State.IN_SERVICE: 4,
        State.DONE: 5,
        State.RATED: 6,
        State.CLOSED: 6,
        State.CANCELLED: 1,
    }
)


def step_of(state: State) -> int:
    """Which of the five steps it is at, from 1; 6 when all are behind it."""
    return _STEP_OF[state]


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    return None if (state, decision) in NEXT else errors.OrderNotNow(state=state.title)


def decisions_open(state: State) -> frozenset[str]:
    """What somebody could decide now, by name."""
    return frozenset(one.value for one in Decision if (state, one) in NEXT)


def due_at(
    state: State, *, now: datetime, starts_at: datetime | None = None, ends_at: datetime | None
) -> datetime | None:
    """The deadline of a state that begins now; the times are the planned service's.

    Source: O-02 in docs/rules.md.
    """
    if state in (State.SUBMITTED, State.VERIFYING):
        return _end_of_working_day(now, VERIFY_WORKING_DAYS)
    if state is State.READY:
        return _end_of_working_day(now, DISPATCH_WORKING_DAYS)
    if state is State.RATED:
        return _end_of_working_day(now, ANSWER_WORKING_DAYS)
    if state is State.ACCEPTED:
        return starts_at
    if state is State.IN_SERVICE:
        return (ends_at or now) + REPORT_WITHIN
    waits = {
        State.NEED_INFO: INFO_WITHIN,
        State.OFFERED: TAKE_WITHIN,
        State.DISPATCHED: ACCEPT_WITHIN,
        State.DONE: RATE_WITHIN,
    }
    return now + waits[state] if state in waits else None


def _end_of_working_day(now: datetime, count: int) -> datetime:
    return end_of_day(working_days_after(local_date(now), count))


def is_low(stars: int | None) -> bool:
    """So few that somebody has to look, and it may be done again."""
    return stars is not None and stars <= LOW_STARS


def waits_for_staff(stars: int | None, call_state: str) -> bool:
    """Whether a rated order is not closed by itself: rated low, or to be called back."""
    return is_low(stars) or call_state == "drawn"


def clock_decides(state: State, stars: int | None) -> Decision | None:
    """What a passed deadline does; a low rating waits for a person, however late."""
    if state is State.RATED and is_low(stars):
        return None
    return BY_THE_CLOCK.get(state)


def is_drawn(lot: int) -> bool:
    """Whether an order is called back; `lot` is a number that nobody can choose."""
    return lot % 100 < CALL_SHARE_PERCENT


def why_not_this_reason(text: str, *, field: str = "words", what: str = "原因") -> Refusal | None:
    """Somebody will read it: 2 to 200 characters."""
    if SHORTEST_REASON <= len(text.strip()) <= LONGEST_REASON:
        return None
    return BadInput(
        field=field, problem=f"请用 {SHORTEST_REASON} 至 {LONGEST_REASON} 个字写明{what}"
    )


def why_not_these_stars(stars: int, words: str) -> Refusal | None:
    """One to five; words may be left out."""
    if not 1 <= stars <= MOST_STARS:
        return BadInput(field="stars", problem="请选 1 到 5 颗星")
    if len(words.strip()) > LONGEST_REASON:
        return BadInput(field="words", problem=f"最多 {LONGEST_REASON} 个字")
    return None
