"""What follows from decisions follows here too; one centre with an office and a station."""

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
def centre(database: object) -> Place:
    return world.a_centre()


@pytest.fixture
def office(centre: Place) -> Place:
    return world.an_office(centre)


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def administrator(centre: Place) -> Staff:
    return world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="李主任")


@pytest.fixture
def colleague(centre: Place) -> Staff:
    return world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏")
