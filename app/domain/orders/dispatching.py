"""Dispatch an order to a team, let teams take it, or take it back."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.orders import errors
from app.domain.orders.holding import move, staffs_order, tell_leader, tell_leaders
from app.domain.orders.models import ServiceOrder
from app.domain.orders.rules import Decision
from app.domain.places import queries as places
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.kernel.transaction import transaction

MOST_TEAMS_TOLD = 200


def dispatch(staff: Staff, order_id: UUID, team_id: UUID, *, now: datetime) -> None:
    """Ask a team; its leader is told, and has a day to answer."""
    with transaction():
        row = staffs_order(staff, order_id)
        team = teams.team(team_id)
        if not serves(team, row.place_path):
            raise errors.TeamNotForThis
        if staff.volunteer_id is not None and staff.volunteer_id == team.leader_id:
            raise errors.OwnTeam
        row.team_id, row.dispatcher_id = team.id, staff.id
        move(row, Decision.DISPATCH, staff.actor, now=now)
        tell_leader(row, "dispatched", team.id, now=now)


def offer(staff: Staff, order_id: UUID, *, now: datetime) -> None:
    """Let the teams that serve there take it: their leaders are told, the first one has it."""
    with transaction():
        row = staffs_order(staff, order_id)
        move(row, Decision.OFFER, staff.actor, now=now)
        row.dispatcher_id = staff.id
        tell_leaders(row, "offered", _who_may_take(row), now=now)


def take_back(staff: Staff, order_id: UUID, *, now: datetime) -> None:
    """Ask that team no more, or let teams take it no more."""
    with transaction():
        row = staffs_order(staff, order_id)
        team_id = row.team_id
        move(row, Decision.TAKE_BACK, staff.actor, now=now)
        tell_leader(row, "taken_back", team_id, now=now)


def serves(team: TeamView, place_path: str) -> bool:
    """A team that stands, is led, and belongs to the place or to one above it."""
    led = team.state == "recognised" and team.leader_id is not None
    return led and place_path.startswith(team.place.path)


def _who_may_take(row: ServiceOrder) -> list[UUID]:
    """The leaders of the teams that serve there, each once; not who asked for it herself."""
    near = teams.to_join(places.place(row.place_id), limit=MOST_TEAMS_TOLD)
    led = {one.leader_id for one in near if serves(one, row.place_path)}
    return sorted(one for one in led if one is not None and one != row.requester_id)
