"""What follows from decisions follows here too; one centre with an office and two stations."""

import pytest

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.models import Place
from tests import world


@pytest.fixture(autouse=True)
def connected() -> None:
    reactions.connect()


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office(world.a_centre())


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station, name="王丽")


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office, name="李主任")
