"""A requester's own orders, by her account or by the link her phone was sent."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.orders.linking import order_behind
from app.domain.orders.looking import pictures_with
from app.domain.orders.models import ServiceOrder
from app.domain.orders.queries import found_order, rounds_of, rows_of
from app.domain.orders.rules import ENDED, NEXT, Decision, State
from app.domain.orders.views import OrderRow, RoundView
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class MyOrder:
    """One order as its requester follows it; the link shows no address, wish or photo."""

    row: OrderRow
    served: RoundView | None
    address: str = field(default="", repr=False)
    wish: str = field(default="", repr=False)
    pictures: tuple[UUID, ...] = ()

    @property
    def may_cancel(self) -> bool:
        """Until the service begins."""
        return (self.row.state, Decision.CANCEL) in NEXT

    @property
    def may_rate(self) -> bool:
        """Once it is done."""
        return self.row.state is State.DONE


def orders_of(volunteer_id: UUID, *, page: int = 1) -> Page[OrderRow]:
    """What she asked for, the latest first; five statements."""
    query = select(ServiceOrder).where(ServiceOrder.requester_id == volunteer_id)
    order = (ServiceOrder.made_at.desc(), ServiceOrder.id)
    found = page_of(query.order_by(*order).execution_options(populate_existing=True), number=page)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def under_way(volunteer_id: UUID, *, most: int) -> Page[OrderRow]:
    """Hers that have not ended, the latest first: so many, and how many there are."""
    query = select(ServiceOrder).where(
        ServiceOrder.requester_id == volunteer_id,
        ServiceOrder.state.not_in([one.value for one in ENDED]),
    )
    order = (ServiceOrder.made_at.desc(), ServiceOrder.id)
    found = page_of(query.order_by(*order), size=most)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def count_open(volunteer_id: UUID) -> int:
    """How many of hers are under way; one statement."""
    query = select(func.count(ServiceOrder.id)).where(
        ServiceOrder.requester_id == volunteer_id,
        ServiceOrder.state.not_in([one.value for one in ENDED]),
    )
    return session.scalar(query) or 0


def order_of(volunteer_id: UUID, order_id: UUID) -> MyOrder:
    """One of hers; anybody else's is not found."""
    row = found_order(order_id)
    if row.requester_id != volunteer_id:
        raise NotFound
    return MyOrder(rows_of([row])[0], _served(row), row.address, row.wish, pictures_with(row.id))


def order_by_link(code: str, *, now: datetime) -> MyOrder:
    """The order of a link: how it stands, and the way to rate it."""
    row = found_order(order_behind(code, now=now))
    return MyOrder(rows_of([row])[0], _served(row))


def _served(row: ServiceOrder) -> RoundView | None:
    living = [one for one in rounds_of(row.id) if one.given_back_at is None]
    return living[-1] if living else None
