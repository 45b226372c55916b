"""A station with a team, and what follows from decisions; nobody is called back unless said."""

import pytest

from app.domain import reactions
from tests.domain.orders.house import House, a_house, nobody_is_drawn


@pytest.fixture
def house(database: object, monkeypatch: pytest.MonkeyPatch) -> House:
    reactions.connect()
    nobody_is_drawn(monkeypatch)
    return a_house()
