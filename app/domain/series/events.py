"""What has happened to several dates of a series at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Concerned:
    """One person with places in several of them; a line for each, the nearest first.

    Place, time and contact are those of the nearest date that she has a place at.
    """

    volunteer_id: UUID
    lines: tuple[str, ...]
    starts_at: datetime
    venue: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class SeriesNews:
    """People who signed up for several dates hear of all of them at once.

    `reason`: why they are called off; empty: they were changed.
    """

    activity_id: UUID
    title: str
    people: tuple[Concerned, ...]
    reason: str
    now: datetime
