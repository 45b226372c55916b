"""Orders as leaders of teams see them: asked, to take, to serve, served. No name, no address."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.domain.activities import for_a_team
from app.domain.orders import errors
from app.domain.orders.dispatching import serves
from app.domain.orders.looking import serves_it
from app.domain.orders.models import ServiceOrder, ServiceOrderStep, ServiceRound
from app.domain.orders.queries import found_order, rounds_of, rows_of
from app.domain.orders.rules import WITH_A_TEAM, Decision, State
from app.domain.orders.views import OrderRow, RoundView
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.kernel.database import session
from app.kernel.refusal import NotFound

SHOWN = 50
SHOWN_OVER = 20


@dataclass(frozen=True)
class ForLeader:
    """What the teams of one leader have to do with; lists of at most fifty."""

    teams: list[TeamView]
    asked: list[OrderRow]
    to_take: list[OrderRow]
    ahead: list[OrderRow]
    over: list[OrderRow]


@dataclass(frozen=True)
class TeamOrder:
    """One order for who leads or serves; `teams`: hers that may answer for it."""

    row: OrderRow
    teams: list[TeamView]
    served: RoundView | None
    leads: bool
    who_comes: tuple[UUID, ...]

    @property
    def may_look(self) -> bool:
        """Whether name, phone and address are open to her now."""
        return self.row.state in WITH_A_TEAM and self.served is not None


def for_leader(volunteer_id: UUID) -> ForLeader:
    """Everything that waits for her teams, what is due first on top; a few statements."""
    led = teams.led_by(volunteer_id)
    if not led:
        return ForLeader([], [], [], [], [])
    theirs = _theirs(led)
    first_due = (ServiceOrder.due_at, ServiceOrder.id)
    living = select(ServiceOrder).where(
        or_(_to_answer(led), theirs & ServiceOrder.state.in_(WITH_A_TEAM))
    )
    rows = rows_of(session.scalars(living.order_by(*first_due).limit(SHOWN)).all())
    over = select(ServiceOrder).where(
        theirs, ServiceOrder.state.in_((State.DONE, State.RATED, State.CLOSED))
    )
    latest = (ServiceOrder.waits_since.desc(), ServiceOrder.id)
    return ForLeader(
        led,
        asked=[one for one in rows if one.state is State.DISPATCHED],
        to_take=[one for one in rows if one.state is State.OFFERED],
        ahead=[one for one in rows if one.state in WITH_A_TEAM],
        over=rows_of(session.scalars(over.order_by(*latest).limit(SHOWN_OVER)).all()),
    )


def count_to_answer(volunteer_id: UUID) -> int:
    """How many her teams are asked for or may take; one statement for who leads none, else two."""
    led = teams.led_by(volunteer_id)
    if not led:
        return 0
    return session.scalar(select(func.count(ServiceOrder.id)).where(_to_answer(led))) or 0


def order_for(volunteer_id: UUID, order_id: UUID) -> TeamOrder:
    """One order for its team's leader, for who comes along, or for who may take it."""
    row, led = found_order(order_id), teams.led_by(volunteer_id)
    mine = [one for one in led if _answers_for(one, row)]
    leads = any(one.id == row.team_id for one in mine)
    if not mine and not serves_it(row, volunteer_id):
        raise errors.TakenByAnother if _was_offered(row, led) else NotFound
    living = [one for one in rounds_of(row.id) if one.given_back_at is None]
    served = living[-1] if living and living[-1].team_id == row.team_id else None
    who = tuple(for_a_team.who_comes(served.activity_id)) if served else ()
    return TeamOrder(rows_of([row])[0], mine, served, leads, who)


def order_of_activity(activity_id: UUID, volunteer_id: UUID) -> UUID | None:
    """The order behind an activity, for who serves it now."""
    order_id = session.scalar(
        select(ServiceRound.order_id).where(
            ServiceRound.activity_id == activity_id, ServiceRound.given_back_at.is_(None)
        )
    )
    if order_id is None or not serves_it(found_order(order_id), volunteer_id):
        return None
    return order_id


def _theirs(led: list[TeamView]) -> ColumnElement[bool]:
    return ServiceOrder.team_id.in_([one.id for one in led])


def _to_answer(led: list[TeamView]) -> ColumnElement[bool]:
    """Dispatched to one of these teams, or open to those that serve there."""
    nearby = or_(
        *(ServiceOrder.place_path.startswith(one.place.path, autoescape=True) for one in led)
    )
    asked = _theirs(led) & (ServiceOrder.state == State.DISPATCHED.value)
    return or_(asked, nearby & (ServiceOrder.state == State.OFFERED.value))


def _was_offered(row: ServiceOrder, led: list[TeamView]) -> bool:
    """Whether one of these teams might have taken it, and has heard of it."""
    offered = select(ServiceOrderStep.id).where(
        ServiceOrderStep.order_id == row.id, ServiceOrderStep.decision == Decision.OFFER.value
    )
    served = any(serves(one, row.place_path) for one in led)
    return served and session.scalars(offered.limit(1)).first() is not None


def _answers_for(team: TeamView, row: ServiceOrder) -> bool:
    if row.team_id is not None:
        return row.team_id == team.id
    return row.state == State.OFFERED and serves(team, row.place_path)
