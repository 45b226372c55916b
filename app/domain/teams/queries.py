"""Reading teams and who belongs to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.domain.people import queries as people
from app.domain.people.optional_consents import public_names
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.teams.models import Team, TeamMember
from app.domain.teams.rules import STATES
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class TeamView:
    """A team as lists and pages show it; `members` counts those who belong to it."""

    id: UUID
    name: str
    kind: str
    purpose: str
    place: PlaceView
    leader_id: UUID | None
    next_leader_id: UUID | None
    state: str
    state_reason: str | None
    founded_at: datetime
    decided_at: datetime | None
    members: int

    @property
    def state_title(self) -> str:
        """The state in Chinese."""
        return STATES[self.state]


@dataclass(frozen=True)
class MemberView:
    """One of a team: `state` asked | member."""

    volunteer_id: UUID
    name: str
    public_name: str  # as other members read it: masked unless she agreed to show it
    number: str
    state: str
    since: datetime
    leader_may_sign_up: bool


@dataclass(frozen=True)
class Mine:
    """A team and how one stands in it; `state` is None for who was only asked to lead."""

    team: TeamView
    state: str | None
    leader_may_sign_up: bool


def team(team_id: UUID, *, within: Scope | None = None) -> TeamView:
    """One team; outside the scope it is not found."""
    row = session.execute(_teams().where(Team.id == team_id)).one_or_none()
    if row is None:
        raise NotFound
    found = _view(row)
    if within is not None and not within.covers(found.place.path):
        raise NotFound
    return found


def who_is_behind(team_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Staff who founded or decided on a team; volunteers who lead it or are asked to."""
    row = session.execute(
        select(Team.founded_by_id, Team.decided_by_id, Team.leader_id, Team.next_leader_id).where(
            Team.id == team_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    staff, volunteers = row[:2], row[2:]
    return frozenset(one for one in staff if one), frozenset(one for one in volunteers if one)


def names(ids: Collection[UUID | None]) -> dict[UUID, str]:
    """The names of several teams at once."""
    wanted = {team_id for team_id in ids if team_id is not None}
    if not wanted:
        return {}
    query = select(Team.id, Team.name).where(Team.id.in_(wanted))
    return {row.id: row.name for row in session.execute(query)}


def teams_within(within: Scope, *, state: str = "", page: int = 1) -> Page[TeamView]:
    """The teams of a subtree: those that wait first, then the latest."""
    query = select(Team).where(Team.place_id.in_(places.ids_within(within)))
    if state:
        query = query.where(Team.state == state)
    query = query.order_by((Team.state == "pending").desc(), Team.founded_at.desc(), Team.id)
    found = page_of(query, number=page, size=PAGE_SIZE)
    rows = {row[0].id: row for row in _rows([one.id for one in found.items])}
    views = [_view(rows[one.id]) for one in found.items]
    return Page(views, found.number, found.size, found.total)


def count_pending(within: Scope) -> int:
    """How many teams wait to be recognised."""
    query = select(func.count(Team.id)).where(
        Team.state == "pending",
        Team.leader_id.is_not(None),
        Team.place_id.in_(places.ids_within(within)),
    )
    return session.scalar(query) or 0


def mine(volunteer_id: UUID) -> list[Mine]:
    """The teams somebody belongs to, has asked to join, or is asked to lead."""
    living = {
        row.team_id: row
        for row in session.scalars(
            select(TeamMember)
            .where(
                TeamMember.volunteer_id == volunteer_id,
                TeamMember.state.in_(("asked", "member")),
            )
            .execution_options(populate_existing=True)
        )
    }
    query = _teams().where(
        Team.state != "dissolved",
        or_(Team.id.in_(list(living)), Team.next_leader_id == volunteer_id),
    )
    return [
        Mine(view, row.state if row else None, bool(row and row.leader_may_sign_up_since))
        for view in map(_view, session.execute(query.order_by(Team.name, Team.id)))
        for row in [living.get(view.id)]
    ]


def led_by(volunteer_id: UUID) -> list[TeamView]:
    """The recognised teams somebody leads."""
    query = _teams().where(Team.leader_id == volunteer_id, Team.state == "recognised")
    return [_view(row) for row in session.execute(query.order_by(Team.name, Team.id))]


def to_join(near: PlaceView, *, limit: int = 50) -> list[TeamView]:
    """The recognised teams of a community, of its office and of the centre."""
    above = [near.path[: end + 1] for end, sign in enumerate(near.path) if sign == "/"]
    query = _teams().where(
        Team.place_id.in_(places.ids_at(above)),
        Team.state == "recognised",
        Team.leader_id.is_not(None),
    )
    return [_view(row) for row in session.execute(query.order_by(Team.name, Team.id).limit(limit))]


def members(team_id: UUID) -> list[MemberView]:
    """Those who belong to a team or have asked to, in the order they came."""
    rows = session.scalars(
        select(TeamMember)
        .where(TeamMember.team_id == team_id, TeamMember.state.in_(("asked", "member")))
        .order_by(TeamMember.since, TeamMember.id)
        .execution_options(populate_existing=True)
    ).all()
    everyone = [row.volunteer_id for row in rows]
    persons, names = people.cards(everyone), public_names(everyone)
    return [
        MemberView(
            volunteer_id=row.volunteer_id,
            name=persons[row.volunteer_id].name,
            public_name=names[row.volunteer_id],
            number=persons[row.volunteer_id].number,
            state=row.state,
            since=row.since,
            leader_may_sign_up=row.leader_may_sign_up_since is not None,
        )
        for row in rows
    ]


def who_agreed(team_id: UUID, volunteer_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Of these people those who are members, and whether the leader may sign them up."""
    rows = session.execute(
        select(TeamMember.volunteer_id, TeamMember.leader_may_sign_up_since).where(
            TeamMember.team_id == team_id,
            TeamMember.state == "member",
            TeamMember.volunteer_id.in_(set(volunteer_ids)),
        )
    )
    return {row.volunteer_id: row.leader_may_sign_up_since is not None for row in rows}


def _teams() -> Select[*tuple[Any, ...]]:
    counted = (
        select(func.count())
        .where(TeamMember.team_id == Team.id, TeamMember.state == "member")
        .correlate(Team)
        .scalar_subquery()
    )
    query = places.with_place(select(Team, counted.label("members")), Team.place_id)
    return query.execution_options(populate_existing=True)


def _rows(ids: Collection[UUID]) -> Sequence[Any]:
    return session.execute(_teams().where(Team.id.in_(ids))).all()


def _view(row: Any) -> TeamView:
    found, counted, place = row
    return TeamView(
        id=found.id,
        name=found.name,
        kind=found.kind,
        purpose=found.purpose,
        place=places.view(place),
        leader_id=found.leader_id,
        next_leader_id=found.next_leader_id,
        state=found.state,
        state_reason=found.state_reason,
        founded_at=found.founded_at,
        decided_at=found.decided_at,
        members=counted,
    )
