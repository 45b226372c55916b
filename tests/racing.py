"""Processes that act at the same moment, each with its own connections.

A round can be run carelessly: without the locks, and on SQLite without beginning for writing. Then
it must go wrong, which shows that the race is real and the test able to fail.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier
from typing import Any, Generic, TypeVar
from unittest.mock import patch
from uuid import UUID

import pytest
from flask import Flask

import app as haoren
from app.domain.activities import race_window
from app.domain.people.holding import HeldVolunteer
from app.kernel import transaction
from app.kernel.database import db
from app.kernel.refusal import Refusal
from tests.conftest import test_settings

PROCESSES = 4
PATIENCE_SECONDS = 60
CARELESS_ROUNDS = 3
Move = TypeVar("Move")
Answer = TypeVar("Answer")
_here: dict[str, object] = {}


@dataclass(frozen=True)
class Race(Generic[Move, Answer]):
    """How a room races; its functions stand in modules, so that processes find them by name.

    `act` makes a move, `failed` answers for one that was refused (its code) or broke (the error's
    name), `unlocked` names what looks only instead of holding, by module and name.
    """

    act: Callable[[Move, datetime], Answer]
    failed: Callable[[Move, str], Answer]
    unlocked: Callable[[], Mapping[tuple[Any, str], object]]


@dataclass(frozen=True)
class Round(Generic[Move, Answer]):
    """The moves of one process, begun when all are ready."""

    race: Race[Move, Answer]
    moves: tuple[Move, ...]
    now: datetime
    pause_seconds: float
    careless: bool


class Racers(Generic[Move, Answer]):
    """The processes, kept for several rounds: starting them is what takes time."""

    def __init__(self, race: Race[Move, Answer], pool: ProcessPoolExecutor) -> None:
        self._race, self._pool = race, pool

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
            Round(self._race, tuple(moves[start::PROCESSES]), now, pause_seconds, careless)
            for start in range(PROCESSES)
        ]
        db.session.commit()  # what the test reads afterwards must not be a snapshot of before
        return [answer for part in self._pool.map(_run, rounds) for answer in part]


@contextmanager
def racers(race: Race[Move, Answer], database_url: str) -> Iterator[Racers[Move, Answer]]:
    """The processes over a migrated database."""
    context = ready_made()
    barrier = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(
        PROCESSES, mp_context=context, initializer=_open, initargs=(database_url, barrier)
    ) as pool:
        yield Racers(race, pool)


def ready_made() -> ForkServerContext:
    """How processes are started here: forked off one that has imported the app, once for all."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["app"])
    return context


@contextmanager
def runners(how_many: int) -> Iterator[ProcessPoolExecutor]:
    """Processes, each of which `at_the_line` holds back until all are there."""
    context = ready_made()
    line = context.Barrier(how_many)
    with ProcessPoolExecutor(
        how_many, mp_context=context, initializer=_stand_at, initargs=(line,)
    ) as pool:
        yield pool


def at_the_line() -> None:
    """Wait for the others; from here on all run."""
    _here["line"].wait(PATIENCE_SECONDS)  # type: ignore[attr-defined]


def _stand_at(line: Barrier) -> None:
    _here["line"] = line


def carelessly_too(test: Callable[..., None]) -> Callable[..., None]:
    """Run a race as it is, and carelessly: then it goes wrong nearly always, of three rounds once.

    The test makes anew what it races for, and says what is `careless` about its claim.
    """

    @wraps(test)
    def rounds(**given: Any) -> None:
        for _ in range(CARELESS_ROUNDS - 1 if given["careless"] else 0):
            try:
                return test(**given)
            except AssertionError:
                db.session.rollback()
        return test(**given)

    return pytest.mark.parametrize("careless", [False, True])(rounds)


def look_at_people(ids: Sequence[UUID]) -> dict[UUID, HeldVolunteer]:
    """People as `hold` answers, without holding them."""
    return {each: HeldVolunteer(each, "张桂英", "3700000000", "active", None, ()) for each in ids}


def _open(database_url: str, barrier: Barrier) -> None:
    _here["application"] = haoren.create_app(test_settings(database_url))
    _here["barrier"] = barrier


def _run(part: Round[Move, Answer]) -> list[Answer]:
    application, barrier = _here["application"], _here["barrier"]
    assert isinstance(application, Flask)
    with application.app_context(), _manners(part):
        db.session.connection()  # connected before the start: connecting is no part of the race
        db.session.remove()
        barrier.wait(PATIENCE_SECONDS)  # type: ignore[attr-defined]
        return [_answer(part, move) for move in part.moves]


@contextmanager
def _manners(part: Round[Any, Any]) -> Iterator[None]:
    pausing = partial(time.sleep, part.pause_seconds)
    changed: dict[tuple[Any, str], object] = {(race_window, "pass_through"): pausing}
    if part.careless:
        changed |= part.race.unlocked()
        changed[transaction, "BEGINS_FOR_WRITING"] = "only_reads_so_far"
    with ExitStack() as stack:
        for (module, name), otherwise in changed.items():
            stack.enter_context(patch.object(module, name, otherwise))
        yield


def _answer(part: Round[Move, Answer], move: Move) -> Answer:
    try:
        return part.race.act(move, part.now)
    except Refusal as refusal:
        return part.race.failed(move, refusal.code)
    except Exception as error:  # noqa: BLE001 - what a race breaks is what the test looks for
        return part.race.failed(move, type(error).__name__)
    finally:
        db.session.remove()
