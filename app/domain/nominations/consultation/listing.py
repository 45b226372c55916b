"""The campaign's list of whom it asks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.campaigns import managed
from app.domain.nominations.consultation import errors, rules
from app.domain.nominations.consultation.models import ConsultationLine, ConsultedAuthority
from app.domain.nominations.holding import note_campaign
from app.domain.nominations.models import Campaign
from app.domain.nominations.rules import CampaignDecision
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


def held(staff: Staff, campaign_id: UUID) -> Campaign:
    """The held campaign for who may ask authorities about its cases; within an action."""
    return managed(
        staff, campaign_id, CampaignDecision.CONSULT, permission=Permission.CONSULTATIONS_MANAGE
    )


def add(staff: Staff, campaign_id: UUID, kind: str, name: str, *, now: datetime) -> UUID:
    """One more to ask, from now on, about everybody who has passed."""
    refusal = rules.why_not_this_authority(kind, name)
    if refusal:
        raise refusal
    known = "" if kind == "unit" else name.strip()
    with transaction():
        campaign = held(staff, campaign_id)
        there = session.scalars(_of(campaign_id)).all()
        if any((one.kind, one.name) == (kind, known) for one in there):
            raise errors.AuthorityThere(name=known or rules.AUTHORITIES[kind])
        if len(there) >= rules.MOST_AUTHORITIES:
            problem = f"一次推选最多征求 {rules.MOST_AUTHORITIES} 个单位"
            raise BadInput(field="name", problem=problem)
        row = ConsultedAuthority(id=new_id(), campaign_id=campaign.id, kind=kind, name=known)
        session.add(row)
        note_campaign(staff.actor, campaign, "ask_authority", now=now, kind=rules.AUTHORITIES[kind])
    return row.id


def remove(staff: Staff, campaign_id: UUID, authority_id: UUID, *, now: datetime) -> None:
    """Take one off the list; refused once it was asked about somebody."""
    with transaction():
        campaign = held(staff, campaign_id)
        row = session.scalars(
            _of(campaign_id).where(ConsultedAuthority.id == authority_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        asked = select(func.count(ConsultationLine.id)).where(
            ConsultationLine.authority_id == row.id
        )
        if session.scalar(asked):
            raise errors.AuthorityInUse(name=row.name or rules.AUTHORITIES[row.kind])
        session.delete(row)
        words = rules.AUTHORITIES[row.kind]
        note_campaign(staff.actor, campaign, "skip_authority", now=now, kind=words)


def _of(campaign_id: UUID) -> Select[ConsultedAuthority]:
    query = select(ConsultedAuthority).where(ConsultedAuthority.campaign_id == campaign_id)
    return query.order_by(ConsultedAuthority.id)
