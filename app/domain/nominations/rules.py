"""How campaigns and cases go their way, and who may act. Sources: docs/rules.md, Good persons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.domain.nominations import errors
from app.domain.nominations.vocabulary import RANKS
from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.refusal import BadInput, Refusal

ADULT_YEARS = 18
REVIEW_WORKING_DAYS = 5
ANSWER_WORKING_DAYS = 5
LONGEST_WORDS = 500
LONGEST_HEADLINE = 70


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    REVIEWING = "reviewing"
    IN_NOTICE = "in_notice"
    NOTICE_OVER = "notice_over"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class CampaignDecision(StrEnum):
    """What can be done to a campaign; OPEN, CLOSE and END_NOTICE are the clock's."""

    EDIT = "edit"
    ANNOUNCE = "announce"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH = "publish"
    END_NOTICE = "end_notice"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"
    CONSULT = "consult"


class State(StrEnum):
    """Where a case stands."""

    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    PASSED = "passed"
    CONSULTING = "consulting"
    NOT_CHOSEN = "not_chosen"
    IN_NOTICE = "in_notice"
    NOTICE_OVER = "notice_over"
    STRUCK = "struck"
    CONFERRED = "conferred"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"


class Decision(StrEnum):
    """What can be done to a case; PASS_LAST is a pass at the last level, END_NOTICE the clock's.

    RELATE: a member of staff says that she is related; ASK: somebody is asked to answer.
    CONSULT: authorities are asked, HEAR: one answers, CLEAR: all agreed.
    """

    JOIN = "join"
    AMEND = "amend"
    PASS = "pass"  # noqa: S105 - a decision, no password
    PASS_LAST = "pass_last"  # noqa: S105
    RETURN = "return"
    REJECT = "reject"
    CONSENT = "consent"
    DECLINE = "decline"
    WRITE = "write"
    LEAVE_OUT = "leave_out"
    PUBLISH = "publish"
    OBJECT = "object"
    ANSWER = "answer"
    UPHOLD = "uphold"
    END_NOTICE = "end_notice"
    CONFER = "confer"
    REVOKE = "revoke"
    VISIT = "visit"
    RELATE = "relate"
    ASK = "ask"
    SCORE = "score"
    RECUSE = "recuse"
    CLOSE_SCORES = "close_scores"
    MERGE = "merge"
    CONSULT = "consult"
    HEAR = "hear"
    CLEAR = "clear"
    RECOMMEND = "recommend"  # to a level above, with its answer


CAMPAIGN_TITLES: Mapping[CampaignState, str] = MappingProxyType(
    {
        CampaignState.DRAFT: "还是草稿",
        CampaignState.ANNOUNCED: "还没开始",
        CampaignState.OPEN: "正在收推荐",
        CampaignState.REVIEWING: "审核中",
        CampaignState.IN_NOTICE: "公示中",
        CampaignState.NOTICE_OVER: "公示期满",
        CampaignState.CONCLUDED: "已发布",
        CampaignState.WITHDRAWN: "已结束，不再进行",
    }
)
TITLES: Mapping[State, str] = MappingProxyType(
    {
        State.IN_REVIEW: "审核中",
        State.RETURNED: "待补充",
        State.REJECTED: "未通过",
        State.PASSED: "通过终审",
        State.CONSULTING: "征求意见中",
        State.NOT_CHOSEN: "本次未入选",
        State.IN_NOTICE: "公示中",
        State.NOTICE_OVER: "公示期满",
        State.STRUCK: "异议成立，已撤下",
        State.CONFERRED: "已发布",
        State.REVOKED: "已撤销",
        State.WITHDRAWN: "本人不同意",
        State.JOINED: "已并入另一份推荐",
    }
)
_C, _CD = CampaignState, CampaignDecision
BEFORE_NOTICE = (_C.DRAFT, _C.ANNOUNCED, _C.OPEN, _C.REVIEWING)
GOES_ON = (*BEFORE_NOTICE, _C.IN_NOTICE, _C.NOTICE_OVER)
NEXT_CAMPAIGN: Mapping[tuple[CampaignState, CampaignDecision], CampaignState] = MappingProxyType(
    {
        **{(state, _CD.CONSULT): state for state in BEFORE_NOTICE},
        **{(state, _CD.WITHDRAW): _C.WITHDRAWN for state in GOES_ON},
        (_C.DRAFT, _CD.EDIT): _C.DRAFT,
        (_C.DRAFT, _CD.ANNOUNCE): _C.ANNOUNCED,
        (_C.ANNOUNCED, _CD.OPEN): _C.OPEN,
        (_C.OPEN, _CD.CLOSE): _C.REVIEWING,
        (_C.REVIEWING, _CD.PUBLISH): _C.IN_NOTICE,
        (_C.IN_NOTICE, _CD.END_NOTICE): _C.NOTICE_OVER,
        (_C.NOTICE_OVER, _CD.CONCLUDE): _C.CONCLUDED,
    }
)
_S, _D = State, Decision
WHILE_ASKED = (_D.CONSULT, _D.HEAR, _D.CONSENT, _D.WRITE)
UNDECIDED = (_S.IN_REVIEW, _S.RETURNED, _S.PASSED, _S.CONSULTING)
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (_S.IN_REVIEW, _D.JOIN): _S.IN_REVIEW,
        (_S.IN_REVIEW, _D.PASS): _S.IN_REVIEW,
        (_S.IN_REVIEW, _D.PASS_LAST): _S.PASSED,
        (_S.IN_REVIEW, _D.RETURN): _S.RETURNED,
        (_S.IN_REVIEW, _D.REJECT): _S.REJECTED,
        (_S.IN_REVIEW, _D.CONSENT): _S.IN_REVIEW,
        (_S.IN_REVIEW, _D.DECLINE): _S.WITHDRAWN,
        (_S.IN_REVIEW, _D.WRITE): _S.IN_REVIEW,
        (_S.RETURNED, _D.JOIN): _S.RETURNED,
        (_S.RETURNED, _D.AMEND): _S.IN_REVIEW,
        (_S.RETURNED, _D.REJECT): _S.REJECTED,
        (_S.RETURNED, _D.CONSENT): _S.RETURNED,
        (_S.RETURNED, _D.DECLINE): _S.WITHDRAWN,
        (_S.PASSED, _D.CONSENT): _S.PASSED,
        (_S.PASSED, _D.DECLINE): _S.WITHDRAWN,
        (_S.PASSED, _D.WRITE): _S.PASSED,
        (_S.PASSED, _D.LEAVE_OUT): _S.NOT_CHOSEN,
        (_S.PASSED, _D.CONSULT): _S.CONSULTING,
        **{(_S.CONSULTING, decision): _S.CONSULTING for decision in WHILE_ASKED},
        (_S.CONSULTING, _D.CLEAR): _S.PASSED,
        (_S.CONSULTING, _D.RETURN): _S.RETURNED,
        (_S.CONSULTING, _D.REJECT): _S.REJECTED,
        (_S.CONSULTING, _D.DECLINE): _S.WITHDRAWN,
        (_S.CONSULTING, _D.LEAVE_OUT): _S.NOT_CHOSEN,
        (_S.PASSED, _D.PUBLISH): _S.IN_NOTICE,
        (_S.IN_NOTICE, _D.DECLINE): _S.WITHDRAWN,
        (_S.IN_NOTICE, _D.OBJECT): _S.IN_NOTICE,
        (_S.IN_NOTICE, _D.ANSWER): _S.IN_NOTICE,
        (_S.IN_NOTICE, _D.UPHOLD): _S.STRUCK,
        (_S.IN_NOTICE, _D.END_NOTICE): _S.NOTICE_OVER,
        (_S.NOTICE_OVER, _D.DECLINE): _S.WITHDRAWN,
        (_S.NOTICE_OVER, _D.ANSWER): _S.NOTICE_OVER,
        (_S.NOTICE_OVER, _D.UPHOLD): _S.STRUCK,
        (_S.NOTICE_OVER, _D.CONFER): _S.CONFERRED,
        (_S.CONFERRED, _D.REVOKE): _S.REVOKED,
        **{(state, _D.RECOMMEND): state for state in (_S.NOTICE_OVER, _S.CONFERRED)},
        **{(state, _D.VISIT): state for state in UNDECIDED},
        **{(state, _D.RELATE): state for state in (*UNDECIDED, _S.IN_NOTICE, _S.NOTICE_OVER)},
        **{
            (_S.IN_REVIEW, decision): _S.IN_REVIEW
            for decision in (_D.SCORE, _D.RECUSE, _D.CLOSE_SCORES)
        },
        **{(state, _D.MERGE): _S.JOINED for state in (_S.IN_REVIEW, _S.RETURNED)},
        **{(state, _D.ASK): state for state in (_S.IN_NOTICE, _S.NOTICE_OVER)},
    }
)
UNDER_REVIEW = (CampaignState.OPEN, CampaignState.REVIEWING)
REVIEWS = (Decision.PASS, Decision.PASS_LAST, Decision.RETURN, Decision.REJECT)
# Objections said before the case left the notice are answered all the same.
ANSWERABLE = (State.STRUCK, State.WITHDRAWN)


def why_not(state: State, decision: Decision) -> Refusal | None:
    """What is not in the table is refused."""
    if (state, decision) in NEXT:
        return None
    return errors.CaseNotNow(standing=TITLES[state])


def why_not_campaign(state: CampaignState, decision: CampaignDecision) -> Refusal | None:
    """The same for a campaign."""
    if (state, decision) in NEXT_CAMPAIGN:
        return None
    return errors.CampaignNotNow(standing=CAMPAIGN_TITLES[state])


def level_after(level: str, levels: Sequence[str]) -> str | None:
    """The next level of review; None when this was the last."""
    rest = [one for one in levels if RANKS[one] > RANKS[level]]
    return rest[0] if rest else None


def review_due(now: datetime) -> date:
    """The day by which a level decides."""
    return working_days_after(local_date(now), REVIEW_WORKING_DAYS)


def answer_due(notice_until: datetime) -> date:
    """The day by which an objection is answered: so many working days after the notice."""
    return working_days_after(local_date(notice_until), ANSWER_WORKING_DAYS)


def notice_ends(now: datetime, working_days: int) -> datetime:
    """The end of the last working day of a notice; the day it begins is not counted."""
    return end_of_day(working_days_after(local_date(now), working_days))


def why_not_these_words(text: str, *, field: str, what: str) -> Refusal | None:
    """Something is said, and fits."""
    if not text.strip():
        return BadInput(field=field, problem=f"请写明{what}")
    if len(text.strip()) > LONGEST_WORDS:
        return BadInput(field=field, problem=f"最多 {LONGEST_WORDS} 个字")
    return None


def same_unit(one: str, other: str) -> bool:
    """Whether two people may have written one unit: the same, or one says more than the other."""
    first, second = ("".join(unit.split()).casefold() for unit in (one, other))
    return bool(first and second) and (first in second or second in first)


def person_key(volunteer_id: UUID | None, name: str, unit: str) -> str:
    """Who is the same person within a campaign: a volunteer by her account, others as written."""
    if volunteer_id is not None:
        return f"v:{volunteer_id.hex}"
    return f"n:{''.join(name.split())}|{''.join(unit.split())}".casefold()
