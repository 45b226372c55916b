"""A poll held within an action, its way through the states, and its entries in the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.nominations.holding import held_campaign, locking
from app.domain.nominations.models import Campaign
from app.domain.nominations.polls import rules
from app.domain.nominations.polls.models import Poll
from app.domain.nominations.polls.rules import NEXT_POLL, PollDecision, PollState
from app.kernel.database import session
from app.kernel.refusal import NotFound


def held_poll(campaign_id: UUID) -> tuple[Poll, Campaign]:
    """A poll's row, held after its campaign's; raises NotFound."""
    campaign = held_campaign(campaign_id)
    row = poll_row(campaign_id)
    if row is None:
        raise NotFound
    return row, campaign


def poll_row(campaign_id: UUID) -> Poll | None:
    """The campaign's poll, held; None where there is none. The campaign is held before."""
    query = locking(select(Poll).where(Poll.campaign_id == campaign_id))
    row: Poll | None = session.scalars(query).one_or_none()
    return row


def move_poll(row: Poll, decision: PollDecision) -> None:
    """Into the state the table says; refuses what it does not know."""
    refusal = rules.why_not_poll(PollState(row.state), decision)
    if refusal:
        raise refusal
    row.state = NEXT_POLL[PollState(row.state), decision].value


def note_poll(
    by: Actor,
    campaign: Campaign,
    word: str,
    *,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    **detail: object,
) -> None:
    """An entry in the trail; it never says who voted, or for whom."""
    trail.prove(
        by,
        f"polls.{word}",
        "campaign",
        campaign.id,
        now=now,
        facts=facts or {},
        place_id=campaign.place_id,
        detail=detail,
    )
