"""A shelf, somebody with points, and moves in the shop, in few words."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from app.domain.access.rules import Role
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.recognition import ledger, redeeming, stocking
from app.domain.recognition.models import RewardItem
from app.domain.recognition.rules import Effect
from app.domain.recognition.shop_rules import ItemFacts
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests import world
from tests.world import NOON

SOAP = ItemFacts(
    title="洗衣液",
    description="到站里领",
    price=20,
    limit_each=None,
    open_from=date(2026, 1, 1),
    open_until=None,
    on_shelf=True,
)


def an_item(at: Place, *, stock: int = 5, **facts: object) -> UUID:
    """Something on the shelf of a place."""
    manager = world.staff(Role.OFFICE_MANAGER, at=at)
    item = replace(SOAP, **facts)  # type: ignore[arg-type]
    return stocking.add_item(manager, at.id, item, stock=stock, now=NOON)


def with_points(at: Place, points: int = 100, **facts: object) -> Volunteer:
    """A volunteer with so many points, from nowhere."""
    person = world.a_volunteer(at, **facts)  # type: ignore[arg-type]
    with transaction():
        accounts = ledger.hold_accounts([person.id])
        row = ledger.entry(accounts[person.id], Effect(points, 0), kind="earned", at=NOON)
        ledger.write([row], accounts)
    return person


def redeemed(person: Volunteer, item_id: UUID, *, now: datetime = NOON) -> UUID:
    """Reserve one."""
    return redeeming.redeem(person.id, item_id, nonce=new_id().hex, now=now)


def left(item_id: UUID) -> int:
    """How many are on the shelf."""
    return session.get_one(RewardItem, item_id, populate_existing=True).left
