"""Activities as papers name them: title, kind of service, where."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.models import Activity
from app.kernel.database import session


@dataclass(frozen=True)
class Described:
    """What was done, and where."""

    title: str
    category: str
    venue: str


def described(activity_ids: Collection[UUID]) -> dict[UUID, Described]:
    """Several activities at once, in one statement."""
    query = select(Activity.id, Activity.title, Activity.category, Activity.venue)
    rows = session.execute(query.where(Activity.id.in_(activity_ids)))
    return {row.id: Described(row.title, row.category, row.venue) for row in rows}
