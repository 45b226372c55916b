"""What has happened to somebody's qualification."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class QualificationNews:
    """It was granted, runs out soon, or was revoked; `until` is its last day (None: no end)."""

    what: Literal["granted", "expiring", "revoked"]
    grant_id: UUID
    qualification_id: UUID
    volunteer_id: UUID
    name: str
    until: date | None
    reason: str
    now: datetime
