"""The table of a coupon's states, walked whole: every step from every state, by the actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.domain.access.queries import Staff
from app.domain.coupons import correcting, ending, redeeming, settling
from app.domain.coupons.rules import NEXT, State, Step
from app.domain.people import leaving
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from tests import world
from tests.domain.coupons.season import SEASON, Fair, redeemed, state, taken
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 23)
LATER = NOON + timedelta(days=8)
SILENT = (Step.EXPIRE, Step.DROP)  # what nobody asks for: it passes over what is not held


@dataclass
class Held:
    """One person's coupon, with what is known of it by then."""

    fair: Fair
    colleague: Staff
    holder: UUID
    coupon: UUID
    redemption: UUID
    sheet: UUID

    def redeem(self) -> None:
        self.redemption = redeemed(self.coupon, self.fair.till).redemption_id

    def undo(self) -> None:
        redeeming.undo(self.fair.till, self.redemption, now=NOON)

    def settle(self) -> None:
        self.sheet = settling.prepare(
            self.fair.administrator, self.fair.noodles, TODAY, TODAY, now=LATER
        )

    def confirm(self) -> None:
        settling.confirm(self.colleague, self.sheet, now=LATER)

    def unsettle(self) -> None:
        settling.drop(self.fair.administrator, self.sheet, "算错了", now=LATER)

    def correct(self) -> None:
        correcting.correct(self.fair.administrator, self.redemption, "收银员点错", now=LATER)

    def expire(self) -> None:
        ending.expire(now=SEASON.use_until)

    def drop(self) -> None:
        leaving.leave(self.holder, now=NOON)

    def step(self, step: Step) -> None:
        act: Callable[[], None] = getattr(self, step.value)
        act()


WAYS: dict[State, tuple[str, ...]] = {
    State.HELD: (),
    State.USED: ("redeem",),
    State.SETTLED: ("redeem", "settle"),
    State.EXPIRED: ("expire",),
    State.DROPPED: ("drop",),
    State.VOID: ("redeem", "correct"),
}


def a_coupon(fair: Fair, colleague: Staff, *, in_state: State, before: Step) -> Held:
    """Come into that state by the actions, its sheet confirmed where it is to be corrected."""
    person = world.a_volunteer()
    found = Held(fair, colleague, person.id, taken(person, fair), new_id(), new_id())
    for way in WAYS[in_state]:
        getattr(found, way)()
    if in_state is State.SETTLED and before is Step.CORRECT:
        found.confirm()
    return found


@pytest.mark.parametrize("before", list(State))
def test_every_step_from_a_state_leads_where_the_table_says_or_is_refused(
    fair: Fair, colleague: Staff, before: State
) -> None:
    for step in Step:
        one = a_coupon(fair, colleague, in_state=before, before=step)
        assert state(one.coupon) == before
        refused = False
        try:
            one.step(step)
        except Refusal:
            refused = True
        assert state(one.coupon) == NEXT.get((before, step), before), step
        assert refused is ((before, step) not in NEXT and step not in SILENT), step
        if state(one.coupon) == State.USED:  # out of the way of the next sheet
            one.correct()
