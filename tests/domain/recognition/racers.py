"""What processes do when they race for the shop: redeem, cancel, and revoke hours meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.hours import approval
from app.domain.recognition import ledger, redeeming
from app.domain.recognition.ledger import Accounts, HeldAccount
from app.domain.recognition.models import PointAccount, RewardItem
from app.kernel.database import session
from app.kernel.ids import new_id
from tests.racing import Race, look_at_people


@dataclass(frozen=True)
class Move:
    """One thing somebody does: redeem, cancel a redemption, or revoke a record of hours."""

    volunteer_id: UUID | None = None
    item_id: UUID | None = None
    redemption_id: UUID | None = None
    record_id: UUID | None = None
    staff: Staff | None = None


def _look_at_item(item_id: UUID) -> RewardItem:
    return session.get_one(RewardItem, item_id, populate_existing=True)


def _look_at_accounts(ids: Sequence[UUID]) -> Accounts:
    rows = [session.get_one(PointAccount, each, populate_existing=True) for each in ids]
    return {row.volunteer_id: HeldAccount(row.volunteer_id, row.balance, row.owed) for row in rows}


def _unlocked() -> dict[tuple[Any, str], object]:
    return {
        (redeeming, "hold_item"): _look_at_item,
        (redeeming, "hold"): look_at_people,
        (ledger, "hold_accounts"): _look_at_accounts,
    }


def _failed(_move: Move, why: str) -> str:
    return why


def _act(move: Move, now: datetime) -> str:
    if move.staff is not None and move.record_id is not None:
        approval.revoke(move.staff, move.record_id, "代签", now=now)
        return "revoked"
    assert move.volunteer_id is not None
    if move.item_id is not None:
        redeeming.redeem(move.volunteer_id, move.item_id, nonce=new_id().hex, now=now)
        return "redeemed"
    assert move.redemption_id is not None
    redeeming.cancel(move.volunteer_id, move.redemption_id, now=now)
    return "cancelled"


SHOP: Race[Move, str] = Race(_act, _failed, _unlocked)
