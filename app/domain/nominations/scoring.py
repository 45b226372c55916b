"""Experts score a case, each for herself, until all have, the day is over, or the lead ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.nominations import errors, part_rules, rules, scoring_rules
from app.domain.nominations.holding import held_case, locking, move, note
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.parts import part_of
from app.domain.nominations.rules import UNDER_REVIEW, Decision, State
from app.domain.nominations.scoring_models import (
    ExpertScore,
    ScoringExpert,
    ScoringPlan,
    ScoringRound,
)
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

AT_ONCE = 200


@dataclass(frozen=True)
class Given:
    """What an expert gives, criterion by criterion, and why."""

    points: Sequence[int | None]
    note: str = ""


def score(staff: Staff, nomination_id: UUID, given: Given, *, now: datetime) -> None:
    """Her own score; given again while the round is open, it is changed."""
    with transaction():
        case, one, plan = _held(staff, nomination_id, now=now)
        refusal = part_rules.why_not_scored_by(part_of(staff, case)) or (
            scoring_rules.why_not_these_points(
                given.points, criteria=len(plan.criteria), most_points=plan.most_points
            )
        )
        if refusal:
            raise refusal
        row = _row(one.id, staff.id)
        row.points = [int(points or 0) for points in given.points[: len(plan.criteria)]]
        row.recused, row.said_at = False, now
        row.note = _fitting(given.note)
        session.add(row)
        move(case, Decision.SCORE)
        note(staff.actor, case, Decision.SCORE, now=now)
        _close_when_all(one, case, plan, now=now)


def recuse(staff: Staff, nomination_id: UUID, reason: str, *, now: datetime) -> None:
    """She leaves the case to the other experts, with a reason; nobody waits for her."""
    if not reason.strip():
        raise BadInput(field="note", problem="请写明为什么回避")
    with transaction():
        case, one, plan = _held(staff, nomination_id, now=now)
        row = _row(one.id, staff.id)
        row.points, row.recused, row.said_at = [], True, now
        row.note = _fitting(reason)
        session.add(row)
        move(case, Decision.RECUSE)
        note(staff.actor, case, Decision.RECUSE, now=now)
        _close_when_all(one, case, plan, now=now)


def close(staff: Staff, nomination_id: UUID, reason: str, *, now: datetime) -> None:
    """The campaign's lead ends a round before all have scored, with a reason."""
    refusal = rules.why_not_these_words(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        case, campaign = held_case(nomination_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, case.place_path)
        refusal = part_rules.why_not_touched_by(part_of(staff, case))
        if refusal:
            raise refusal
        one, plan = open_round(case, campaign, now=now)
        one.reason = reason.strip()[:200]
        _close(one, case, plan, by="lead", actor=staff.actor, now=now)


def turn_rounds(*, now: datetime) -> int:
    """Open the rounds of cases that have come to their experts, end those whose day is over.

    A missed tick catches up: what should have ended meanwhile ends once.
    """
    waiting = _cases_with_open_rounds(now)
    done = 0
    for nomination_id in waiting:
        with transaction():
            case, campaign = held_case(nomination_id)
            if case.state != State.IN_REVIEW.value or not experts_at(campaign.id, case.level):
                continue
            one, plan = open_round(case, campaign, now=now)
            if one.due_on < local_date(now):
                _close(one, case, plan, by="deadline", actor=SYSTEM, now=now)
            done += 1
    return done


def _cases_with_open_rounds(now: datetime) -> Sequence[UUID]:
    """Cases at a level with experts that have no round yet, or one that is overdue."""
    query = (
        select(Nomination.id)
        .join(
            ScoringExpert,
            (ScoringExpert.campaign_id == Nomination.campaign_id)
            & (ScoringExpert.level == Nomination.level),
        )
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .outerjoin(
            ScoringRound,
            (ScoringRound.nomination_id == Nomination.id)
            & (ScoringRound.level == Nomination.level),
        )
        .where(
            Nomination.state == State.IN_REVIEW.value,
            Campaign.state.in_([one.value for one in UNDER_REVIEW]),
            ScoringRound.id.is_(None)
            | (ScoringRound.closed_at.is_(None) & (ScoringRound.due_on < local_date(now))),
        )
        .distinct()
        .order_by(Nomination.id)
        .limit(AT_ONCE)
    )
    return session.scalars(query).all()


def experts_at(campaign_id: UUID, level: str) -> Sequence[UUID]:
    """The staff ids of a campaign's experts at a level."""
    query = select(ScoringExpert.staff_id).where(
        ScoringExpert.campaign_id == campaign_id, ScoringExpert.level == level
    )
    return session.scalars(query.order_by(ScoringExpert.staff_id)).all()


def why_not_yet(case: Nomination) -> Refusal | None:
    """A level decides after its experts have: while the round is open, it waits."""
    if not experts_at(case.campaign_id, case.level):
        return None
    closed = session.scalar(
        select(ScoringRound.closed_at).where(
            ScoringRound.nomination_id == case.id, ScoringRound.level == case.level
        )
    )
    return None if closed is not None else errors.ScoringOpen()


def open_round(
    case: Nomination, campaign: Campaign, *, now: datetime
) -> tuple[ScoringRound, ScoringPlan]:
    """The held round of a case where it stands, begun when nobody has; refuses a closed one."""
    plan = session.get(ScoringPlan, campaign.id)
    refusal = rules.why_not(State(case.state), Decision.SCORE)
    if plan is None or refusal or not experts_at(campaign.id, case.level):
        raise refusal or errors.NotScored()
    row: ScoringRound | None = session.scalars(
        locking(
            select(ScoringRound).where(
                ScoringRound.nomination_id == case.id, ScoringRound.level == case.level
            )
        )
    ).one_or_none()
    if row is None:
        row = ScoringRound(
            id=new_id(),
            nomination_id=case.id,
            level=case.level,
            opened_at=case.waits_since,
            due_on=scoring_rules.scoring_due(case.waits_since),
        )
        session.add(row)
        session.flush()
    if row.closed_at is not None:
        raise errors.RoundClosed
    return row, plan


def awaited(one: ScoringRound, case: Nomination) -> list[UUID]:
    """Experts who still have to score: they work here, may score this case, and have not."""
    said = set(session.scalars(select(ExpertScore.staff_id).where(ExpertScore.round_id == one.id)))
    rest = [who for who in experts_at(case.campaign_id, one.level) if who not in said]
    members = [access.staff_member(who, EVERYWHERE) for who in rest]
    return [
        who.id
        for who in members
        if who.ended_at is None and not part_rules.why_not_scored_by(part_of(who, case))
    ]


def _held(
    staff: Staff, nomination_id: UUID, *, now: datetime
) -> tuple[Nomination, ScoringRound, ScoringPlan]:
    case, campaign = held_case(nomination_id)
    if staff.id not in experts_at(campaign.id, case.level):
        raise NotFound
    problem = staff.why_not_by_this_sign_in(Permission.NOMINATIONS_REVIEW)
    if problem:
        raise problem
    one, plan = open_round(case, campaign, now=now)
    return case, one, plan


def _row(round_id: UUID, staff_id: UUID) -> ExpertScore:
    query = select(ExpertScore).where(
        ExpertScore.round_id == round_id, ExpertScore.staff_id == staff_id
    )
    found = session.scalars(query).one_or_none()
    return found or ExpertScore(id=new_id(), round_id=round_id, staff_id=staff_id)


def _fitting(words: str) -> str:
    said = words.strip()
    if len(said) > scoring_rules.LONGEST_SCORE_NOTE:
        problem = f"最多 {scoring_rules.LONGEST_SCORE_NOTE} 个字"
        raise BadInput(field="note", problem=problem)
    return said


def _close_when_all(
    one: ScoringRound, case: Nomination, plan: ScoringPlan, *, now: datetime
) -> None:
    session.flush()
    if not awaited(one, case):
        _close(one, case, plan, by="all", actor=SYSTEM, now=now)


def _close(
    one: ScoringRound,
    case: Nomination,
    plan: ScoringPlan,
    *,
    by: str,
    actor: Actor,
    now: datetime,
) -> None:
    query = select(ExpertScore.points).where(
        ExpertScore.round_id == one.id, ExpertScore.recused.is_(False)
    )
    totals = [sum(points) for points in session.scalars(query)]
    one.result = scoring_rules.result_of(totals, plan.method)
    one.closed_at, one.closed_by = now, by
    note(actor, case, Decision.CLOSE_SCORES, now=now, words=one.reason)
