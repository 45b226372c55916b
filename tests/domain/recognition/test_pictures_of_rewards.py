"""Something on the shelf may have a picture: one, hers who put it there, replaced or taken away."""

from uuid import UUID

import pytest

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.attachments import keeping
from app.domain.attachments.errors import PictureGone
from app.domain.places.models import Place
from app.domain.recognition import shop_queries, stocking
from app.kernel.database import session
from tests import world
from tests.conftest import Counting
from tests.domain.recognition.shop import SOAP, an_item
from tests.photographs import a_photo
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office)


def loose(by: Staff, seed: int = 1) -> UUID:
    return keeping.keep(by.actor, a_photo(seed=seed), now=NOON)


def shown(item_id: UUID) -> UUID | None:
    session.expire_all()
    found = shop_queries.item(item_id).picture
    return found.id if found else None


def change(manager: Staff, item_id: UUID, **facts: object) -> None:
    stocking.change_item(manager, item_id, SOAP, add=0, now=NOON, **facts)  # type: ignore[arg-type]


def test_it_is_optional_and_may_come_with_the_thing(manager: Staff, station: Place) -> None:
    assert shown(an_item(station)) is None
    kept = loose(manager)
    with_one = stocking.add_item(manager, station.id, SOAP, stock=1, pictures=[kept], now=NOON)
    assert shown(with_one) == kept


def test_another_takes_its_place_and_it_can_be_taken_away(manager: Staff, station: Place) -> None:
    item_id = an_item(station)
    change(manager, item_id, pictures=[loose(manager)])
    other = loose(manager, seed=2)
    change(manager, item_id, pictures=[other])
    assert shown(item_id) == other
    change(manager, item_id)
    assert shown(item_id) == other, "what is not said stays"
    change(manager, item_id, without_picture=True)
    assert shown(item_id) is None


def test_somebody_elses_picture_is_refused_and_nothing_changes(
    manager: Staff, station: Place
) -> None:
    item_id = an_item(station)
    strangers = loose(world.staff(at=station))
    with pytest.raises(PictureGone):
        change(manager, item_id, pictures=[strangers])
    assert shown(item_id) is None


def test_a_shelf_of_pictures_takes_as_many_statements_as_one(
    manager: Staff, station: Place, statements: Counting
) -> None:
    for seed in range(1, 4):
        change(manager, an_item(station), pictures=[loose(manager, seed)])
    with statements() as seen:
        page = shop_queries.shelf(station.id, today=NOON.date())
    assert [one.picture is not None for one in page.items] == [True] * 3
    assert len(seen) <= 4
