"""Several workers and several deliveries at the same moment: each row goes to one of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask

from app.domain.messaging import answered, credentials, outbox
from app.domain.messaging.outbox import Letter

pytestmark = pytest.mark.database
Answer = TypeVar("Answer")
TOGETHER = 6


def all_at_once(application: Flask, work: Callable[[int], Answer]) -> list[Answer]:
    """Run the work in threads with connections of their own, begun at the same moment."""
    barrier = Barrier(TOGETHER)

    def one(number: int) -> Answer:
        with application.app_context():
            barrier.wait()
            return work(number)

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(TOGETHER)))


def test_no_letter_is_claimed_by_two_workers_and_none_is_lost(
    application: Flask, now: datetime
) -> None:
    letter = Letter(channel="sms", kind="reminder", recipient="1", title="活动提醒", body="")
    outbox.enqueue([letter] * 300, now=now)
    round_begins = Barrier(TOGETHER)

    def claim_in_rounds(number: int) -> list[UUID]:
        mine = []
        for _ in range(8):
            round_begins.wait()
            claimed = outbox.claim(f"worker {number}", limit=5, now=now)
            assert len(claimed) <= 5
            mine += [view.id for view in claimed]
        return mine

    shares = all_at_once(application, claim_in_rounds)
    left = [view.id for view in outbox.claim("last", limit=300, now=now)]
    ids = [one for share in (*shares, left) for one in share]
    assert len(ids) == len(set(ids)) == 300
    assert all(shares), "the work was not shared: this proves nothing"


def test_one_of_many_answers_a_delivery(application: Flask, now: datetime) -> None:
    lease = timedelta(seconds=8)
    taken = all_at_once(application, lambda _: answered.claim("k", now=now, lease=lease))
    assert sorted(taken) == [False] * (TOGETHER - 1) + [True]


def test_one_of_many_fetches_a_token(application: Flask, now: datetime) -> None:
    lease = timedelta(seconds=20)
    taken = all_at_once(application, lambda _: credentials.claim("t", now=now, lease=lease))
    assert sorted(taken) == [False] * (TOGETHER - 1) + [True]


def test_a_letter_announced_by_many_at_once_is_kept_once(application: Flask, now: datetime) -> None:
    letter = Letter(
        channel="sms", kind="reminder", recipient="1", title="", body="", dedupe_key="reminder:1"
    )
    all_at_once(application, lambda _: outbox.enqueue([letter], now=now))
    assert len(outbox.claim("test", limit=9, now=now)) == 1
