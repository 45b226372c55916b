"""Name, phone, address, wish and photos: opened for who dispatches or serves, and written down."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.activities import for_a_team
from app.domain.attachments.queries import Picture, picture
from app.domain.audit.actors import Actor
from app.domain.orders import errors
from app.domain.orders.holding import (
    dispatchers_order,
    held_order,
    note,
    present_round,
    staffs_order,
)
from app.domain.orders.models import ServiceOrder, ServiceOrderPicture
from app.domain.orders.queries import found_order
from app.domain.orders.rules import ENDED, WITH_A_TEAM
from app.domain.people.holding import hold
from app.domain.teams import queries as teams
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Contact:
    """What nobody else sees."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    wish: str = field(repr=False)
    pictures: tuple[UUID, ...] = ()


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
    return Contact(row.name, row.phone, row.address, row.wish, pictures_with(row.id))


def pictures_with(order_id: UUID) -> tuple[UUID, ...]:
    """The photos that came with an order."""
    query = select(ServiceOrderPicture.attachment_id).where(
        ServiceOrderPicture.order_id == order_id
    )
    return tuple(session.scalars(query.order_by(ServiceOrderPicture.attachment_id)))


def picture_for_dispatcher(staff: Staff, order_id: UUID, attachment_id: UUID) -> Picture:
    """One of them, open as long as the contact is; only a look, written down, tells its id."""
    row = dispatchers_order(staff, found_order(order_id))
    return _picture(row, attachment_id, shown=row.state not in ENDED)


def picture_for_server(volunteer_id: UUID, order_id: UUID, attachment_id: UUID) -> Picture:
    """The same for who serves."""
    row = found_order(order_id)
    serves = serves_it(row, volunteer_id)
    return _picture(row, attachment_id, shown=serves and row.state in WITH_A_TEAM)


def _picture(row: ServiceOrder, attachment_id: UUID, *, shown: bool) -> Picture:
    if not shown or attachment_id not in pictures_with(row.id):
        raise NotFound
    return picture(attachment_id)
