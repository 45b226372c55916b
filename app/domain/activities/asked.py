"""A position as somebody asks for it: with its session and activity, as they stand now."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.activities.rules import Candidate, Offer
from app.domain.people.holding import HeldVolunteer
from app.domain.teams import queries as teams
from app.kernel.database import session


class Asked(NamedTuple):
    """What is asked for."""

    position: Position
    its_session: ActivitySession
    activity: Activity


def asked(position: Position) -> Asked:
    """Read under the position's lock: whoever changes times or states holds the positions too."""
    row = session.execute(
        select(ActivitySession, Activity)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(ActivitySession.id == position.session_id)
        .execution_options(populate_existing=True)
    ).one()
    return Asked(position, row[0], row[1])


def offered(what: Asked) -> Offer:
    """What the rules ask about it."""
    return Offer(
        activity_state=what.activity.state,
        risk_level=what.activity.risk_level,
        recruits_from=what.activity.recruits_from,
        recruits_until=what.activity.recruits_until,
        starts_at=what.its_session.starts_at,
        youngest=what.position.youngest,
        oldest=what.position.oldest,
        skills=what.position.skills,
        for_a_team=what.activity.team_id is not None,
    )


def candidate(volunteer: HeldVolunteer, *, team_id: UUID | None = None) -> Candidate:
    """What the rules ask about a person; `team_id`: of the team whose members alone may come."""
    return Candidate(
        volunteer.state,
        volunteer.birth_date,
        volunteer.skills,
        of_the_team=team_id is not None and is_member(team_id, volunteer.id),
    )


def is_member(team_id: UUID, volunteer_id: UUID) -> bool:
    """Whether she belongs to a team now."""
    return volunteer_id in teams.who_agreed(team_id, [volunteer_id])
