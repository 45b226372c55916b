"""What follows from scans and decisions follows here too."""

import pytest

from app.domain import reactions


@pytest.fixture(autouse=True)
def connected() -> None:
    reactions.connect()
