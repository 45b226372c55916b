"""Processes that redeem, cancel and hand over at the same moment, each with its own connections.

A round can be run carelessly: without the locks, and on SQLite without beginning for writing. Then
it must go wrong, which shows that the race is real and the test able to fail.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from unittest.mock import patch
from uuid import UUID

from flask import Flask

import app as haoren
from app.domain.access.queries import Staff
from app.domain.hours import approval
from app.domain.people.holding import HeldVolunteer
from app.domain.recognition import ledger, race_window, redeeming
from app.domain.recognition.ledger import Accounts, HeldAccount
from app.domain.recognition.models import PointAccount, RewardItem
from app.kernel import transaction
from app.kernel.database import db, session
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from tests.conftest import test_settings

PROCESSES = 4
PATIENCE_SECONDS = 60
_here: dict[str, object] = {}


@dataclass(frozen=True)
class Move:
    """One thing somebody does: redeem, cancel a redemption, or revoke a record of hours."""

    volunteer_id: UUID | None = None
    item_id: UUID | None = None
    redemption_id: UUID | None = None
    record_id: UUID | None = None
    staff: Staff | None = None


@dataclass(frozen=True)
class Round:
    """The moves of one process, begun when all are ready."""

    moves: tuple[Move, ...]
    now: datetime
    pause_seconds: float
    careless: bool


class Racers:
    """The processes, kept for several rounds: starting them is what takes time."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool

    def race(
        self,
        moves: Sequence[Move],
        *,
        now: datetime,
        pause_seconds: float = 0.002,
        careless: bool = False,
    ) -> list[str]:
        """Deal the moves out, run them at the same moment, and collect what was answered."""
        rounds = [
            Round(tuple(moves[start::PROCESSES]), now, pause_seconds, careless)
            for start in range(PROCESSES)
        ]
        db.session.commit()  # what the test reads afterwards must not be a snapshot of before
        return [answer for part in self.pool.map(_run, rounds) for answer in part]


@contextmanager
def racers(database_url: str) -> Iterator[Racers]:
    """The processes over a migrated database."""
    context = get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(
        PROCESSES, mp_context=context, initializer=_open, initargs=(database_url, barrier)
    ) as pool:
        yield Racers(pool)


def _open(database_url: str, barrier: Barrier) -> None:
    _here["application"] = haoren.create_app(test_settings(database_url))
    _here["barrier"] = barrier


def _run(part: Round) -> list[str]:
    application, barrier = _here["application"], _here["barrier"]
    assert isinstance(application, Flask)
    with application.app_context(), _manners(part):
        db.session.connection()  # connected before the start: connecting is no part of the race
        db.session.remove()
        barrier.wait(PATIENCE_SECONDS)  # type: ignore[attr-defined]
        return [_answer(move, part.now) for move in part.moves]


@contextmanager
def _manners(part: Round) -> Iterator[None]:
    with patch.object(race_window, "pass_through", lambda: time.sleep(part.pause_seconds)):
        if not part.careless:
            yield
            return
        with (
            patch.object(redeeming, "hold_item", _look_at_item),
            patch.object(redeeming, "hold", _look_at_people),
            patch.object(ledger, "hold_accounts", _look_at_accounts),
            patch.object(transaction, "BEGINS_FOR_WRITING", "only_reads_so_far"),
        ):
            yield


def _look_at_item(item_id: UUID) -> RewardItem:
    return session.get_one(RewardItem, item_id, populate_existing=True)


def _look_at_people(ids: Sequence[UUID]) -> dict[UUID, HeldVolunteer]:
    return {each: HeldVolunteer(each, "张桂英", "3700000000", "active", None, ()) for each in ids}


def _look_at_accounts(ids: Sequence[UUID]) -> Accounts:
    rows = [session.get_one(PointAccount, each, populate_existing=True) for each in ids]
    return {row.volunteer_id: HeldAccount(row.volunteer_id, row.balance, row.owed) for row in rows}


def _answer(move: Move, now: datetime) -> str:
    try:
        return _act(move, now)
    except Refusal as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - what a race breaks is what the test looks for
        return type(error).__name__
    finally:
        db.session.remove()


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
