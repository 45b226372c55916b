"""What happens to recognised units that others may care about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class ReviewsNear:
    """Units must soon be looked at again; told are the members of staff named by their accounts."""

    volunteer_ids: tuple[UUID, ...]
    count: int
    first_due_on: date
    now: datetime
