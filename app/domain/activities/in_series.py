"""Activities as the series they belong to sees them: a room above knows the series themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.activities import reviewable
from app.domain.activities.engagements import ALIVE
from app.domain.activities.locks import hold_activity
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.plan_rows import plan_of
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.rules import State
from app.kernel.database import session


@dataclass(frozen=True)
class OneOfSeries:
    """One activity of a series, with places taken in all its sessions."""

    id: UUID
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    version: int  # raised with every edit of it
    capacity: int
    taken: int


@dataclass(frozen=True)
class SeriesToReview:
    """How many activities of a series wait for a member of staff, and when the first begins."""

    series_id: UUID
    count: int
    starts_at: datetime


def of_series(series_id: UUID) -> list[OneOfSeries]:
    """A series' activities in order of time, one statement."""
    query = (
        select(
            *(Activity.id, Activity.title, Activity.state, Activity.starts_at, Activity.ends_at),
            *(Activity.venue, Activity.version),
            func.coalesce(func.sum(Position.capacity), 0),
            func.coalesce(func.sum(Position.taken), 0),
        )
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .join(Position, Position.session_id == ActivitySession.id)
        .where(Activity.series_id == series_id)
        .group_by(Activity.id)
        .order_by(Activity.starts_at, Activity.id)
    )
    return [OneOfSeries(*row[:7], int(row[7]), int(row[8])) for row in session.execute(query)]


def hold_to_repeat(activity_id: UUID) -> None:
    """Hold the activity a series is made of: who presses twice is answered one by one."""
    hold_activity(activity_id)


def there_already(
    place_id: UUID, wanted: Collection[tuple[str, datetime]]
) -> dict[tuple[str, datetime], UUID | None]:
    """Which of these (title, beginning) a place has planned, and in which series; one statement.

    What was withdrawn or called off does not count.
    """
    rows = session.execute(
        select(Activity.title, Activity.starts_at, Activity.series_id).where(
            Activity.place_id == place_id,
            Activity.starts_at.in_({begins for _title, begins in wanted}),
            Activity.state.not_in((State.WITHDRAWN, State.CANCELLED)),
        )
    )
    return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}


def hold_of_series(series_id: UUID) -> None:
    """Hold all its activities, in id order: nobody changes one of them meanwhile. In an action."""
    session.scalars(
        select(Activity.id)
        .where(Activity.series_id == series_id)
        .order_by(Activity.id)
        .with_for_update(key_share=True)
    ).all()


def counts_by_state(series_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many activities of each series are in each state."""
    found: dict[UUID, dict[str, int]] = {each: {} for each in series_ids}
    rows = session.execute(
        select(Activity.series_id, Activity.state, func.count())
        .where(Activity.series_id.in_(found))
        .group_by(Activity.series_id, Activity.state)
    )
    for series_id, state, count in rows:
        if series_id is not None:
            found[series_id][state] = int(count)
    return found


def people_ahead(activity_ids: Collection[UUID], *, now: datetime) -> dict[UUID, set[UUID]]:
    """Who has a place, or waits for one, in what is not over: people by activity."""
    rows = session.execute(
        select(SignUp.activity_id, SignUp.volunteer_id).where(
            SignUp.activity_id.in_(activity_ids), SignUp.state.in_(ALIVE), SignUp.ends_at > now
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for activity_id, volunteer_id in rows:
        found.setdefault(activity_id, set()).add(volunteer_id)
    return found


def to_review(staff: Staff) -> list[SeriesToReview]:
    """Series with activities that this member of staff may review, the nearest first."""
    query = select(
        Activity.series_id, func.count(), func.min(Activity.starts_at).label("first")
    ).where(Activity.series_id.is_not(None), *reviewable.by(staff))
    rows = session.execute(query.group_by(Activity.series_id).order_by("first"))
    return [SeriesToReview(row[0], row[1], row[2]) for row in rows if row[0] is not None]


def join(activity_id: UUID, series_id: UUID) -> None:
    """An activity that stood alone, and is held, becomes the first of a series; in an action."""
    session.get_one(Activity, activity_id).series_id = series_id
    session.flush()


def plan_as_it_stands(activity_id: UUID) -> ActivityPlan:
    """The form an activity's rows came from; who may see it is asked by the caller."""
    return plan_of(session.get_one(Activity, activity_id, populate_existing=True))
