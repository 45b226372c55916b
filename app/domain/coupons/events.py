"""What has happened to people's coupons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class CouponsEndSoon:
    """People who hold coupons of a season that ends soon, each with how many."""

    season_id: UUID
    title: str
    people: tuple[tuple[UUID, int], ...]
    ends_at: datetime
    now: datetime
