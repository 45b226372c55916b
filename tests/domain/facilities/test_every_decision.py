"""The table of a booking's states, walked whole by the actions."""

from collections.abc import Callable
from itertools import product
from uuid import UUID

import pytest

from app.domain.facilities import deciding, timing
from app.domain.facilities.models import Booking
from app.domain.facilities.rules import NEXT, Decision, State
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from tests.conftest import NOON
from tests.domain.facilities.house import HOUR, NINE, House, a_house, the_booking
from tests.world import saved

# What changes nothing and is not refused: asked again, or looked for by the clock.
QUIET = {(State.CANCELLED, Decision.CANCEL), *((state, Decision.LAPSE) for state in State)}


@pytest.mark.usefixtures("database")
def test_every_decision_leads_where_the_table_says_or_is_refused() -> None:
    house = a_house()
    clerk, zhang = house.clerk, house.zhang
    actions: dict[Decision, Callable[[UUID], object]] = {
        Decision.APPROVE: lambda one: deciding.approve(clerk, one, now=NOON),
        Decision.DECLINE: lambda one: deciding.decline(clerk, one, "消防检查", now=NOON),
        Decision.CANCEL: lambda one: deciding.cancel(zhang, one, now=NOON),
        Decision.CALL_OFF: lambda one: deciding.call_off(clerk, one, "水管坏了", now=NOON),
        Decision.LAPSE: lambda _one: timing.lapse(now=NINE),
        Decision.MISS: lambda one: deciding.miss(clerk, one, now=NINE),
        Decision.CAME: lambda one: deciding.came(clerk, one, now=NINE),
    }
    for number, (state, decision) in enumerate(product(State, Decision)):
        made = a_booking(house, state, f"CD{number}")
        refused = False
        try:
            actions[decision](made)
        except Refusal:
            refused = True
        assert the_booking(made).state == NEXT.get((state, decision), state)
        unknown = (state, decision) not in NEXT
        assert refused is (unknown and (state, decision) not in QUIET)


def a_booking(house: House, state: State, number: str) -> UUID:
    """One of hers in a state, however it came there."""
    row = Booking(
        id=new_id(),
        number=number,
        facility_id=house.room,
        starts_at=NINE,
        ends_at=NINE + HOUR,
        purpose="合唱排练",
        heads=5,
        source="own",
        volunteer_id=house.zhang.id,
        state=state.value,
        made_at=NOON,
    )
    return saved(row).id
