"""What happens to places that others may care about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.audit.actors import Actor


@dataclass(frozen=True)
class PlacesMerged:
    """A place closes and another one goes on for it; announced before any row has moved.

    `keeps`: members of staff who serve the successor from now on; the others' appointments end.
    `tells`: whether residents are told.
    """

    merging_id: UUID
    closed_id: UUID
    closed_name: str
    successor_id: UUID
    successor_name: str
    keeps: frozenset[UUID]
    tells: bool
    proposed_at: datetime
    by: Actor
    now: datetime
