"""An activity of one team's own: what it does for somebody who asked for a service.

Another room has weighed and dispatched it, so it is published at once (decision 0013). It is found
by the team's members alone; sign-ups, check-in and hours are those of any other activity.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.locks import hold_activity
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.plan_rows import add_sessions, write_fields
from app.domain.activities.plan_rules import why_not_submit
from app.domain.activities.planning import new_number
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.rules import State
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.kernel.database import session
from app.kernel.ids import new_id


class MadeForTeam(NamedTuple):
    """A new activity and its only position."""

    activity_id: UUID
    position_id: UUID


def make_for_team(
    by: Actor,
    plan: ActivityPlan,
    *,
    team_id: UUID,
    place_id: UUID,
    planned_by_id: UUID,
    now: datetime,
) -> MadeForTeam:
    """Publish it; `planned_by_id` is the member of staff who stands behind it. Within an action.

    Refuses what no plan may be: in the past, too long, no volunteer service.
    """
    refusal = why_not_submit(plan, now=now)
    if refusal:
        raise refusal
    row = Activity(
        id=new_id(),
        number=new_number(now),
        place_id=place_id,
        state=State.PUBLISHED,
        team_id=team_id,
        created_by_id=planned_by_id,
        created_at=now,
        published_at=now,
    )
    write_fields(row, plan)
    session.add(row)
    session.flush()
    add_sessions(row.id, plan)
    detail = {"title": row.title}
    trail.record(by, "activity.publish", "activity", row.id, now=now, place_id=place_id, **detail)
    only = (
        select(Position.id)
        .join(ActivitySession, ActivitySession.id == Position.session_id)
        .where(ActivitySession.activity_id == row.id)
    )
    return MadeForTeam(row.id, session.scalars(only).one())


def held_state(activity_id: UUID) -> State:
    """Hold it and say how it stands: before the rows of another room that hang on it."""
    activity, _place = hold_activity(activity_id)
    return State(activity.state)


def comes(activity_id: UUID, volunteer_id: UUID) -> bool:
    """Whether she has a place in it."""
    return volunteer_id in who_comes(activity_id)


def who_comes(activity_id: UUID) -> list[UUID]:
    """Those who have a place in it, in the order they took them."""
    theirs = select(SignUp.volunteer_id).where(
        SignUp.activity_id == activity_id, SignUp.state == "signed_up"
    )
    return list(session.scalars(theirs.order_by(SignUp.queued_at, SignUp.id)))
