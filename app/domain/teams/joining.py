"""Join by the leader's invitation or by asking; leave at any time; say whether the leader may
sign one up."""

import struct
from datetime import datetime
from uuid import UUID

from app.domain.teams import errors
from app.domain.teams.events import TeamNews
from app.domain.teams.holding import (
    held_person,
    hold_led_team,
    hold_team,
    member_ids,
    membership,
)
from app.domain.teams.models import Team, TeamMember
from app.domain.teams.rules import INVITATION_LASTS, why_not_join
from app.kernel.crypto import read_signed_code, signed_code
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

_PURPOSE = "team invitation"
_LAYOUT = struct.Struct(">16s16sI")


def invitation_code(team_id: UUID, leader_id: UUID, *, now: datetime) -> str:
    """What a leader sends on or shows as a QR: URL-safe, signed, void when she leads no longer."""
    return signed_code(
        _LAYOUT.pack(team_id.bytes, leader_id.bytes, int(now.timestamp())), purpose=_PURPOSE
    )


def invited_to(code: str, *, now: datetime) -> UUID:
    """The team of an invitation; refuses what is not ours, too old, or of a former leader."""
    payload = read_signed_code(code, purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise NotFound
    team_id, leader_id, made_at = _LAYOUT.unpack(payload)
    team = session.get(Team, UUID(bytes=team_id), populate_existing=True)
    if team is None:
        raise NotFound
    old = now.timestamp() - made_at > INVITATION_LASTS.total_seconds()
    if old or team.leader_id != UUID(bytes=leader_id):
        raise errors.InvitationPast(days=INVITATION_LASTS.days)
    return team.id


def join(volunteer_id: UUID, code: str, *, leader_may_sign_up: bool, now: datetime) -> UUID:
    """Join by an invitation, of one's own will; the team. Joined already, nothing changes."""
    team_id = invited_to(code, now=now)
    with transaction():
        row, team, name = _entering(volunteer_id, team_id)
        if row is not None and row.state == "member":
            return team_id
        row = row or _new(team_id, volunteer_id, now)
        _come_in(row, team, name, leader_may_sign_up=leader_may_sign_up, now=now)
        return team_id


def ask(volunteer_id: UUID, team_id: UUID, *, leader_may_sign_up: bool, now: datetime) -> None:
    """Ask to be let in; the leader is told. Asked again, nothing changes."""
    with transaction():
        row, team, name = _entering(volunteer_id, team_id)
        if row is not None:
            return
        row = _new(team_id, volunteer_id, now)
        row.leader_may_sign_up_since = now if leader_may_sign_up else None
        session.flush()
        leaders = (team.leader_id,) if team.leader_id else ()
        happened(TeamNews("team_asked", team.id, team.name, leaders, now, who=name))


def answer(
    leader_id: UUID, team_id: UUID, volunteer_id: UUID, *, welcome: bool, now: datetime
) -> None:
    """The leader lets in who asked, or declines. Said again, nothing changes."""
    with transaction():
        person = held_person(volunteer_id)
        team = hold_led_team(team_id, leader_id)
        row = membership(team_id, volunteer_id)
        if row is None:
            raise errors.NotAMember
        if row.state == "member":
            return
        if welcome:
            refusal = why_not_join(
                state=person.state, team_state=team.state, members=len(member_ids(team_id))
            )
            if refusal:
                raise refusal
            row.state, row.since = "member", now
        else:
            row.state, row.ended_at = "declined", now
        session.flush()
        kind = "team_welcomed" if welcome else "team_declined"
        happened(TeamNews(kind, team.id, team.name, (volunteer_id,), now))  # type: ignore[arg-type]


def leave(volunteer_id: UUID, team_id: UUID, *, now: datetime) -> None:
    """Go, or take back that one asked; nobody has to agree. Not in it: nothing changes."""
    with transaction():
        held_person(volunteer_id)
        team = hold_team(team_id)
        if team.leader_id == volunteer_id and team.state != "dissolved":
            raise errors.LeaderStays
        end_membership(team, membership(team_id, volunteer_id), now=now)


def end_membership(team: Team, row: TeamMember | None, *, now: datetime) -> None:
    """Write that somebody is in it no longer; within an action."""
    if row is None:
        return
    row.state, row.ended_at, row.leader_may_sign_up_since = "left", now, None
    if team.next_leader_id == row.volunteer_id:
        team.next_leader_id = None
    session.flush()


def let_leader_sign_up(volunteer_id: UUID, team_id: UUID, *, may: bool, now: datetime) -> None:
    """Her word that the leader may sign her up for activities, or its end, from now on."""
    with transaction():
        held_person(volunteer_id)
        row = membership(team_id, volunteer_id)
        if row is None:
            raise errors.NotAMember
        row.leader_may_sign_up_since = (row.leader_may_sign_up_since or now) if may else None


def _entering(volunteer_id: UUID, team_id: UUID) -> tuple[TeamMember | None, Team, str]:
    person = held_person(volunteer_id)
    team = hold_team(team_id)
    row = membership(team_id, volunteer_id)
    if row is None or row.state != "member":
        refusal = why_not_join(
            state=person.state, team_state=team.state, members=len(member_ids(team_id))
        )
        if refusal:
            raise refusal
    return row, team, person.name


def _new(team_id: UUID, volunteer_id: UUID, now: datetime) -> TeamMember:
    row = TeamMember(
        id=new_id(), team_id=team_id, volunteer_id=volunteer_id, state="asked", since=now
    )
    session.add(row)
    return row


def _come_in(
    row: TeamMember, team: Team, name: str, *, leader_may_sign_up: bool, now: datetime
) -> None:
    row.state, row.since = "member", now
    row.leader_may_sign_up_since = now if leader_may_sign_up else None
    session.flush()
    leaders = (team.leader_id,) if team.leader_id else ()
    happened(TeamNews("team_joined", team.id, team.name, leaders, now, who=name))
