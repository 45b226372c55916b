"""What a campaign settles beside its conditions: names of files, the ID number, courtesies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.holding import held_campaign, note_campaign
from app.domain.nominations.upward import rules
from app.domain.nominations.upward.models import CampaignFollowUp
from app.kernel.database import session
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class FollowUp:
    """`benefits`: a courtesy a line. `asks_id_number`: whether the form from above wants it."""

    photo_pattern: str = rules.USUAL_PATTERN
    asks_id_number: bool = False
    benefits: tuple[str, ...] = ()


def settle(staff: Staff, campaign_id: UUID, wanted: FollowUp, *, now: datetime) -> None:
    """Write it down; it can be changed at any time, also after the campaign."""
    benefits = tuple(one.strip() for one in wanted.benefits if one.strip())
    refusal = rules.why_not_this_pattern(wanted.photo_pattern)
    if refusal:
        raise refusal
    with transaction():
        campaign = held_campaign(campaign_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
        approved = bool(campaign.approval_number)
        refusal = rules.why_not_these_benefits(benefits, approved=approved)
        if refusal:
            raise refusal
        row = session.get(CampaignFollowUp, campaign_id)
        if row is None:
            row = CampaignFollowUp(campaign_id=campaign_id)
            session.add(row)
        row.photo_pattern = wanted.photo_pattern.strip()
        row.asks_id_number, row.benefits = wanted.asks_id_number, list(benefits)
        note_campaign(staff.actor, campaign, "follow_up", now=now, count=len(benefits))


def follow_up(campaign_id: UUID) -> FollowUp:
    """As it was settled, or as usual."""
    row = session.get(CampaignFollowUp, campaign_id)
    if row is None:
        return FollowUp()
    return FollowUp(row.photo_pattern, row.asks_id_number, tuple(row.benefits))
