"""Processes that sign up and cancel at the same moment, each with its own connections.

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
from sqlalchemy import select

import app as haoren
from app.domain.access.queries import Staff
from app.domain.activities import (
    asking,
    exchanges,
    lowering,
    publication,
    race_window,
    switching,
    team_sign_up,
)
from app.domain.activities import sign_up as sign_ups
from app.domain.activities.models import ActivitySession, Position
from app.domain.people.holding import HeldVolunteer
from app.kernel import transaction
from app.kernel.database import db, session
from app.kernel.refusal import Refusal
from tests.conftest import test_settings

PROCESSES = 4
PATIENCE_SECONDS = 60
_here: dict[str, object] = {}


@dataclass(frozen=True)
class Move:
    """One thing somebody does; what is given says which."""

    volunteer_id: UUID | None
    position_id: UUID | None = None
    sign_up_id: UUID | None = None
    activity_id: UUID | None = None
    staff: Staff | None = None
    capacity: int | None = None
    confirmed: tuple[UUID, ...] = ()
    exchange_id: UUID | None = None
    team_id: UUID | None = None
    member_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came of it: a state, `cancelled`, `called_off`, a refusal's code or an error's name."""

    volunteer_id: UUID | None
    outcome: str
    place_in_queue: int | None = None


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
    ) -> list[Answer]:
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


def _run(part: Round) -> list[Answer]:
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
            patch.object(sign_ups, "hold_position", _look_at_position),
            patch.object(asking, "_HELD", asking._LOOKED_AT),
            patch.object(sign_ups, "hold", _look_at_volunteers),
            patch.object(team_sign_up, "hold_position", _look_at_position),
            patch.object(team_sign_up, "hold", _look_at_volunteers),
            patch.object(lowering, "hold_positions", _look_at_positions),
            patch.object(switching, "hold_both_positions", _look_at_both),
            patch.object(switching, "hold", _look_at_volunteers),
            patch.object(exchanges, "hold_both_positions", _look_at_both),
            patch.object(exchanges, "hold", _look_at_volunteers),
            patch.object(transaction, "BEGINS_FOR_WRITING", "only_reads_so_far"),
        ):
            yield


def _look_at_position(position_id: UUID) -> Position:
    return session.get_one(Position, position_id, populate_existing=True)


def _look_at_both(*ids: UUID) -> dict[UUID, Position]:
    return {each: _look_at_position(each) for each in ids}


def _look_at_positions(activity_id: UUID) -> list[Position]:
    sessions = select(ActivitySession.id).where(ActivitySession.activity_id == activity_id)
    query = select(Position).where(Position.session_id.in_(sessions))
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _look_at_volunteers(ids: Sequence[UUID]) -> dict[UUID, HeldVolunteer]:
    return {each: HeldVolunteer(each, "张桂英", "3700000000", "active", None, ()) for each in ids}


def _answer(move: Move, now: datetime) -> Answer:
    try:
        return _act(move, now)
    except Refusal as refusal:
        return Answer(move.volunteer_id, refusal.code)
    except Exception as error:  # noqa: BLE001 - what a race breaks is what the test looks for
        return Answer(move.volunteer_id, type(error).__name__)
    finally:
        db.session.remove()


def _act(move: Move, now: datetime) -> Answer:
    if move.staff is not None and move.activity_id is not None:
        publication.cancel(move.staff, move.activity_id, reason="大雨", now=now)
        return Answer(None, "called_off")
    if move.staff is not None and move.position_id and move.capacity:
        lowering.lower(
            move.staff,
            move.position_id,
            capacity=move.capacity,
            reason="场地太小",
            confirmed=move.confirmed,
            who_is_in=lambda _session_id: (),
            now=now,
        )
        return Answer(None, "lowered")
    assert move.volunteer_id is not None
    if move.team_id is not None and move.position_id is not None:
        outcome = team_sign_up.sign_up_team(
            move.volunteer_id,
            move.team_id,
            move.position_id,
            member_ids=move.member_ids,
            now=now,
        )
        return Answer(move.volunteer_id, f"team of {len(outcome.signed_up)}")
    if move.exchange_id is not None:
        exchanges.accept(move.volunteer_id, move.exchange_id, now=now)
        return Answer(move.volunteer_id, "exchanged")
    if move.position_id is not None and move.sign_up_id is not None:
        switching.change_position(move.volunteer_id, move.sign_up_id, move.position_id, now=now)
        return Answer(move.volunteer_id, "changed")
    if move.position_id is not None:
        done = sign_ups.sign_up(move.volunteer_id, move.position_id, now=now)
        return Answer(move.volunteer_id, done.state, done.place_in_queue)
    assert move.sign_up_id is not None
    sign_ups.cancel_sign_up(move.volunteer_id, move.sign_up_id, now=now)
    return Answer(move.volunteer_id, "cancelled")
