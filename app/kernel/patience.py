"""How long the statements of a block may wait for a busy database.

WeChat waits five seconds for an answer: better to say "later" in three than to be cut off at work.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event

from app.kernel.said import begin_with, command

USUAL_SQLITE_MILLISECONDS = 30_000  # as prepare_engine() sets it for every connection
SHORTEST_MILLISECONDS = 50
_SHORTENED = "haoren_busy_timeout_shortened"
_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Within, all waiting for locks together takes about this long; then OperationalError."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


@event.listens_for(Engine, "begin")
def _limit_waiting(connection: Connection) -> None:
    # Heard before the engine's own BEGIN: class listeners come first.
    ends_at = _ends_at.get()
    if connection.dialect.name == "sqlite":
        _limit_sqlite(connection, ends_at)
    elif ends_at is not None and connection.dialect.name == "postgresql":
        left = _milliseconds_left(ends_at)
        # LOCAL: both end with the transaction, the pooled connection is as before.
        begin_with(
            connection, f"SET LOCAL lock_timeout = {left}; SET LOCAL statement_timeout = {left}"
        )


def _limit_sqlite(connection: Connection, ends_at: float | None) -> None:
    if ends_at is not None:
        connection.info[_SHORTENED] = True
        _set_busy_timeout(connection, _milliseconds_left(ends_at))
    elif connection.info.pop(_SHORTENED, False):
        _set_busy_timeout(connection, USUAL_SQLITE_MILLISECONDS)


def _set_busy_timeout(connection: Connection, milliseconds: int) -> None:
    command(connection, f"PRAGMA busy_timeout = {milliseconds}")


def _milliseconds_left(ends_at: float) -> int:
    return max(SHORTEST_MILLISECONDS, round((ends_at - time.monotonic()) * 1000))
