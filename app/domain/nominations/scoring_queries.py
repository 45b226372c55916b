"""Reading scores: an expert her own, reviewers the table once a round is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations import part_rules, queries, scoring_rules
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.parts import part_of
from app.domain.nominations.rules import UNDER_REVIEW, State
from app.domain.nominations.scoring import awaited, experts_at
from app.domain.nominations.scoring_models import (
    ExpertScore,
    ScoringExpert,
    ScoringPlan,
    ScoringRound,
)
from app.domain.nominations.views import CaseRow, CaseView
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal

SHOWN_AT_ONCE = 50


@dataclass(frozen=True)
class PlanView:
    """What experts look at; `experts` are their staff ids by level."""

    criteria: tuple[str, ...]
    most_points: int
    method: str
    experts: dict[str, tuple[UUID, ...]]

    @property
    def whole(self) -> int:
        """The most one expert can give a case."""
        return len(self.criteria) * self.most_points


@dataclass(frozen=True)
class ScoreLine:
    """What one expert gave, to be read once the round is closed."""

    expert: str
    points: tuple[int, ...]
    recused: bool
    note: str

    @property
    def total(self) -> int:
        """Her points together."""
        return sum(self.points)


@dataclass(frozen=True)
class RoundView:
    """One level's scoring of a case. While it is open, only how many have scored is known."""

    level: str
    due_on: date
    closed_at: datetime | None
    closed_by: str
    reason: str
    result: int | None
    scored: int
    waiting: int
    lines: tuple[ScoreLine, ...]

    @property
    def result_words(self) -> str:
        """26.67; empty where nobody scored."""
        return "" if self.result is None else f"{self.result / 100:.2f}"


@dataclass(frozen=True)
class Sheet:
    """An expert's page: the case, the criteria, what she gave, and why she may not score it."""

    case: CaseView
    plan: PlanView
    due_on: date
    points: tuple[int, ...]
    note: str
    recused: bool
    closed: bool
    refusal: Refusal | None


def plan_of(campaign_id: UUID) -> PlanView | None:
    """A campaign's scoring; None where it has none."""
    row = session.get(ScoringPlan, campaign_id, populate_existing=True)
    if row is None:
        return None
    experts: dict[str, tuple[UUID, ...]] = {}
    query = select(ScoringExpert).where(ScoringExpert.campaign_id == campaign_id)
    for one in session.scalars(query.order_by(ScoringExpert.staff_id)):
        experts[one.level] = (*experts.get(one.level, ()), one.staff_id)
    return PlanView(tuple(row.criteria), row.most_points, row.method, experts)


def to_score(staff: Staff) -> list[CaseRow]:
    """Cases that wait for her score, those first that wait longest."""
    said = (
        exists()
        .where(
            ScoringRound.nomination_id == Nomination.id,
            ScoringRound.level == Nomination.level,
        )
        .where(
            ScoringRound.closed_at.is_not(None)
            | exists().where(
                ExpertScore.round_id == ScoringRound.id, ExpertScore.staff_id == staff.id
            )
        )
    )
    query = (
        select(Nomination)
        .join(
            ScoringExpert,
            (ScoringExpert.campaign_id == Nomination.campaign_id)
            & (ScoringExpert.level == Nomination.level),
        )
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(
            ScoringExpert.staff_id == staff.id,
            Nomination.state == State.IN_REVIEW.value,
            Campaign.state.in_([one.value for one in UNDER_REVIEW]),
            ~said,
        )
        .order_by(Nomination.waits_since, Nomination.id)
        .limit(SHOWN_AT_ONCE)
    )
    found = session.scalars(query).all()
    mine = [one for one in found if not part_rules.why_not_scored_by(part_of(staff, one))]
    return queries.rows_of(mine)


def sheet(staff: Staff, nomination_id: UUID) -> Sheet:
    """What she needs to score a case; not found for who is no expert where it stands."""
    case = session.get(Nomination, nomination_id, populate_existing=True)
    if case is None or staff.id not in experts_at(case.campaign_id, case.level):
        raise NotFound
    plan = plan_of(case.campaign_id)
    if plan is None:
        raise NotFound
    one = _round(case.id, case.level)
    hers = _hers(one, staff.id)
    return Sheet(
        case=queries.case(case.id, EVERYWHERE),
        plan=plan,
        due_on=one.due_on if one else scoring_rules.scoring_due(case.waits_since),
        points=tuple(hers.points) if hers else (),
        note=hers.note if hers else "",
        recused=bool(hers and hers.recused),
        closed=case.state != State.IN_REVIEW.value or bool(one and one.closed_at),
        refusal=part_rules.why_not_scored_by(part_of(staff, case)),
    )


def rounds_of(nomination_id: UUID, staff: Staff) -> list[RoundView]:
    """Every level's scoring of a case, for who may review it; others read none."""
    case = session.get(Nomination, nomination_id)
    if case is None or not staff.may(Permission.NOMINATIONS_REVIEW):
        return []
    query = select(ScoringRound).where(ScoringRound.nomination_id == nomination_id)
    rows = session.scalars(query.order_by(ScoringRound.opened_at, ScoringRound.id)).all()
    return [_view(one, case) for one in rows]


def _view(one: ScoringRound, case: Nomination) -> RoundView:
    query = select(ExpertScore).where(ExpertScore.round_id == one.id)
    scores = session.scalars(query.order_by(ExpertScore.said_at, ExpertScore.id)).all()
    closed = one.closed_at is not None
    names = access.names({each.staff_id for each in scores}) if closed else {}
    lines = [
        ScoreLine(names.get(each.staff_id, ""), tuple(each.points), each.recused, each.note)
        for each in scores
    ]
    return RoundView(
        level=one.level,
        due_on=one.due_on,
        closed_at=one.closed_at,
        closed_by=one.closed_by,
        reason=one.reason,
        result=one.result,
        scored=len(scores),
        waiting=0 if closed else len(awaited(one, case)),
        lines=tuple(lines) if closed else (),
    )


def _round(nomination_id: UUID, level: str) -> ScoringRound | None:
    query = select(ScoringRound).where(
        ScoringRound.nomination_id == nomination_id, ScoringRound.level == level
    )
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _hers(one: ScoringRound | None, staff_id: UUID) -> ExpertScore | None:
    if one is None:
        return None
    query = select(ExpertScore).where(
        ExpertScore.round_id == one.id, ExpertScore.staff_id == staff_id
    )
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()
