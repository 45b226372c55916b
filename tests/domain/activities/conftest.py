"""What tests of activities may ask for besides the common."""

import pytest

from app.domain.activities import events
from app.kernel import happenings

Heard = list[object]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every event of this room, in order, with nobody else following."""
    seen: Heard = []
    announced = (
        events.SignedUpEvent,
        events.WaitingListed,
        events.MovedUp,
        events.PassedOver,
        events.PlaceTakenBack,
        events.TeamSignedUp,
        events.ExchangeOver,
        events.ExchangeAsked,
        events.PositionChanged,
        events.SignUpCancelled,
        events.ActivityChanged,
        events.ActivityCancelled,
        events.SessionNear,
    )
    monkeypatch.setattr(happenings, "_followers", dict.fromkeys(announced, (seen.append,)))
    return seen
