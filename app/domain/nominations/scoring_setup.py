"""Name a campaign's experts, what they look at, and how their scores become one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import ROLE_PERMISSIONS, Permission
from app.domain.nominations import errors
from app.domain.nominations.holding import held_campaign, note_campaign
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.rules import CAMPAIGN_TITLES, CampaignState
from app.domain.nominations.scoring_models import (
    ExpertScore,
    ScoringExpert,
    ScoringPlan,
    ScoringRound,
)
from app.domain.nominations.scoring_rules import ScoringWanted, why_not_this_scoring
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction

BEFORE_THE_NOTICE = (
    *(CampaignState.DRAFT, CampaignState.ANNOUNCED),
    *(CampaignState.OPEN, CampaignState.REVIEWING),
)


def plan_scoring(staff: Staff, campaign_id: UUID, wanted: ScoringWanted, *, now: datetime) -> None:
    """Set it, or change it while nobody has scored; no experts at all: nothing is scored."""
    named = any(wanted.experts.values())
    refusal = why_not_this_scoring(wanted) if named else None
    if refusal:
        raise refusal
    with transaction():
        campaign = held_campaign(campaign_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
        if CampaignState(campaign.state) not in BEFORE_THE_NOTICE:
            raise errors.CampaignNotNow(standing=CAMPAIGN_TITLES[CampaignState(campaign.state)])
        if _scored(campaign_id):
            raise errors.ScoredAlready
        for level, ids in wanted.experts.items():
            _refuse_experts(campaign, level, ids)
        _forget(campaign_id)
        if named:
            session.add(
                ScoringPlan(
                    campaign_id=campaign_id,
                    criteria=list(wanted.criteria),
                    most_points=wanted.most_points,
                    method=wanted.method,
                )
            )
        session.add_all(
            ScoringExpert(campaign_id=campaign_id, level=level, staff_id=one)
            for level, ids in wanted.experts.items()
            for one in set(ids)
        )
        count = sum(len(set(ids)) for ids in wanted.experts.values())
        note_campaign(staff.actor, campaign, "experts", now=now, count=count)


def _refuse_experts(campaign: Campaign, level: str, ids: Collection[UUID]) -> None:
    if ids and level not in campaign.levels:
        raise BadInput(field=f"{level}_experts", problem="这次推选不经过这一级")
    for one in ids:
        who = access.staff_member(one, Scope(campaign.place_path))
        may = Permission.NOMINATIONS_REVIEW in ROLE_PERMISSIONS[who.role]
        if who.ended_at is not None or not may:
            raise BadInput(field=f"{level}_experts", problem=f"{who.name}不能评分，请换一位")


def _scored(campaign_id: UUID) -> bool:
    query = (
        exists()
        .where(ExpertScore.round_id == ScoringRound.id)
        .where(ScoringRound.nomination_id == Nomination.id)
        .where(Nomination.campaign_id == campaign_id)
    )
    return bool(session.scalar(select(query)))


def _forget(campaign_id: UUID) -> None:
    rounds = select(ScoringRound.id).where(
        ScoringRound.nomination_id.in_(
            select(Nomination.id).where(Nomination.campaign_id == campaign_id)
        ),
        ScoringRound.closed_at.is_(None),
    )
    for query in (
        delete(ScoringRound).where(ScoringRound.id.in_(rounds)),
        delete(ScoringExpert).where(ScoringExpert.campaign_id == campaign_id),
        delete(ScoringPlan).where(ScoringPlan.campaign_id == campaign_id),
    ):
        session.execute(query.execution_options(synchronize_session=False))
    session.flush()
