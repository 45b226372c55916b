"""A station, and what follows from decisions."""

import pytest

from app.domain import reactions
from tests.domain.complaints.house import House, a_house


@pytest.fixture
def house(database: object) -> House:
    reactions.connect()
    return a_house()
