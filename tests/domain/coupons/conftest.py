"""What follows from decisions follows here too; one centre and a season that runs."""

import pytest

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.models import Place
from tests import world
from tests.domain.coupons.season import Fair, a_fair


@pytest.fixture(autouse=True)
def connected() -> None:
    reactions.connect()


@pytest.fixture
def centre(database: object) -> Place:
    return world.a_centre()


@pytest.fixture
def fair(centre: Place) -> Fair:
    return a_fair(centre)


@pytest.fixture
def colleague(centre: Place) -> Staff:
    return world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏")
