"""What has happened to a team; each carries all that its followers need."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

News = Literal[
    "team_recognised",
    "team_dissolved",
    "team_asked",
    "team_joined",
    "team_welcomed",
    "team_declined",
    "team_lead_offered",
    "team_lead_taken",
]


@dataclass(frozen=True)
class TeamNews:
    """Something that people of a team are told; `who` is the person it is about, `reason` why."""

    kind: News
    team_id: UUID
    team: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime
    who: str = ""
    reason: str = ""
