"""What a place did in a year: to plan it again."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.models import Activity
from app.domain.activities.rules import State
from app.kernel.calendar import start_of_day
from app.kernel.database import session

LISTED_AT_MOST = 500


@dataclass(frozen=True)
class PastActivity:
    """One line: an activity that was to take place, not one for a single team's order."""

    id: UUID
    title: str
    work_type: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    series_id: UUID | None


def of_year(place_id: UUID, year: int) -> list[PastActivity]:
    """A place's published activities that began in a year, the earliest first."""
    rows = session.execute(
        select(
            *(Activity.id, Activity.title, Activity.work_type, Activity.venue),
            *(Activity.starts_at, Activity.ends_at, Activity.series_id),
        )
        .where(
            Activity.place_id == place_id,
            Activity.state.in_((State.PUBLISHED, State.RUNNING, State.ENDED)),
            Activity.team_id.is_(None),
            Activity.starts_at >= start_of_day(date(year, 1, 1)),
            Activity.starts_at < start_of_day(date(year + 1, 1, 1)),
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(LISTED_AT_MOST)
    )
    return [PastActivity(*row) for row in rows]
