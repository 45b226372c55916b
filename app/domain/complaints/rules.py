"""How a complaint goes its way: states, deadlines, who may handle. Sources: docs/rules.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.complaints import errors
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

ANSWER_WORKING_DAYS = 5
LEFT_AFTER_REPLY_WORKING_DAYS = 2
REPLY_WITHIN = timedelta(days=7)
RATE_WITHIN = timedelta(days=7)
WORDS_KEPT = timedelta(days=365)
KEYS_COUNT_FOR = timedelta(days=7)
SHORTEST_TEXT, LONGEST_TEXT = 5, 500
SHORTEST_WORDS, LONGEST_WORDS = 2, 500
MOST_PICTURES = 6
MOST_A_DAY = 5
MOST_OF_VISITORS_A_DAY = 20
MOST_STARS = 5

NOT_ME = "not_me"
WISHES: Mapping[str, str] = MappingProxyType({"complaint": "投诉", "suggestion": "建议"})
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "hours": "服务时长",
        "activity": "活动或项目",
        "team": "团队",
        "person": "工作人员或志愿者",
        NOT_ME: "有人用我的名字或手机号注册",
        "order": "点单服务",
        "culture": "文化活动",
        "coupon": "优惠券和商户",
        "place": "实践站（所）和场地",
        "privacy": "个人信息和隐私",
        "burden": "形式主义、增加负担",
        "platform": "这个平台好不好用",
        "other": "其他",
    }
)
# Not handled where it happened: whoever serves there is what it is about.
ONE_LEVEL_UP = frozenset({"place"})
# Of a person nobody knows where she serves: a station's clerk, or her manager.
AT_THE_CENTRE = frozenset({"person", "privacy", "burden", "platform"})
SHORTEST_NAME = 2
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "upheld": "属实，已处理",
        "unfounded": "核实后不属实",
        "explained": "已说明情况",
        "adopted": "建议已采纳",
        "referred": "已转有权处理的单位",
    }
)


class State(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    TAKEN = "taken"
    ASKED = "asked"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return TITLES[self]


class Decision(StrEnum):
    """What can be done to it; LAPSE and ESCALATE are the clock's."""

    TAKE_UP = "take_up"
    TAKE_OVER = "take_over"
    GIVE_BACK = "give_back"
    PASS_UP = "pass_up"  # noqa: S105 - a decision, no password
    ASK = "ask"
    REPLY = "reply"
    ANSWER = "answer"
    RATE = "rate"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    LAPSE = "lapse"


TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "待受理",
        State.TAKEN: "办理中",
        State.ASKED: "待补充",
        State.ANSWERED: "已答复",
        State.REOPENED: "重新办理",
        State.CLOSED: "已办结",
        State.WITHDRAWN: "已撤回",
    }
)
_S, _D = State, Decision
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (_S.RECEIVED, _D.TAKE_UP): _S.TAKEN,
        (_S.RECEIVED, _D.PASS_UP): _S.RECEIVED,
        (_S.RECEIVED, _D.ESCALATE): _S.RECEIVED,
        (_S.RECEIVED, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.TAKEN, _D.TAKE_OVER): _S.TAKEN,
        (_S.TAKEN, _D.GIVE_BACK): _S.RECEIVED,
        (_S.TAKEN, _D.PASS_UP): _S.RECEIVED,
        (_S.TAKEN, _D.ASK): _S.ASKED,
        (_S.TAKEN, _D.ANSWER): _S.ANSWERED,
        (_S.TAKEN, _D.ESCALATE): _S.TAKEN,
        (_S.TAKEN, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.ASKED, _D.REPLY): _S.TAKEN,
        (_S.ASKED, _D.LAPSE): _S.TAKEN,
        (_S.ASKED, _D.ANSWER): _S.ANSWERED,
        (_S.ASKED, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.ANSWERED, _D.RATE): _S.CLOSED,
        (_S.ANSWERED, _D.REOPEN): _S.REOPENED,
        (_S.ANSWERED, _D.LAPSE): _S.CLOSED,
        (_S.REOPENED, _D.TAKE_UP): _S.TAKEN,
        (_S.REOPENED, _D.PASS_UP): _S.REOPENED,
        (_S.REOPENED, _D.ESCALATE): _S.REOPENED,
        (_S.REOPENED, _D.WITHDRAW): _S.WITHDRAWN,
    }
)
ENDED = (State.CLOSED, State.WITHDRAWN)
WAITS_FOR_STAFF = (State.RECEIVED, State.REOPENED, State.TAKEN)


@dataclass(frozen=True)
class Who:
    """A member of staff who would handle it. `keys`: she could sign in as who is concerned.

    `accounts`: every account of hers, also through a third. `has_it`: it is she who took it,
    wherever it is handled by now. `volunteer_ids`: the volunteers' accounts of any of `accounts`.
    """

    accounts: frozenset[UUID]
    path: str
    keys: bool = False
    has_it: bool = False
    volunteer_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Facts:
    """A complaint as the rules see it: where it is handled, and whom it concerns."""

    handled_path: str
    complainant_id: UUID | None
    concerned_staff: frozenset[UUID]
    concerned_volunteers: frozenset[UUID]
    former_handler_id: UUID | None = None


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    return None if (state, decision) in NEXT else errors.ComplaintNotNow(state=state.title)


def decisions_open(state: State) -> frozenset[str]:
    """What somebody could decide now, by name."""
    return frozenset(one.value for one in Decision if (state, one) in NEXT)


def why_not_see(facts: Facts, who: Who) -> Refusal | None:
    """Not her own, not about her, and handled at her level or below, or by herself.

    Source: CS-03 in docs/rules.md.
    """
    if facts.complainant_id in who.volunteer_ids:
        return errors.OwnComplaint()
    if who.volunteer_ids & facts.concerned_volunteers or who.accounts & facts.concerned_staff:
        return errors.ConcernedYourself()
    if not who.has_it and not facts.handled_path.startswith(who.path):
        return errors.HandledAbove()
    return None


def why_not_handle(facts: Facts, who: Who) -> Refusal | None:
    """As why_not_see; nor who gave keys to one concerned, or answered before."""
    refusal = why_not_see(facts, who)
    if refusal:
        return refusal
    if who.keys:
        return errors.KeysToTheConcerned()
    if facts.former_handler_id in who.accounts:
        return errors.AnsweredItBefore()
    return None


def above(path: str) -> str:
    """The path of the place above; the centre's is its own."""
    upper = path.rstrip("/").rpartition("/")[0]
    return f"{upper}/" if upper else path


def upwards(path: str) -> list[str]:
    """The path itself and those of all places above it."""
    return [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]


def handled_from(subject: str, place_path: str, *, known: bool) -> str:
    """The lowest place that may handle a complaint about this, before it is looked who serves.

    `known`: it names the very thing. Otherwise nobody can say who is behind it, and it goes up.
    """
    if subject in AT_THE_CENTRE:
        return place_path.partition("/")[0] + "/"
    return above(place_path) if subject in ONE_LEVEL_UP or not known else place_path


def is_named(name: str, texts: Iterable[str]) -> bool:
    """Whether somebody's full name stands in what was said: then it may be about her."""
    return len(name) >= SHORTEST_NAME and any(name in text for text in texts)


def due_at(now: datetime, working_days: int = ANSWER_WORKING_DAYS) -> datetime:
    """The end of the last working day."""
    return end_of_day(working_days_after(local_date(now), working_days))


def half_of(since: datetime, due: datetime) -> datetime:
    """The middle of the time, when who must act is warned."""
    return since + (due - since) / 2


def is_late(due: datetime | None, now: datetime) -> bool:
    """Whether the deadline that runs now has passed; `overdue` of a row: whether one ever did."""
    return due is not None and due <= now


def due_after_reply(before: datetime | None, now: datetime) -> datetime:
    """The old deadline, but never less than two working days from now."""
    least = due_at(now, LEFT_AFTER_REPLY_WORKING_DAYS)
    return least if before is None else max(before, least)


def why_not_this_text(text: str) -> Refusal | None:
    """Enough to understand, and it fits."""
    if SHORTEST_TEXT <= len(text.strip()) <= LONGEST_TEXT:
        return None
    problem = f"请用 {SHORTEST_TEXT} 至 {LONGEST_TEXT} 个字写明是什么事"
    return BadInput(field="text", problem=problem)


def why_not_these_words(text: str, *, field: str = "words", what: str) -> Refusal | None:
    """Somebody will read it."""
    if SHORTEST_WORDS <= len(text.strip()) <= LONGEST_WORDS:
        return None
    problem = f"请用 {SHORTEST_WORDS} 至 {LONGEST_WORDS} 个字写明{what}"
    return BadInput(field=field, problem=problem)


def why_not_these_stars(stars: int) -> Refusal | None:
    """One to five."""
    if 1 <= stars <= MOST_STARS:
        return None
    return BadInput(field="stars", problem="请选 1 到 5 颗星")


def why_not_this_kind(wish: str, subject: str) -> Refusal | None:
    """Of those there are."""
    if wish not in WISHES:
        return BadInput(field="wish", problem="请选择投诉还是建议")
    return None if subject in SUBJECTS else BadInput(field="subject", problem="请选择关于什么")


def why_not_so_many(*, by_visitor: bool, today: int, pictures: int) -> Refusal | None:
    """A handful a day; of visitors, nobody knows who they are, so all of them together."""
    if by_visitor:
        if pictures:
            return errors.PicturesOfRegistered()
        return errors.TooManyOfVisitors() if today >= MOST_OF_VISITORS_A_DAY else None
    if pictures > MOST_PICTURES:
        return BadInput(field="pictures", problem=f"最多 {MOST_PICTURES} 张照片")
    return errors.TooManyToday(most=MOST_A_DAY) if today >= MOST_A_DAY else None
