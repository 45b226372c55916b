"""What is still planned at a venue, by the words of its name: to be weighed before it closes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.models import Activity
from app.domain.activities.rules import State
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session

MOST_SHOWN = 20
_OVER = (State.WITHDRAWN, State.CANCELLED, State.ENDED)


@dataclass(frozen=True)
class PlannedThere:
    """An activity that names the venue."""

    id: UUID
    title: str
    venue: str
    starts_at: datetime


def planned_at(venue: str, within: Scope, *, now: datetime) -> list[PlannedThere]:
    """Activities of a subtree whose venue has this name in it and that are not over; the next 20.

    Drafts count: who planned them learns of it, too.
    """
    query = (
        select(Activity.id, Activity.title, Activity.venue, Activity.starts_at)
        .where(
            Activity.place_id.in_(places.ids_within(within)),
            Activity.state.not_in(_OVER),
            Activity.ends_at > now,
            Activity.venue.contains(venue, autoescape=True),
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(MOST_SHOWN)
    )
    return [PlannedThere(*row) for row in session.execute(query)]
