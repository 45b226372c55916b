"""What somebody has typed so far: kept on the server as typed, resumed on another day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.nominations import errors
from app.domain.nominations.holding import held_campaign
from app.domain.nominations.models import Campaign, NominationDraft
from app.domain.nominations.nominee_rules import LONGEST_DEED
from app.domain.nominations.rules import CampaignState
from app.domain.people.queries import VolunteerView
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

FIELDS = (
    *(
        "as_kind",
        "as_name",
        "name",
        "number",
        "unit",
        "age",
        "place_id",
        "lives_here",
        "category",
        "deed",
        "deed_on",
    ),
    *("witness_1", "witness_1_phone", "witness_2", "witness_2_phone"),
)
LONGEST_OTHER = 80


@dataclass(frozen=True)
class Draft:
    """What was typed, by field, the photos with it, and when it was saved."""

    campaign_id: UUID
    title: str
    typed: dict[str, str]
    pictures: tuple[UUID, ...]
    saved_at: datetime


def save(
    by: VolunteerView,
    campaign_id: UUID,
    typed: Mapping[str, str],
    *,
    pictures: Sequence[UUID] | None = None,
    now: datetime,
) -> datetime:
    """Keep what was typed, complete or not; `pictures` None leaves the photos as they are.

    New photos rest on the draft from now on, so that they are there on another day.
    """
    kept = {name: _cut(name, typed[name]) for name in FIELDS if typed.get(name)}
    with transaction():
        if held_campaign(campaign_id).state != CampaignState.OPEN.value:
            raise errors.NotTakingNominations
        row = _row(by.id, campaign_id)
        if row is None:
            row = NominationDraft(
                id=new_id(), campaign_id=campaign_id, volunteer_id=by.id, pictures=[]
            )
            session.add(row)
        row.typed, row.saved_at = json.dumps(kept, ensure_ascii=False), now
        if pictures is not None:
            had = set(row.pictures)
            new = [one for one in pictures if str(one) not in had]
            keeping.attach(Actor("volunteer", by.id, by.name), new, now=now)
            row.pictures = [str(one) for one in dict.fromkeys(pictures)]
    return now


def _cut(name: str, text: str) -> str:
    # A little longer than may be sent: who wrote too much must not lose the end.
    return text[: LONGEST_DEED * 2 if name == "deed" else LONGEST_OTHER]


def _row(volunteer_id: UUID, campaign_id: UUID) -> NominationDraft | None:
    return session.scalars(
        select(NominationDraft).where(
            NominationDraft.campaign_id == campaign_id,
            NominationDraft.volunteer_id == volunteer_id,
        )
    ).one_or_none()


def draft_of(volunteer_id: UUID, campaign_id: UUID) -> Draft | None:
    """What she has typed in this campaign."""
    found = [one for one in drafts_of(volunteer_id) if one.campaign_id == campaign_id]
    return found[0] if found else None


def drafts_of(volunteer_id: UUID) -> list[Draft]:
    """All she has begun and not sent in campaigns that still take nominations."""
    rows = session.execute(
        select(NominationDraft, Campaign.title)
        .join(Campaign, Campaign.id == NominationDraft.campaign_id)
        .where(
            NominationDraft.volunteer_id == volunteer_id,
            Campaign.state == CampaignState.OPEN.value,
        )
        .order_by(NominationDraft.saved_at.desc())
    )
    return [
        Draft(
            row.campaign_id,
            title,
            json.loads(row.typed),
            tuple(UUID(one) for one in row.pictures),
            row.saved_at,
        )
        for row, title in rows
    ]
