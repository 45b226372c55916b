"""What has happened to several dates of a series at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Concerned:
    """One person with places in several of them; a line for each, the nearest first."""

    volunteer_id: UUID
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SeriesNews:
    """People who signed up for several dates hear of all of them at once.

    `reason` is why they are called off; empty: they were changed. What is told of the place and the
    time is that of the nearest date.
    """

    activity_id: UUID
    title: str
    venue: str
    starts_at: datetime
    contact_name: str
    contact_phone: str
    people: tuple[Concerned, ...]
    reason: str
    now: datetime
