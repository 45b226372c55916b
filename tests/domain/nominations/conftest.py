"""One centre with an office and a station, and what follows from decisions."""

import pytest

from app.domain import reactions
from tests.domain.nominations.house import House, a_house


@pytest.fixture
def house(database: object) -> House:
    reactions.connect()
    return a_house()
