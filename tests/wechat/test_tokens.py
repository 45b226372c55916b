import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.wechat.deliveries import NOW
from wechat import MemoryTokenStore, StoredToken, Unreachable
from wechat.tokens import LEASE, Fetched, SharedToken


class Issuer:
    """Hands out T1, T2, …; each takes a moment."""

    def __init__(self, life_seconds: int = 7200) -> None:
        self.fetches = 0
        self.life_seconds = life_seconds

    def __call__(self) -> Fetched:
        time.sleep(0.02)
        self.fetches += 1
        return Fetched(f"T{self.fetches}", self.life_seconds)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def a_token(issuer: Issuer, store: MemoryTokenStore, clock: Clock | None = None) -> SharedToken:
    return SharedToken("access_token", issuer, store=store, now=clock or Clock())


def in_threads(count: int, work: Callable[[], str]) -> list[str]:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(work())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_sixteen_threads_fetch_once() -> None:
    issuer = Issuer()
    assert in_threads(16, a_token(issuer, MemoryTokenStore()).current) == ["T1"] * 16
    assert issuer.fetches == 1


def test_processes_that_share_a_store_fetch_once() -> None:
    issuer, store = Issuer(), MemoryTokenStore()
    processes = iter([a_token(issuer, store) for _ in range(8)])
    assert in_threads(8, lambda: next(processes).current()) == ["T1"] * 8
    assert issuer.fetches == 1


def test_the_token_is_renewed_before_it_ends_and_not_sooner() -> None:
    issuer, clock = Issuer(), Clock()
    token = a_token(issuer, MemoryTokenStore(), clock)
    token.current()
    clock.now = NOW + timedelta(seconds=7200 - 241)
    assert token.current() == "T1"
    clock.now = NOW + timedelta(seconds=7200 - 240)
    assert token.stored() is None
    assert token.current() == "T2"


@pytest.mark.parametrize(("life", "used"), [(250, 30), (30, 30), (5, 5)])
def test_a_token_near_its_end_is_used_a_while_all_the_same(life: int, used: int) -> None:
    clock = Clock()
    token = a_token(Issuer(life), MemoryTokenStore(), clock)
    token.current()
    clock.now = NOW + timedelta(seconds=used - 1)
    assert token.stored() == "T1"
    clock.now = NOW + timedelta(seconds=used)
    assert token.stored() is None


def test_a_refused_token_is_replaced_by_one_fetch_for_all() -> None:
    issuer = Issuer()
    token = a_token(issuer, MemoryTokenStore())
    token.current()
    assert in_threads(16, lambda: token.replacing("T1")) == ["T2"] * 16
    assert issuer.fetches == 2


def test_a_refused_token_that_another_process_has_replaced_is_not_fetched_again() -> None:
    issuer, store = Issuer(), MemoryTokenStore()
    store.put("access_token", StoredToken("newer", NOW + timedelta(hours=1)))
    assert a_token(issuer, store).replacing("older") == "newer"
    assert issuer.fetches == 0


def test_a_failed_fetch_frees_the_claim() -> None:
    store = MemoryTokenStore()

    def fails() -> Fetched:
        raise Unreachable("ConnectTimeout")

    with pytest.raises(Unreachable):
        SharedToken("access_token", fails, store=store, now=Clock()).current()
    assert a_token(Issuer(), store).current() == "T1"


def test_a_process_that_died_while_fetching_is_overtaken() -> None:
    store, clock = MemoryTokenStore(), Clock()
    store.claim("access_token", now=NOW, lease=LEASE)
    clock.now = NOW + LEASE
    assert a_token(Issuer(), store, clock).current() == "T1"


def test_tokens_do_not_show_in_logs() -> None:
    assert "secret" not in repr(StoredToken("secret", NOW)) + repr(Fetched("secret", 1))
