"""Write into the ledger, under the accounts' locks.

Order of locks in the house: volunteer, activity, positions, records of hours, and last of all
point accounts by volunteer id, then redemptions and items of the shop.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from app.domain.audit.actors import SYSTEM, Actor
from app.domain.recognition.models import PointAccount, PointEntry
from app.domain.recognition.proving import prove_points
from app.domain.recognition.rules import Effect
from app.kernel.database import session
from app.kernel.upsert import insert_into


class HeldAccount:
    """An account whose row is held until the end of the action."""

    def __init__(self, volunteer_id: UUID, balance: int, owed: int) -> None:
        self.volunteer_id = volunteer_id
        self.balance = balance
        self.owed = owed
        self.moved = False

    def move(self, effect: Effect) -> None:
        """Take an effect in; nothing is written yet."""
        self.balance += effect.points
        self.owed += effect.owed
        self.moved = True


Accounts = dict[UUID, HeldAccount]


def hold_accounts(volunteer_ids: Collection[UUID]) -> Accounts:
    """Open the accounts that are missing and lock them all, by id, in one statement."""
    table = PointAccount.__table__.c
    statement = insert_into(PointAccount)
    rows = session.execute(
        statement.on_conflict_do_update(
            index_elements=["volunteer_id"], set_={"balance": table.balance}
        ).returning(table.volunteer_id, table.balance, table.owed),
        [{"volunteer_id": one, "balance": 0, "owed": 0} for one in sorted(set(volunteer_ids))],
    )
    return {row.volunteer_id: HeldAccount(*row) for row in rows}


def entry(account: HeldAccount, effect: Effect, **facts: Any) -> dict[str, Any]:
    """A row to be written, with its effect taken into the account."""
    account.move(effect)
    return {
        "volunteer_id": account.volunteer_id,
        "points": effect.points,
        "owed": effect.owed,
        **facts,
    }


def write(rows: Sequence[dict[str, Any]], accounts: Accounts, *, by: Actor = SYSTEM) -> None:
    """Add the rows, each with its entry in the trail, and bring the accounts up to them.

    Four statements for one or a thousand.
    """
    if not rows:
        return
    proven = [{"id": prove_points(row, by=by), **row} for row in rows]
    session.flush()
    session.execute(insert(PointEntry), proven)
    session.execute(
        update(PointAccount),
        [
            {"volunteer_id": one.volunteer_id, "balance": one.balance, "owed": one.owed}
            for one in accounts.values()
            if one.moved
        ],
        execution_options={"synchronize_session": False},
    )
