"""Rows held within an action, and the history of a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.nominations import rules
from app.domain.nominations.events import CaseNews, News
from app.domain.nominations.models import (
    Campaign,
    Nomination,
    NominationStep,
    NominationVoice,
)
from app.domain.nominations.rules import (
    NEXT,
    NEXT_CAMPAIGN,
    CampaignDecision,
    CampaignState,
    Decision,
    State,
)
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound


def locking(query: Select[Any]) -> Select[Any]:
    """Hold the rows, and read them as they are now."""
    return query.with_for_update().execution_options(populate_existing=True)


def held_campaign(campaign_id: UUID) -> Campaign:
    """A campaign's row, held; raises NotFound."""
    query = locking(select(Campaign).where(Campaign.id == campaign_id))
    row: Campaign | None = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def held_case(nomination_id: UUID) -> tuple[Nomination, Campaign]:
    """A case's row, held after its campaign's; raises NotFound."""
    campaign_id = session.scalar(
        select(Nomination.campaign_id).where(Nomination.id == nomination_id)
    )
    if campaign_id is None:
        raise NotFound
    campaign = held_campaign(campaign_id)
    row = session.scalars(locking(select(Nomination).where(Nomination.id == nomination_id))).one()
    return row, campaign


def move_campaign(campaign: Campaign, decision: CampaignDecision) -> None:
    """Into the state the table says; refuses what it does not know."""
    refusal = rules.why_not_campaign(CampaignState(campaign.state), decision)
    if refusal:
        raise refusal
    campaign.state = NEXT_CAMPAIGN[CampaignState(campaign.state), decision].value


def move(case: Nomination, decision: Decision) -> None:
    """Into the state the table says; refuses what it does not know."""
    refusal = rules.why_not(State(case.state), decision)
    if refusal:
        raise refusal
    case.state = NEXT[State(case.state), decision].value


def note(
    by: Actor,
    case: Nomination,
    decision: Decision,
    *,
    now: datetime,
    words: str = "",
    **detail: object,
) -> None:
    """A step in the case's history, and an entry in the trail that can be proven."""
    session.add(
        NominationStep(
            id=new_id(),
            nomination_id=case.id,
            at=now,
            by_kind=by.kind,
            by_id=by.id,
            decision=decision.value,
            level=case.level,
            words=words,
        )
    )
    trail.prove(
        by,
        f"nominations.{decision.value}",
        "nomination",
        case.id,
        now=now,
        facts={"state": case.state, "level": case.level, "category": case.category},
        place_id=case.place_id,
        person_id=case.volunteer_id,
        detail={**({"note": words} if words else {}), **detail},
    )


def note_campaign(by: Actor, row: Campaign, word: str, *, now: datetime, **detail: object) -> None:
    """An entry in the trail about a campaign."""
    trail.record(
        by, f"campaigns.{word}", "campaign", row.id, now=now, place_id=row.place_id, **detail
    )


def cases_of(campaign_id: UUID, *states: State) -> Sequence[Nomination]:
    """A campaign's cases in these states, held, in the order of their ids."""
    query = select(Nomination).where(
        Nomination.campaign_id == campaign_id,
        Nomination.state.in_([one.value for one in states]),
    )
    return session.scalars(locking(query.order_by(Nomination.id))).all()


def nominators_of(nomination_id: UUID) -> tuple[UUID, ...]:
    """The volunteers who named this person."""
    query = select(NominationVoice.by_id).where(
        NominationVoice.nomination_id == nomination_id, NominationVoice.by_kind == "volunteer"
    )
    return tuple(session.scalars(query.order_by(NominationVoice.by_id)))


def tell(
    kind: News,
    case: Nomination,
    campaign: Campaign,
    volunteer_ids: Sequence[UUID],
    *,
    now: datetime,
    reason: str = "",
) -> None:
    """Announce that people should hear of a case; nobody to tell, nothing announced."""
    session.flush()
    if volunteer_ids:
        told = tuple(dict.fromkeys(volunteer_ids))
        happened(CaseNews(kind, case.id, campaign.title, case.name, told, now, reason))
