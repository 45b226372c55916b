"""Access token and JS-SDK ticket: fetched by one process, shared with all through a store."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from wechat.errors import Unreachable

# Longer than the client's connect and read timeouts together.
LEASE = timedelta(seconds=20)
_POLL_SECONDS = 0.05
# stable_token hands out the next token 5 minutes early; asking within them never gets the old one.
_RENEW_EARLY_SECONDS = 240
_SHORTEST_USE_SECONDS = 30


@dataclass(frozen=True)
class StoredToken:
    """A token and the moment from which another should be fetched (before WeChat ends it)."""

    value: str = field(repr=False)
    use_until: datetime


class TokenStore(Protocol):
    """Where tokens are kept, shared by all processes.

    Every call stands in a transaction of its own, committed when it returns: no lock is held
    while one process talks to WeChat, only the claim stands.
    """

    def get(self, name: str) -> StoredToken | None:
        """The token last put, however old."""

    def put(self, name: str, token: StoredToken) -> None:
        """Keep the token and end the claim."""

    def claim(self, name: str, *, now: datetime, lease: timedelta) -> bool:
        """True for one caller, until `put`, `release` or the end of the lease."""

    def release(self, name: str) -> None:
        """End the claim: fetching failed."""


@dataclass(frozen=True)
class Fetched:
    """What WeChat handed out, and for how long."""

    value: str = field(repr=False)
    expires_in_seconds: int


class SharedToken:
    """One named token: `current()` fetches only when nobody has, or is fetching, a good one."""

    def __init__(
        self,
        name: str,
        fetch: Callable[[], Fetched],
        *,
        store: TokenStore,
        now: Callable[[], datetime],
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._store = store
        self._now = now
        # Threads of one process wait here instead of asking the store in turns.
        self._one_thread = threading.Lock()

    def stored(self) -> str | None:
        """The token if a good one is known. Calls nobody."""
        token = self._store.get(self._name)
        return token.value if token and token.use_until > self._now() else None

    def current(self) -> str:
        """A good token."""
        return self._other_than(None)

    def replacing(self, rejected: str) -> str:
        """A token after WeChat refused this one: another's newer one, or a fresh one."""
        return self._other_than(rejected)

    def _other_than(self, rejected: str | None) -> str:
        if (known := self.stored()) and known != rejected:
            return known
        with self._one_thread:
            give_up_at = time.monotonic() + 2 * LEASE.total_seconds()
            while not self._store.claim(self._name, now=self._now(), lease=LEASE):
                if (known := self.stored()) and known != rejected:
                    return known
                if time.monotonic() > give_up_at:
                    raise Unreachable(f"another process keeps fetching the {self._name}")
                time.sleep(_POLL_SECONDS)
            return self._claimed(rejected)

    def _claimed(self, rejected: str | None) -> str:
        try:
            # Somebody may have put one between our look and our claim.
            if (known := self.stored()) and known != rejected:
                self._store.release(self._name)
                return known
            fetched = self._fetch()
            self._store.put(self._name, _stored(fetched, self._now()))
        except BaseException:
            self._store.release(self._name)
            raise
        return fetched.value


def _stored(fetched: Fetched, now: datetime) -> StoredToken:
    life = fetched.expires_in_seconds
    seconds = max(life - _RENEW_EARLY_SECONDS, min(life, _SHORTEST_USE_SECONDS))
    return StoredToken(fetched.value, now + timedelta(seconds=seconds))


class MemoryTokenStore:
    """For one process: tests and tools."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[str, StoredToken] = {}
        self._claimed_until: dict[str, datetime] = {}

    def get(self, name: str) -> StoredToken | None:
        return self._tokens.get(name)

    def put(self, name: str, token: StoredToken) -> None:
        with self._lock:
            self._tokens[name] = token
            self._claimed_until.pop(name, None)

    def claim(self, name: str, *, now: datetime, lease: timedelta) -> bool:
        with self._lock:
            claimed_until = self._claimed_until.get(name)
            free = claimed_until is None or claimed_until <= now
            if free:
                self._claimed_until[name] = now + lease
            return free

    def release(self, name: str) -> None:
        with self._lock:
            self._claimed_until.pop(name, None)
