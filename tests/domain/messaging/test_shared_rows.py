"""Claims on incoming messages and on tokens go to one caller; heartbeats are remembered."""

from datetime import datetime, timedelta

import pytest

from app.domain.messaging import answered, credentials, heartbeats
from app.domain.messaging.credentials import SharedCredential

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
LEASE = timedelta(seconds=8)


def test_a_message_is_claimed_once(now: datetime) -> None:
    assert answered.claim("k", now=now, lease=LEASE)
    assert not answered.claim("k", now=now, lease=LEASE)
    assert answered.claim("another", now=now, lease=LEASE)


def test_an_abandoned_claim_is_taken_over_after_the_lease(now: datetime) -> None:
    answered.claim("k", now=now, lease=LEASE)
    assert not answered.claim("k", now=now + LEASE - timedelta(seconds=1), lease=LEASE)
    assert answered.claim("k", now=now + LEASE, lease=LEASE)
    assert not answered.claim("k", now=now + LEASE, lease=LEASE)


def test_an_answered_message_is_never_claimed_again(now: datetime) -> None:
    answered.claim("k", now=now, lease=LEASE)
    assert answered.reply("k") is None
    answered.keep_reply("k", "")
    assert answered.reply("k") == ""
    answered.release("k")
    assert not answered.claim("k", now=now + timedelta(minutes=5), lease=LEASE)


def test_a_released_claim_may_be_tried_again(now: datetime) -> None:
    answered.claim("k", now=now, lease=LEASE)
    answered.release("k")
    assert answered.claim("k", now=now, lease=LEASE)


def test_answers_are_forgotten_after_a_day(now: datetime) -> None:
    answered.claim("old", now=now - timedelta(days=1, seconds=1), lease=LEASE)
    answered.claim("young", now=now, lease=LEASE)
    assert answered.forget_old(now=now) == 1
    assert not answered.claim("young", now=now, lease=LEASE)


def test_one_caller_fetches_a_token_and_all_read_it(now: datetime) -> None:
    assert credentials.get("access_token") is None
    assert credentials.claim("access_token", now=now, lease=LEASE)
    assert not credentials.claim("access_token", now=now, lease=LEASE)
    fresh = SharedCredential("token-1", now + timedelta(hours=2))
    credentials.put("access_token", fresh)
    assert credentials.get("access_token") == fresh
    assert credentials.claim("access_token", now=now, lease=LEASE)


def test_a_token_stays_while_the_next_one_is_fetched(now: datetime) -> None:
    old = SharedCredential("token-1", now)
    credentials.put("access_token", old)
    credentials.claim("access_token", now=now, lease=LEASE)
    assert credentials.get("access_token") == old


def test_a_claim_given_back_for_later_is_free_at_that_moment(now: datetime) -> None:
    credentials.claim("clockwork", now=now, lease=timedelta(minutes=2))
    credentials.release("clockwork", until=now + timedelta(seconds=20))
    too_early = now + timedelta(seconds=19)
    assert not credentials.claim("clockwork", now=too_early, lease=timedelta(minutes=2))
    in_time = now + timedelta(seconds=20)
    assert credentials.claim("clockwork", now=in_time, lease=timedelta(minutes=2))


def test_a_lock_from_a_clock_that_was_set_back_is_broken(now: datetime) -> None:
    credentials.claim("clockwork", now=now + timedelta(days=30), lease=LEASE)
    assert credentials.claim("clockwork", now=now, lease=LEASE)


def test_the_newest_heartbeat_of_any_worker_counts(now: datetime) -> None:
    assert heartbeats.newest() is None
    heartbeats.beat("one", now=now)
    heartbeats.beat("two", now=now - timedelta(days=2))
    heartbeats.beat("one", now=now + timedelta(seconds=5))
    assert heartbeats.newest() == now + timedelta(seconds=5)
    assert heartbeats.forget_old(now=now) == 1
