"""Give a reserved item to the person: by the code on her phone, or by its number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.places import queries as places
from app.domain.recognition import errors, shop_rules
from app.domain.recognition.redeeming import held_redemption, note
from app.domain.recognition.redemption_code import redemption_behind
from app.domain.recognition.shop_rules import GIVEN, NEXT_STATE, Decision, State
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class HandedOver:
    """What came of it; `repeated`: it had been handed over before, at `at`."""

    redemption_id: UUID
    at: datetime
    repeated: bool


def hand_over_by_code(staff: Staff, code: str, *, now: datetime) -> HandedOver:
    """The person stands at the counter and shows her code."""
    return _hand_over(staff, redemption_behind(code, now=now), "code", now=now)


def hand_over(staff: Staff, redemption_id: UUID, *, now: datetime) -> HandedOver:
    """Found by its number; staff have looked at who asks for it."""
    return _hand_over(staff, redemption_id, "number", now=now)


def _hand_over(staff: Staff, redemption_id: UUID, way: str, *, now: datetime) -> HandedOver:
    with transaction():
        row = held_redemption(redemption_id)
        staff.require(Permission.REWARDS_HAND_OVER, places.place(row.place_id).path)
        if row.handed_over_at is not None and State(row.state) in GIVEN:
            return HandedOver(row.id, row.handed_over_at, repeated=True)
        if staff.volunteer_id is not None and staff.volunteer_id == row.volunteer_id:
            raise errors.OwnRedemption
        refusal = shop_rules.why_not(State(row.state), Decision.HAND_OVER)
        if refusal:
            raise refusal
        row.state = NEXT_STATE[State(row.state), Decision.HAND_OVER].value
        row.handed_over_at, row.handed_over_by_id, row.way = now, staff.id, way
        note(staff.actor, row, "hand_over", now=now)
    return HandedOver(row.id, now, repeated=False)
