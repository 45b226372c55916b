"""Name, phone, address and wish: opened for the dispatcher and for who serves, and written down."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import for_a_team
from app.domain.audit.actors import Actor
from app.domain.orders import errors
from app.domain.orders.holding import held_order, note, present_round, staffs_order
from app.domain.orders.models import ServiceOrder
from app.domain.orders.rules import ENDED, WITH_A_TEAM
from app.domain.people.holding import hold
from app.domain.teams import queries as teams
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Contact:
    """What nobody else sees."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    wish: str = field(repr=False)


def look_as_dispatcher(staff: Staff, order_id: UUID, *, now: datetime) -> Contact:
    """For who verifies and dispatches, until the order has ended."""
    with transaction():
        row = staffs_order(staff, order_id)
        return _opened(row, staff.actor, now=now)


def look_as_server(volunteer_id: UUID, order_id: UUID, *, now: datetime) -> Contact:
    """For the leader of the team that accepted, and for who comes along, until it is done."""
    with transaction():
        person = hold([volunteer_id]).get(volunteer_id)
        row = held_order(order_id)
        if person is None or not serves_it(row, volunteer_id):
            raise NotFound
        if row.state not in WITH_A_TEAM:
            raise errors.NotForYou
        return _opened(row, Actor("volunteer", volunteer_id, person.name), now=now)


def serves_it(row: ServiceOrder, volunteer_id: UUID) -> bool:
    """Whether she leads the team that has it now, or has a place in its service."""
    served = present_round(row)
    if served is None or row.team_id != served.team_id:
        return False
    leads = teams.team(served.team_id).leader_id == volunteer_id
    return leads or for_a_team.comes(served.activity_id, volunteer_id)


def _opened(row: ServiceOrder, by: Actor, *, now: datetime) -> Contact:
    if row.state in ENDED or row.phone_index is None:
        raise errors.ContactGone
    note(by, row, "look", now=now)
    return Contact(row.name, row.phone, row.address, row.wish)
