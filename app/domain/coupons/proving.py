"""What the ledger must be able to prove of redemptions; whose they are, is committed to."""

from typing import Any
from uuid import UUID

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.coupons.money_models import CouponRedemption

KINDS = ("redeemed", "undone", "corrected")
ACTIONS = tuple(f"coupon.{kind}" for kind in KINDS)
FACTS = (
    *("coupon_id", "season_id", "kind_id", "merchant_id", "device_id"),
    *("kind", "turn", "opposing", "face_fen", "spent_fen"),
)


def redemption_facts(row: CouponRedemption) -> dict[str, Any]:
    """A row of money; what it does not say is null."""
    return {name: _plain(getattr(row, name)) for name in FACTS}


def prove_redemption(row: CouponRedemption, *, by: Actor, place_id: UUID, reason: str = "") -> None:
    """Write a row into the trail within the action that makes it, and give it the entry's id.

    A reason is among the words that are forgotten with the person.
    """
    row.id = trail.prove(
        by,
        f"coupon.{row.kind}",
        "coupon_redemption",
        None,
        now=row.at,
        place_id=place_id,
        person_id=row.volunteer_id,
        facts=redemption_facts(row),
        detail={"reason": reason} if reason else None,
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
