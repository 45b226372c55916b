"""What has happened to a case; each carries all that its followers need."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

News = Literal[
    "nomination_consent",
    "nomination_returned",
    "nomination_rejected",
    "nomination_joined",
    "case_objection_answered",
    "honour_conferred",
    "honour_revoked",
    "honour_above",
]


@dataclass(frozen=True)
class HonourFacts:
    """An honour of somebody who has an account here."""

    nomination_id: UUID
    volunteer_id: UUID


@dataclass(frozen=True)
class HonoursConferred:
    """A campaign was concluded: these stand on the roll from now on."""

    honours: tuple[HonourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HonourRevoked:
    """One stands there no longer."""

    honour: HonourFacts
    now: datetime


@dataclass(frozen=True)
class CaseNews:
    """Something that people are told of a case; `nominee` is its name, `reason` why."""

    kind: News
    nomination_id: UUID
    campaign: str
    nominee: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime
    reason: str = ""


@dataclass(frozen=True)
class StaffCalled:
    """Members of staff have something to do; told are those who have a volunteer's account."""

    kind: Literal["case_answer_asked", "cases_due", "letter_unanswered"]
    volunteer_ids: tuple[UUID, ...]
    what: str
    now: datetime


@dataclass(frozen=True)
class NoticeBegun:
    """People stand in public notice from now on; who asked for such news is told."""

    campaign_id: UUID
    campaign: str
    count: int
    until: datetime
    now: datetime
