"""What has happened; each carries all that its followers need."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Told:
    """An event as letters tell of it."""

    event_id: UUID
    title: str
    venue: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class TicketTaken:
    """Somebody has a ticket."""

    event: Told
    ticket_id: UUID
    volunteer_id: UUID
    seats: int
    now: datetime


@dataclass(frozen=True)
class CultureEventChanged:
    """Time or place is another; `holders`: volunteer and ticket."""

    event: Told
    changes: str
    holders: tuple[tuple[UUID, UUID], ...]
    now: datetime


@dataclass(frozen=True)
class CultureEventCancelled:
    """It does not take place."""

    event: Told
    reason: str
    holders: tuple[tuple[UUID, UUID], ...]
    now: datetime


@dataclass(frozen=True)
class CultureEventNear:
    """It begins within a day."""

    event: Told
    holders: tuple[tuple[UUID, UUID], ...]
    now: datetime
