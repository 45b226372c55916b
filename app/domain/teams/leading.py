"""Who leads: handed over by asking, taken by agreeing. And what becomes of it when people leave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.events import VolunteerLeft
from app.domain.teams import errors
from app.domain.teams.events import TeamNews
from app.domain.teams.founding import join_as_leader
from app.domain.teams.holding import count_led, held_person, hold_led_team, hold_team, membership
from app.domain.teams.joining import end_membership
from app.domain.teams.models import Team, TeamMember
from app.domain.teams.rules import why_not_lead
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def offer_lead(leader_id: UUID, team_id: UUID, member_id: UUID, *, now: datetime) -> None:
    """Ask a member to lead; until she agrees nothing changes. The last one asked counts."""
    with transaction():
        leader = held_person(leader_id)
        team = hold_led_team(team_id, leader_id)
        row = membership(team_id, member_id)
        if row is None or row.state != "member" or member_id == leader_id:
            raise errors.NotAMember
        if team.next_leader_id == member_id:
            return
        team.next_leader_id = member_id
        session.flush()
        happened(
            TeamNews("team_lead_offered", team.id, team.name, (member_id,), now, who=leader.name)
        )


def take_lead(volunteer_id: UUID, team_id: UUID, *, now: datetime) -> None:
    """She who was asked agrees. A team that staff founded is recognised by it."""
    with transaction():
        person = held_person(volunteer_id)
        team = hold_team(team_id)
        if team.leader_id == volunteer_id:
            return
        if team.next_leader_id != volunteer_id or team.state == "dissolved":
            raise errors.NobodyAsked
        refusal = why_not_lead(
            state=person.state, birth_date=person.birth_date, leads=count_led(person.id), now=now
        )
        if refusal:
            raise refusal
        before, team.leader_id, team.next_leader_id = team.leader_id, person.id, None
        if membership(team_id, volunteer_id) is None:
            join_as_leader(team, person.id, now=now)
        if team.founded_by_id is not None and team.state == "pending":
            team.state, team.decided_at, team.decided_by_id = "recognised", now, team.founded_by_id
        session.flush()
        trail.record(
            Actor("volunteer", person.id, person.name),
            "team.lead",
            "team",
            team.id,
            now=now,
            place_id=team.place_id,
            name=team.name,
        )
        told = (before,) if before else ()
        happened(TeamNews("team_lead_taken", team.id, team.name, told, now, who=person.name))


def decline_lead(volunteer_id: UUID, team_id: UUID) -> None:
    """She who was asked would rather not. Said again, nothing changes."""
    with transaction():
        held_person(volunteer_id)
        team = hold_team(team_id)
        if team.next_leader_id == volunteer_id:
            team.next_leader_id = None


def part_from_teams(event: VolunteerLeft) -> None:
    """Who leaves the platform leaves her teams; one she led waits for another leader."""
    with transaction():
        who = event.volunteer_id
        living = select(TeamMember.team_id).where(
            TeamMember.volunteer_id == who, TeamMember.state.in_(("asked", "member"))
        )
        concerned = select(Team.id).where(
            or_(Team.id.in_(living), Team.leader_id == who, Team.next_leader_id == who)
        )
        for team_id in session.scalars(concerned.order_by(Team.id)).all():
            team = hold_team(team_id)
            if team.leader_id == who:
                team.leader_id = None
            if team.next_leader_id == who:
                team.next_leader_id = None
            end_membership(team, membership(team_id, who), now=event.now)
