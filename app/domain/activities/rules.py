"""What an activity may become, and who may have a place in it. Sources: docs/rules.md."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.activities import errors, place_errors
from app.domain.people.rules import age_on
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.refusal import Refusal

ADULT_YEARS = 18
REASON_LEAST = 2
REASON_MOST = 200
REMIND_BEFORE = timedelta(hours=24)
CONFIRM_WHEN_NEARER_THAN = timedelta(hours=48)
CONFIRM_WITHIN = timedelta(hours=12)
CONFIRMED_BEFORE_START = timedelta(hours=2)
CONFIRM_NOT_WITHIN = timedelta(hours=3)
PLACES_KEPT_WITHIN = timedelta(hours=2)
MOST_OF_A_TEAM = 100
EXCHANGE_ANSWERED_WITHIN = timedelta(hours=24)


class State(StrEnum):
    """Where an activity stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    RUNNING = "running"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return _STATE_TITLES[self]


class Decision(StrEnum):
    """What can be done to an activity; START and END are the clock's."""

    REVISE = "revise"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    CANCEL = "cancel"
    START = "start"
    END = "end"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The decision in Chinese."""
        return _DECISION_TITLES[self]


_STATE_TITLES = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待审核",
    State.RETURNED: "已退回",
    State.APPROVED: "已通过",
    State.PUBLISHED: "报名中",
    State.RUNNING: "进行中",
    State.ENDED: "已结束",
    State.WITHDRAWN: "已撤回",
    State.CANCELLED: "已取消",
}
_DECISION_TITLES = {
    Decision.REVISE: "修改",
    Decision.SUBMIT: "提交审核",
    Decision.WITHDRAW: "撤回",
    Decision.APPROVE: "审核通过",
    Decision.RETURN: "退回",
    Decision.PUBLISH: "发布",
    Decision.CANCEL: "取消",
    Decision.START: "开始",
    Decision.END: "结束",
}

NEXT_STATE: dict[tuple[State, Decision], State] = {
    (State.DRAFT, Decision.REVISE): State.DRAFT,
    (State.DRAFT, Decision.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Decision.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Decision.APPROVE): State.APPROVED,
    (State.SUBMITTED, Decision.RETURN): State.RETURNED,
    (State.SUBMITTED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Decision.REVISE): State.RETURNED,
    (State.RETURNED, Decision.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Decision.PUBLISH): State.PUBLISHED,
    (State.APPROVED, Decision.RETURN): State.RETURNED,
    (State.APPROVED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.PUBLISHED, Decision.REVISE): State.PUBLISHED,
    (State.PUBLISHED, Decision.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Decision.START): State.RUNNING,
    (State.RUNNING, Decision.REVISE): State.RUNNING,
    (State.RUNNING, Decision.CANCEL): State.CANCELLED,
    (State.RUNNING, Decision.END): State.ENDED,
}

PUBLIC_STATES = (State.PUBLISHED, State.RUNNING, State.ENDED, State.CANCELLED)
OPEN_STATES = (State.PUBLISHED, State.RUNNING)


def next_state(state: str, decision: Decision) -> State:
    """The state after a decision; raises ActivityNotThere where the table has none."""
    current = State(state)
    following = NEXT_STATE.get((current, decision))
    if following is None:
        raise errors.ActivityNotThere(state=current.title, decision=decision.title)
    return following


def decisions_open(state: str) -> tuple[Decision, ...]:
    """What staff could decide now; the clock's own decisions left out."""
    return tuple(
        decision
        for decision in Decision
        if (State(state), decision) in NEXT_STATE and decision not in (Decision.START, Decision.END)
    )


def why_not_this_reason(reason: str) -> Refusal | None:
    """A decision that people are told of needs words."""
    if REASON_LEAST <= len(reason.strip()) <= REASON_MOST:
        return None
    return errors.ReasonNeeded(least=REASON_LEAST, most=REASON_MOST)


def why_not_review(
    *,
    reviewer_id: UUID,
    accounts: Collection[UUID] = (),
    authors: Sequence[UUID | None],
    within: Scope,
    place_path: str,
    level: str,
) -> Refusal | None:
    """Another person, from a place above; the centre has none above and reviews its own.

    `accounts`: others that are hers, too.
    """
    if any(author == reviewer_id or author in accounts for author in authors if author):
        return errors.OwnPlan()
    if level != "centre" and not within.strictly_above(place_path):
        return errors.NotOneLevelUp()
    return None


@dataclass(frozen=True)
class Candidate:
    """Who asks for a place; `of_the_team`: whose members alone may have one."""

    state: str
    birth_date: date | None
    skills: Sequence[str]
    of_the_team: bool = False


@dataclass(frozen=True)
class Offer:
    """The position asked for, with what its session and activity say."""

    activity_state: str
    risk_level: str
    recruits_from: datetime
    recruits_until: datetime
    starts_at: datetime
    youngest: int | None
    oldest: int | None
    skills: Sequence[str]
    for_a_team: bool = False


def why_not_sign_up(candidate: Candidate, offer: Offer, *, now: datetime) -> Refusal | None:
    """Account, then the activity and its window, then age and skills."""
    if candidate.state != "active":
        return errors.AccountFrozen()
    closed = _why_not_of_the_team(candidate, offer) or _why_not_recruiting(offer, now)
    return closed or _why_not_suited(candidate, offer)


def why_not_change_position(candidate: Candidate, offer: Offer, *, now: datetime) -> Refusal | None:
    """Who is in the session already: until it starts, whatever the recruitment window says."""
    if candidate.state != "active":
        return errors.AccountFrozen()
    if offer.activity_state not in OPEN_STATES:
        return place_errors.NotTakingPlace()
    if now >= offer.starts_at:
        return place_errors.BegunAlready(starts_at=offer.starts_at)
    return _why_not_suited(candidate, offer)


def why_not_walk_in(candidate: Candidate, offer: Offer) -> Refusal | None:
    """At the door there is no window; high risk needs an insurance bought beforehand."""
    if candidate.state != "active":
        return errors.AccountFrozen()
    if offer.activity_state not in OPEN_STATES:
        return errors.NotRecruiting(why="没有在进行")
    if offer.risk_level == "high":
        return place_errors.TooRiskyAtTheDoor()
    return _why_not_of_the_team(candidate, offer) or _why_not_suited(candidate, offer)


def _why_not_of_the_team(candidate: Candidate, offer: Offer) -> Refusal | None:
    return place_errors.ForTheTeam() if offer.for_a_team and not candidate.of_the_team else None


def _why_not_suited(candidate: Candidate, offer: Offer) -> Refusal | None:
    age = _why_not_this_age(candidate.birth_date, offer)
    return age or _why_not_these_skills(candidate.skills, offer)


def exchange_answered_by(starts_at: datetime, *, now: datetime) -> datetime:
    """Until when somebody asked to exchange positions answers; the start at the latest."""
    return min(now + EXCHANGE_ANSWERED_WITHIN, starts_at)


def _why_not_recruiting(offer: Offer, now: datetime) -> Refusal | None:
    refusal = why_not_open(offer.activity_state, offer.recruits_from, offer.recruits_until, now=now)
    # The session's start is the nearer reason, where signing up is over for both.
    if now >= offer.starts_at and isinstance(refusal, errors.RecruitmentClosed | None):
        return errors.SessionStarted(starts_at=offer.starts_at)
    return refusal


def why_not_open(
    activity_state: str, recruits_from: datetime, recruits_until: datetime, *, now: datetime
) -> Refusal | None:
    """Why nobody can sign up for anything of this activity now."""
    if activity_state not in OPEN_STATES:
        over = {State.CANCELLED: "已经取消", State.ENDED: "已经结束"}
        return errors.NotRecruiting(why=over.get(State(activity_state), "没有发布"))
    if now < recruits_from:
        return errors.RecruitmentNotOpen(opens_at=recruits_from)
    if now >= recruits_until:
        return errors.RecruitmentClosed(closed_at=recruits_until)
    return None


def _why_not_this_age(birth_date: date | None, offer: Offer) -> Refusal | None:
    youngest = max(offer.youngest or 0, ADULT_YEARS if offer.risk_level == "high" else 0)
    if not youngest and offer.oldest is None:
        return None
    if birth_date is None:
        return errors.BirthDateNeeded()
    age = age_on(birth_date, local_date(offer.starts_at))
    if age < youngest:
        return errors.TooYoung(youngest=youngest)
    if offer.oldest is not None and age > offer.oldest:
        return errors.TooOld(oldest=offer.oldest)
    return None


def _why_not_these_skills(skills: Sequence[str], offer: Offer) -> Refusal | None:
    missing = [skill for skill in offer.skills if skill not in skills]
    return errors.SkillsMissing(skills="、".join(missing)) if missing else None


def confirm_by(starts_at: datetime, *, now: datetime) -> datetime | None:
    """Until when somebody who moves up now says that she comes; None when she need not.

    Long before the start she has time to give the place back; right before it nobody else could
    use it.
    """
    left = starts_at - now
    if left > CONFIRM_WHEN_NEARER_THAN or left < CONFIRM_NOT_WITHIN:
        return None
    return min(now + CONFIRM_WITHIN, starts_at - CONFIRMED_BEFORE_START)


def cancels_late(*, state: str, starts_at: datetime, deadline_hours: int, now: datetime) -> bool:
    """A place given back after the deadline is noted; leaving the queue never is."""
    return state == "signed_up" and now > starts_at - timedelta(hours=deadline_hours)


def why_not_cancel_sign_up(starts_at: datetime, *, now: datetime) -> Refusal | None:
    """Until the session starts."""
    return errors.CancelTooLate(starts_at=starts_at) if now >= starts_at else None


def why_not_lower(
    capacity: int, *, was: int, too_many: int, starts_at: datetime, now: datetime
) -> Refusal | None:
    """Fewer places, at least one; shortly before the start nobody loses hers."""
    if not 0 < capacity < was:
        return place_errors.NotFewerPlaces(capacity=was, most=max(1, was - 1))
    if too_many and starts_at - now < PLACES_KEPT_WITHIN:
        return place_errors.TooNearToTakePlaces(hours=PLACES_KEPT_WITHIN // timedelta(hours=1))
    return None
