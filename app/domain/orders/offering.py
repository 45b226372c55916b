"""The menu: write a line, change it, take it off and put it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit import trail
from app.domain.orders import errors
from app.domain.orders.models import ServiceItem
from app.domain.orders.wanted import Item, why_not_this_item
from app.domain.places import queries as places
from app.domain.teams import queries as teams
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def add_item(
    staff: Staff, item: Item, *, place_id: UUID, pictures: Sequence[UUID] = (), now: datetime
) -> UUID:
    """A new line of a place's menu, open at once; its id."""
    refusal = why_not_this_item(item)
    if refusal:
        raise refusal
    with transaction():
        staff.require(Permission.SERVICES_MANAGE, places.place(place_id).path)
        row = ServiceItem(
            id=new_id(), place_id=place_id, active=True, made_by_id=staff.id, made_at=now
        )
        _describe(staff, row, item, pictures, now=now)
        session.add(row)
        session.flush()
        _write_down(staff, "add", row, now=now)
        return row.id


def change_item(
    staff: Staff, item_id: UUID, item: Item, *, pictures: Sequence[UUID] | None, now: datetime
) -> None:
    """Say anew what it is; orders made from it keep what they were. None: the picture stays."""
    refusal = why_not_this_item(item)
    if refusal:
        raise refusal
    with transaction():
        row = _held(staff, item_id)
        _describe(staff, row, item, pictures, now=now)
        _write_down(staff, "change", row, now=now)


def switch_item(staff: Staff, item_id: UUID, *, on: bool, now: datetime) -> None:
    """Take it off the menu or put it back. Said again, nothing changes."""
    with transaction():
        row = _held(staff, item_id)
        if row.active is not on:
            row.active = on
            _write_down(staff, "switch_on" if on else "switch_off", row, now=now)


def _describe(
    staff: Staff,
    row: ServiceItem,
    item: Item,
    pictures: Sequence[UUID] | None,
    *,
    now: datetime,
) -> None:
    place = places.place(row.place_id)
    if item.team_id is not None:
        team = teams.team(item.team_id)
        if team.state != "recognised" or not place.path.startswith(team.place.path):
            raise errors.TeamNotForThis
    row.team_id, row.title, row.category = item.team_id, item.title.strip(), item.category
    row.work_type, row.content = item.work_type, item.content.strip()
    row.at_home, row.venue = item.at_home, "" if item.at_home else item.venue.strip()
    row.when_text, row.for_whom = item.when_text.strip(), list(item.for_whom)
    row.least_age, row.lead_days = item.least_age, item.lead_days
    row.capacity, row.capacity_per = item.capacity, item.capacity_per
    if pictures:
        keeping.attach(staff.actor, pictures, now=now)
    if pictures is not None:
        row.picture_id = pictures[0] if pictures else None


def _held(staff: Staff, item_id: UUID) -> ServiceItem:
    row = session.scalars(
        select(ServiceItem)
        .where(ServiceItem.id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    staff.require(Permission.SERVICES_MANAGE, places.place(row.place_id).path)
    return row


def _write_down(staff: Staff, word: str, row: ServiceItem, *, now: datetime) -> None:
    trail.record(
        staff.actor,
        f"services.{word}",
        "service_item",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.title,
    )
