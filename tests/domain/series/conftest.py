"""The house of these tests, and what follows from decisions."""

from datetime import datetime

import pytest

from app.domain import reactions
from tests.domain.series.house import House, a_house


@pytest.fixture
def house(database: object, now: datetime) -> House:
    reactions.connect()
    return a_house(now)
