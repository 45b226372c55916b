"""What was decided about stars, and what becomes of points and redemptions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class StarFacts:
    """One person's new star; `before` was higher when her hours were revoked."""

    volunteer_id: UUID
    level: int
    before: int
    minutes: int


@dataclass(frozen=True)
class StarsConfirmed:
    batch_id: UUID
    stars: tuple[StarFacts, ...]
    now: datetime


@dataclass(frozen=True)
class ObjectionAnswered:
    """Somebody's objection to a notice has its answer."""

    objection_id: UUID
    volunteer_id: UUID
    answer: str
    upheld: bool
    now: datetime


@dataclass(frozen=True)
class RedemptionEnded:
    """Somebody's reservation was cancelled by staff or not fetched in time; points came back."""

    redemption_id: UUID
    volunteer_id: UUID
    title: str
    price: int
    reason: str
    now: datetime


@dataclass(frozen=True)
class PointsSoonGone:
    """People, each with how many points she can spend until that day only."""

    people: tuple[tuple[UUID, int], ...]
    last_day: date
    now: datetime
