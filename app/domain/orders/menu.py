"""Reading the menu: what somebody may order, and what staff keep."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.orders.models import ServiceItem
from app.domain.orders.views import ItemView
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.teams import queries as teams
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


def menu(near: PlaceView, *, category: str = "", page: int = 1) -> Page[ItemView]:
    """What a community, its office and the centre offer to its residents; four statements."""
    query = select(ServiceItem).where(
        ServiceItem.active.is_(True), ServiceItem.place_id.in_(places.ids_at(_above(near)))
    )
    if category:
        query = query.where(ServiceItem.category == category)
    return _page(query.order_by(ServiceItem.category, ServiceItem.title, ServiceItem.id), page)


def categories(near: PlaceView) -> list[str]:
    """The categories of which there is something."""
    query = select(ServiceItem.category).where(
        ServiceItem.active.is_(True), ServiceItem.place_id.in_(places.ids_at(_above(near)))
    )
    return list(session.scalars(query.distinct().order_by(ServiceItem.category)))


def items_within(within: Scope, *, active: bool | None = None, page: int = 1) -> Page[ItemView]:
    """The menu of a subtree, as staff keep it; what is off comes last."""
    query = select(ServiceItem).where(ServiceItem.place_id.in_(places.ids_within(within)))
    if active is not None:
        query = query.where(ServiceItem.active.is_(active))
    order = (ServiceItem.active.desc(), ServiceItem.category, ServiceItem.title, ServiceItem.id)
    return _page(query.order_by(*order), page)


def on_offer_at(place: PlaceView) -> list[ItemView]:
    """What can be ordered for a place, for who takes a request by telephone."""
    query = select(ServiceItem).where(
        ServiceItem.active.is_(True), ServiceItem.place_id.in_(places.ids_at(_above(place)))
    )
    rows = session.scalars(query.order_by(ServiceItem.title, ServiceItem.id).limit(100)).all()
    return _views(list(rows))


def item(item_id: UUID, *, within: Scope | None = None) -> ItemView:
    """One line; outside the scope it is not found."""
    row = session.get(ServiceItem, item_id, populate_existing=True)
    if row is None:
        raise NotFound
    (found,) = _views([row])
    if within is not None and not within.covers(found.place.path):
        raise NotFound
    return found


def picture_of(item_id: UUID) -> UUID:
    """Its picture; not found where it has none."""
    found = item(item_id).picture_id
    if found is None:
        raise NotFound
    return found


def _above(place: PlaceView) -> list[str]:
    """The paths of a place and of those above it."""
    return [place.path[: end + 1] for end, sign in enumerate(place.path) if sign == "/"]


def _page(query: Select[Any], number: int) -> Page[ItemView]:
    found = page_of(query.execution_options(populate_existing=True), number=number)
    return Page(_views(list(found.items)), found.number, found.size, found.total)


def _views(rows: list[ServiceItem]) -> list[ItemView]:
    where = places.places([row.place_id for row in rows])
    names = teams.names({row.team_id for row in rows})
    return [
        ItemView(
            id=row.id,
            place=where[row.place_id],
            team_id=row.team_id,
            team=names.get(row.team_id, "") if row.team_id else "",
            title=row.title,
            category=row.category,
            work_type=row.work_type,
            content=row.content,
            at_home=row.at_home,
            venue=row.venue,
            when_text=row.when_text,
            for_whom=tuple(row.for_whom),
            least_age=row.least_age,
            lead_days=row.lead_days,
            capacity=row.capacity,
            capacity_per=row.capacity_per,
            picture_id=row.picture_id,
            active=row.active,
        )
        for row in rows
    ]
