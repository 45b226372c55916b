"""Each delivery is answered once: a redelivery gets the first answer again."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Protocol

from wechat.replies import NOTHING

# WeChat waits 5 s and delivers three times: after this the first process must have died.
LEASE = timedelta(seconds=8)


class SeenMessages(Protocol):
    """Where deliveries are remembered, shared by all processes; keep an hour at least.

    Every call stands in a transaction of its own, committed when it returns.
    """

    def claim(self, key: str, *, now: datetime, lease: timedelta) -> bool:
        """True for one caller: nobody has the key, or only a claim older than the lease
        without a reply (which this caller takes over)."""

    def reply(self, key: str) -> str | None:
        """The reply kept for the key; None while there is none. '' is a reply."""

    def keep_reply(self, key: str, reply: str) -> None:
        """Remember the reply to a claimed key."""

    def release(self, key: str) -> None:
        """Forget a claim that has no reply: the work failed and may be tried again."""

    def together(self) -> AbstractContextManager[object]:
        """A transaction that what is done within joins: all of it stands, or with an error none."""

    def keep_first(self, key: str, reply: str, *, now: datetime) -> bool:
        """Within `together`: remember the reply, unless there is one already (False)."""


def answer_once(seen: SeenMessages, key: str, make: Callable[[], str], *, now: datetime) -> str:
    """The reply for the key: made now, or made before.

    While another process is still making it, 'success': WeChat then stops delivering, and
    nothing is done twice.
    """
    if not seen.claim(key, now=now, lease=LEASE):
        kept = seen.reply(key)
        return NOTHING if kept is None else kept
    try:
        reply = make()
    except BaseException:
        seen.release(key)
        raise
    seen.keep_reply(key, reply)
    return reply


class _AnsweredBefore(Exception):
    """Undoes what was done for a delivery that had its answer."""


def answer_together(seen: SeenMessages, key: str, make: Callable[[], str], *, now: datetime) -> str:
    """The same in one transaction, for answers whose acts are all in the store's database.

    Whoever commits first has answered; what another process did for the same delivery meanwhile is
    undone, and it gives the first answer.
    """
    try:
        with seen.together():
            reply = make()
            if not seen.keep_first(key, reply, now=now):
                raise _AnsweredBefore
            return reply
    except _AnsweredBefore:
        kept = seen.reply(key)
        return NOTHING if kept is None else kept


class MemorySeenMessages:
    """For one process: tests and tools."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claimed_at: dict[str, datetime] = {}
        self._replies: dict[str, str] = {}

    def claim(self, key: str, *, now: datetime, lease: timedelta) -> bool:
        with self._lock:
            claimed_at = self._claimed_at.get(key)
            free = claimed_at is None or (key not in self._replies and claimed_at <= now - lease)
            if free:
                self._claimed_at[key] = now
            return free

    def reply(self, key: str) -> str | None:
        return self._replies.get(key)

    def keep_reply(self, key: str, reply: str) -> None:
        with self._lock:
            self._replies[key] = reply

    def release(self, key: str) -> None:
        with self._lock:
            if key not in self._replies:
                self._claimed_at.pop(key, None)

    def together(self) -> AbstractContextManager[object]:
        return nullcontext()

    def keep_first(self, key: str, reply: str, *, now: datetime) -> bool:
        with self._lock:
            self._claimed_at.setdefault(key, now)
            return self._replies.setdefault(key, reply) is reply
