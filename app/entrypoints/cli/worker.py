"""`flask worker`: sends the outbox, moves the clockwork, says that it is alive."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.adapters.certificate_press import print_some
from app.adapters.sending import Sending
from app.domain import clockwork
from app.domain.messaging import credentials, heartbeats
from app.entrypoints.guard import settings
from app.kernel import clock
from app.kernel.database import session

IDLE_SECONDS = 0.4
BEAT_SECONDS = 10
TICK_SECONDS = 20
TICKET_SECONDS = 30
PRINT_SECONDS = 1
# A worker that dies in the middle of a tick keeps the others waiting no longer than this.
LONGEST_TICK = timedelta(minutes=2)
log = logging.getLogger(__name__)


@dataclass
class Chore:
    """Something to do every so many seconds; `due` is a reading of the monotonic clock."""

    every_seconds: float
    do: Callable[[], object]
    due: float = 0.0

    def if_due(self) -> None:
        if time.monotonic() >= self.due:
            self.due = time.monotonic() + self.every_seconds
            self.do()


@dataclass
class Worker:
    """One worker process. Any number may run on any number of machines."""

    name: str
    sending: Sending
    stopping: threading.Event

    def run(self) -> None:
        """Work until told to stop: the letter in hand is finished, the others are given back."""
        chores = (
            Chore(BEAT_SECONDS, lambda: heartbeats.beat(self.name, now=clock.now())),
            Chore(TICK_SECONDS / 4, tick_if_free),
            Chore(TICKET_SECONDS, self.sending.renew_page_ticket),
            Chore(PRINT_SECONDS, lambda: print_some(settings().public_url, now=clock.now)),
        )
        self._until_told(chores, self.sending.drain)

    def run_for_systems(self) -> None:
        """The same for other systems, beside it: one that hangs keeps no code from a phone."""
        self._until_told((), self.sending.drain_to_systems)

    def _until_told(self, chores: tuple[Chore, ...], drain: Callable[[], int]) -> None:
        while not self.stopping.is_set():
            if not self._turn(chores, drain):
                self.stopping.wait(IDLE_SECONDS)

    def _turn(self, chores: tuple[Chore, ...], drain: Callable[[], int]) -> int:
        try:
            for chore in chores:
                chore.if_due()
            return drain()
        except DBAPIError as error:
            # Nothing is lost: rows in hand come back when their lease ends.
            log.warning("the database is not to be had: %s", error)
            return 0
        finally:
            session.remove()


def tick_if_free() -> list[clockwork.Done]:
    """One tick in TICK_SECONDS, whichever worker asks; missed ones are made up for by one."""
    began = clock.now()
    if not credentials.claim("clockwork", now=began, lease=LONGEST_TICK):
        return []
    try:
        return clockwork.tick(began)
    finally:
        credentials.release("clockwork", until=began + timedelta(seconds=TICK_SECONDS))


def _within_the_app(work: Callable[[], None], app: Flask, stopping: threading.Event) -> None:
    """In a thread of its own; a worker with half its work dead ends, to be started anew."""
    try:
        with app.app_context():
            work()
    finally:
        stopping.set()


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send messages and do what the clock asks for, until SIGTERM."""
    name = f"{socket.gethostname()[:40]}:{os.getpid()}"
    stopping = threading.Event()
    sending = Sending(settings(), worker=name, now=clock.now, stopping=stopping.is_set)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(f"worker {name} runs")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    working = Worker(name, sending, stopping)
    beside = threading.Thread(target=_within_the_app, args=(working.run_for_systems, app, stopping))
    beside.start()
    try:
        working.run()
    finally:
        stopping.set()
        beside.join()
    click.echo(f"worker {name} has stopped")
