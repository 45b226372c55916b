"""Found a team, recognise it, dissolve it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.holding import HeldVolunteer
from app.domain.people.search import ids_meant_by
from app.domain.places import queries as places
from app.domain.teams import errors
from app.domain.teams.events import TeamNews
from app.domain.teams.holding import count_led, held_person, hold_team, member_ids
from app.domain.teams.models import Team, TeamMember
from app.domain.teams.rules import STATES, why_not_lead, why_not_these_facts, why_not_this_reason
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


def found(
    founder_id: UUID, *, name: str, kind: str, purpose: str, place_id: UUID, now: datetime
) -> UUID:
    """A resident founds a team and leads it; staff of the place have to recognise it."""
    with transaction():
        founder = held_person(founder_id)
        _refuse_unless_leads(founder, now)
        row = _new(name, kind, purpose, place_id=place_id, now=now)
        row.leader_id = founder.id
        session.add(row)
        session.flush()
        join_as_leader(row, founder.id, now=now)
        _write_down(Actor("volunteer", founder.id, founder.name), "team.found", row, now)
        return row.id


def found_by_staff(
    by: Staff,
    *,
    name: str,
    kind: str,
    purpose: str,
    place_id: UUID,
    leader_number: str,
    now: datetime,
) -> UUID:
    """Staff found a team and ask somebody to lead it; it stands once she has agreed."""
    with transaction():
        by.require(Permission.TEAMS_MANAGE, places.place(place_id).path)
        leader = _numbered(leader_number)
        _refuse_unless_leads(leader, now)
        row = _new(name, kind, purpose, place_id=place_id, now=now)
        row.founded_by_id, row.next_leader_id = by.id, leader.id
        session.add(row)
        session.flush()
        _write_down(by.actor, "team.found", row, now)
        happened(
            TeamNews("team_lead_offered", row.id, row.name, (leader.id,), now, who=by.place.name)
        )
        return row.id


def recognise(by: Staff, team_id: UUID, *, now: datetime) -> None:
    """Staff of its place recognise a team that has a leader. Said again, nothing changes."""
    with transaction():
        team = _managed(by, team_id)
        if team.state == "recognised":
            return
        if team.state != "pending" or team.leader_id is None:
            raise errors.TeamNotThere(state=STATES[team.state], what="认可")
        team.state, team.decided_at, team.decided_by_id = "recognised", now, by.id
        _write_down(by.actor, "team.recognise", team, now)
        happened(TeamNews("team_recognised", team.id, team.name, tuple(member_ids(team.id)), now))


def dissolve(by: Staff, team_id: UUID, *, reason: str, now: datetime) -> None:
    """Staff end a team, or do not recognise it; everybody in it is told why.

    What its members have signed up for stays theirs.
    """
    refusal = why_not_this_reason(reason)
    if refusal:
        raise refusal
    with transaction():
        team = _managed(by, team_id)
        if team.state == "dissolved":
            raise errors.TeamNotThere(state=STATES[team.state], what="解散")
        told = set(member_ids(team.id)) | {one for one in (team.next_leader_id,) if one}
        team.state, team.state_reason = "dissolved", reason.strip()
        team.decided_at, team.decided_by_id, team.next_leader_id = now, by.id, None
        _write_down(by.actor, "team.dissolve", team, now, reason=reason.strip())
        happened(
            TeamNews(
                *("team_dissolved", team.id, team.name, tuple(sorted(told)), now),
                reason=reason.strip(),
            )
        )


def join_as_leader(team: Team, leader_id: UUID, *, now: datetime) -> None:
    """Who leads is a member; within an action."""
    session.add(
        TeamMember(id=new_id(), team_id=team.id, volunteer_id=leader_id, state="member", since=now)
    )
    session.flush()


def _refuse_unless_leads(person: HeldVolunteer, now: datetime) -> None:
    refusal = why_not_lead(
        state=person.state, birth_date=person.birth_date, leads=count_led(person.id), now=now
    )
    if refusal:
        raise refusal


def _new(name: str, kind: str, purpose: str, *, place_id: UUID, now: datetime) -> Team:
    refusal = why_not_these_facts(name, kind, purpose)
    if refusal:
        raise refusal
    places.place(place_id)
    taken = select(Team.id).where(
        Team.place_id == place_id, Team.name == name.strip(), Team.state != "dissolved"
    )
    if session.scalars(taken).first() is not None:
        raise errors.NameTaken(name=name.strip())
    return Team(
        id=new_id(),
        name=name.strip(),
        kind=kind,
        purpose=purpose.strip(),
        place_id=place_id,
        state="pending",
        founded_at=now,
    )


def _numbered(number: str) -> HeldVolunteer:
    found_ids = session.scalars(ids_meant_by(number.strip()).limit(2)).all()
    if len(number.strip()) != 10 or len(found_ids) != 1:
        raise errors.NoLeaderKnown
    return held_person(found_ids[0])


def _managed(by: Staff, team_id: UUID) -> Team:
    team = hold_team(team_id)
    by.require(Permission.TEAMS_MANAGE, places.place(team.place_id).path)
    return team


def _write_down(actor: Actor, action: str, team: Team, now: datetime, **detail: str) -> None:
    trail.record(
        actor, action, "team", team.id, now=now, place_id=team.place_id, name=team.name, **detail
    )
