"""What stands on the shelf of a place's community shop."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.recognition import errors, shop_rules
from app.domain.recognition.models import RewardItem
from app.domain.recognition.shop_rules import ItemFacts
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.rows import held_row
from app.kernel.transaction import transaction


def add_item(
    staff: Staff,
    place_id: UUID,
    item: ItemFacts,
    *,
    stock: int,
    pictures: Sequence[UUID] = (),
    now: datetime,
) -> UUID:
    """Put something on the shelf of a place of hers; of several pictures the last is shown."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.REWARDS_MANAGE, place.path)
    refusal = shop_rules.why_not_this_item(item, stock=stock)
    if refusal:
        raise refusal
    with transaction():
        row = RewardItem(
            id=new_id(),
            place_id=place.id,
            place_path=place.path,
            left=stock,
            stocked=stock,
            created_by_id=staff.id,
            created_at=now,
            picture_id=_attached(staff, pictures, now),
        )
        _describe(row, item)
        session.add(row)
        _note(staff, row, "add", stock=stock, now=now)
    return row.id


def change_item(
    staff: Staff,
    item_id: UUID,
    item: ItemFacts,
    *,
    add: int,
    pictures: Sequence[UUID] = (),
    without_picture: bool = False,
    now: datetime,
) -> None:
    """Say anew what is said about it, and add to the stock (less than 0 takes away).

    What is reserved already keeps its price. A new picture takes the place of the old one.
    """
    with transaction():
        picture_id = _attached(staff, pictures, now)
        row = hold_item(item_id)
        staff.require(Permission.REWARDS_MANAGE, row.place_path)
        if row.left + add < 0:
            raise errors.NotThatMany(left=row.left)
        refusal = shop_rules.why_not_this_item(item, stock=row.left + add)
        if refusal:
            raise refusal
        _describe(row, item)
        row.left += add
        row.stocked += add
        if picture_id or without_picture:
            row.picture_id = picture_id
        _note(staff, row, "change", stock=add, now=now)


def hold_item(item_id: UUID) -> RewardItem:
    """An item's row, held; the last lock of all. Raises NotFound."""
    return held_row(RewardItem, item_id)


def _attached(staff: Staff, pictures: Sequence[UUID], now: datetime) -> UUID | None:
    if not pictures:
        return None
    return keeping.attach(staff.actor, list(pictures)[-1:], now=now)[0]


def facts_of(row: RewardItem) -> ItemFacts:
    """A row as the rules see it."""
    return ItemFacts(
        title=row.title,
        description=row.description,
        price=row.price,
        limit_each=row.limit_each,
        open_from=row.open_from,
        open_until=row.open_until,
        on_shelf=row.on_shelf,
    )


def _describe(row: RewardItem, item: ItemFacts) -> None:
    row.title, row.description, row.price = item.title, item.description, item.price
    row.limit_each, row.on_shelf = item.limit_each, item.on_shelf
    row.open_from, row.open_until = item.open_from, item.open_until


def _note(staff: Staff, row: RewardItem, word: str, *, stock: int, now: datetime) -> None:
    trail.record(
        staff.actor,
        f"rewards.{word}",
        "reward_item",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.title,
        price=row.price,
        stock=stock,
        on_shelf=row.on_shelf,
        **({"picture": str(row.picture_id)} if row.picture_id else {}),
    )
