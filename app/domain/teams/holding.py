"""Rows of this room held until the end of the action. Order: the volunteer first, then the team."""

from uuid import UUID

from sqlalchemy import func, select

from app.domain.people.holding import HeldVolunteer, hold
from app.domain.teams.models import Team, TeamMember
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row


def held_person(volunteer_id: UUID) -> HeldVolunteer:
    """One volunteer, held; raises NotFound."""
    found = hold([volunteer_id]).get(volunteer_id)
    if found is None:
        raise NotFound
    return found


def hold_team(team_id: UUID) -> Team:
    """A team, held; raises NotFound."""
    return held_row(Team, team_id)


def hold_led_team(team_id: UUID, leader_id: UUID) -> Team:
    """A team held by its leader's wish; for everybody else there is none."""
    team = hold_team(team_id)
    if team.leader_id != leader_id:
        raise NotFound
    return team


def membership(team_id: UUID, volunteer_id: UUID) -> TeamMember | None:
    """Her living row: asked or member."""
    return session.scalars(
        select(TeamMember)
        .where(
            TeamMember.team_id == team_id,
            TeamMember.volunteer_id == volunteer_id,
            TeamMember.state.in_(("asked", "member")),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def member_ids(team_id: UUID) -> list[UUID]:
    """Those who belong to a team."""
    return list(
        session.scalars(
            select(TeamMember.volunteer_id)
            .where(TeamMember.team_id == team_id, TeamMember.state == "member")
            .order_by(TeamMember.since, TeamMember.id)
        )
    )


def count_led(volunteer_id: UUID) -> int:
    """How many teams somebody leads."""
    return (
        session.scalar(
            select(func.count()).where(Team.leader_id == volunteer_id, Team.state != "dissolved")
        )
        or 0
    )
