from datetime import timedelta

import pytest

from tests.wechat.deliveries import NOW
from wechat import MemorySeenMessages
from wechat.seen import LEASE, answer_once, answer_together


def test_only_one_caller_claims_a_key() -> None:
    seen = MemorySeenMessages()
    assert seen.claim("k", now=NOW, lease=LEASE)
    assert not seen.claim("k", now=NOW, lease=LEASE)
    assert seen.claim("other", now=NOW, lease=LEASE)


def test_a_claim_whose_process_died_is_taken_over_when_the_lease_ends() -> None:
    seen = MemorySeenMessages()
    seen.claim("k", now=NOW, lease=LEASE)
    just_before = NOW + LEASE - timedelta(seconds=1)
    assert answer_once(seen, "k", lambda: "答", now=just_before) == "success"
    assert answer_once(seen, "k", lambda: "答", now=NOW + LEASE) == "答"


def test_a_kept_reply_is_never_made_again() -> None:
    seen = MemorySeenMessages()
    answer_once(seen, "k", lambda: "答", now=NOW)
    tomorrow = NOW + timedelta(days=1)
    assert answer_once(seen, "k", lambda: "另答", now=tomorrow) == "答"


def test_an_empty_reply_is_a_reply() -> None:
    seen = MemorySeenMessages()
    answer_once(seen, "k", lambda: "", now=NOW)
    assert answer_once(seen, "k", lambda: "另答", now=NOW + LEASE) == ""


def test_a_failure_frees_the_key() -> None:
    seen = MemorySeenMessages()

    def fails() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answer_once(seen, "k", fails, now=NOW)
    assert answer_once(seen, "k", lambda: "答", now=NOW) == "答"


def test_together_the_first_reply_stays_the_reply() -> None:
    seen = MemorySeenMessages()
    assert answer_together(seen, "k", lambda: "答", now=NOW) == "答"
    assert answer_together(seen, "k", lambda: "另答", now=NOW) == "答"
    assert answer_once(seen, "k", lambda: "另答", now=NOW + LEASE) == "答"


def test_together_a_failure_leaves_the_key_free() -> None:
    seen = MemorySeenMessages()

    def fails() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answer_together(seen, "k", fails, now=NOW)
    assert answer_together(seen, "k", lambda: "答", now=NOW) == "答"
