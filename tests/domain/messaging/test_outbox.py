"""Letters are kept once, claimed by one, and end as sent, waiting or given up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.messaging import outbox, queries
from app.domain.messaging.outbox import Letter, OutboxView
from app.domain.messaging.rules import LEASE, LONGEST_WAIT, wait_after
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

pytestmark = pytest.mark.database

LETTER = Letter(
    channel="wechat_template",
    kind="signed_up",
    recipient="o-zhang",
    title="报名成功",
    body="您已报名社区义诊",
    url="/h5/sign-ups",
    payload={"values": ["社区义诊"]},
)
ANOTHER = replace(LETTER, recipient="o-li")


def claim(now: datetime, *, worker: str = "one", limit: int = 10) -> list[OutboxView]:
    return outbox.claim(worker, limit=limit, now=now)


@pytest.mark.usefixtures("database")
def test_a_letter_is_claimed_with_everything_its_sender_needs(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    (view,) = claim(now)
    assert (view.channel, view.kind, view.recipient) == ("wechat_template", "signed_up", "o-zhang")
    assert view.payload == {"values": ["社区义诊"]}
    assert (view.url, view.attempts, view.created_at) == ("/h5/sign-ups", 1, now)


@pytest.mark.usefixtures("database")
def test_a_claimed_letter_is_nobody_elses_until_the_lease_ends(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    (first,) = claim(now)
    assert claim(now + LEASE - timedelta(seconds=1), worker="two") == []
    (again,) = claim(now + LEASE, worker="two")
    assert (again.id, again.attempts) == (first.id, 2)


@pytest.mark.usefixtures("database")
def test_a_claim_takes_the_oldest_and_no_more_than_asked(now: datetime) -> None:
    outbox.enqueue([replace(LETTER, due_at=now - timedelta(minutes=1))], now=now)
    outbox.enqueue([ANOTHER], now=now)
    assert [view.recipient for view in claim(now, limit=1)] == ["o-zhang"]
    assert [view.recipient for view in claim(now, limit=1)] == ["o-li"]


@pytest.mark.usefixtures("database")
def test_a_letter_is_not_claimed_before_it_is_due(now: datetime) -> None:
    outbox.enqueue([replace(LETTER, due_at=now + timedelta(hours=1))], now=now)
    assert not outbox.anything_due(now=now)
    assert claim(now) == []
    assert outbox.anything_due(now=now + timedelta(hours=1))
    assert len(claim(now + timedelta(hours=1))) == 1


@pytest.mark.usefixtures("database")
def test_letters_with_an_equal_key_are_kept_once(now: datetime) -> None:
    keyed = replace(LETTER, dedupe_key="reminder:1")
    outbox.enqueue([keyed, keyed, replace(LETTER, dedupe_key="reminder:2")], now=now)
    outbox.enqueue([keyed], now=now)
    assert len(claim(now)) == 2


@pytest.mark.usefixtures("database")
def test_a_letter_is_not_there_when_what_caused_it_failed(now: datetime) -> None:
    def sign_up_that_fails() -> None:
        with transaction():
            outbox.enqueue([LETTER], now=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sign_up_that_fails()
    assert claim(now) == []


@pytest.mark.usefixtures("database")
def test_a_thousand_letters_take_as_many_statements_as_one(
    now: datetime, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as for_one:
        outbox.enqueue([LETTER], now=now)
    with statements() as for_many:
        outbox.enqueue([LETTER] * 1000, now=now)
    assert len(for_many) == len(for_one)
    assert queries.counts_by_state()["waiting"] == 1001


@pytest.mark.usefixtures("database")
def test_a_sent_letter_is_never_claimed_again(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    outbox.mark_sent(claim(now)[0].id, remote_id="3487542469355618313", now=now)
    assert claim(now + timedelta(days=1)) == []
    assert queries.counts_by_state() == {"waiting": 0, "sent": 1, "given_up": 0}


@pytest.mark.usefixtures("database")
def test_a_failed_letter_waits_longer_each_time(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    for seconds in (30, 60, 120, 240):
        (view,) = claim(now)
        outbox.mark_waiting(view, "-1 busy", now=now)
        assert claim(now + timedelta(seconds=seconds - 1)) == []
        now += timedelta(seconds=seconds)
    assert queries.outbox_page().items[0].last_error == "-1 busy"


def test_the_wait_between_attempts_ends_at_an_hour() -> None:
    assert wait_after(7) == timedelta(minutes=32)
    assert wait_after(8) == wait_after(5000) == LONGEST_WAIT


@pytest.mark.usefixtures("database")
def test_a_letter_waits_until_the_moment_the_other_side_named(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    tomorrow = now + timedelta(hours=15)
    outbox.mark_waiting(claim(now)[0], "45009", now=now, not_before=tomorrow)
    assert claim(tomorrow - timedelta(seconds=1)) == []
    assert len(claim(tomorrow)) == 1


@pytest.mark.usefixtures("database")
def test_a_letter_that_outlived_its_use_is_given_up_with_the_reason(now: datetime) -> None:
    outbox.enqueue([replace(LETTER, expires_at=now + timedelta(minutes=5))], now=now)
    assert claim(now + timedelta(minutes=5)) == []
    (row,) = queries.outbox_page(state="given_up").items
    assert row.last_error == "过了有效时间仍未能发出"


@pytest.mark.usefixtures("database")
def test_a_worker_that_comes_back_late_does_not_undo_what_another_did(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    (slow,) = claim(now)
    (quick,) = claim(now + LEASE, worker="two")
    outbox.mark_sent(quick.id, remote_id="1", now=now + LEASE)
    outbox.mark_waiting(slow, "timeout", now=now + LEASE)
    outbox.give_up(slow.id, "timeout")
    assert queries.counts_by_state()["sent"] == 1


@pytest.mark.usefixtures("database")
def test_the_words_of_a_code_are_wiped_when_it_is_sent_or_given_up(now: datetime) -> None:
    code = Letter(
        channel="sms",
        kind="phone_code",
        recipient="13800138000",
        title="验证码",
        body="验证码 123456",
        payload={"values": ["123456"]},
    )
    outbox.enqueue([code, code], now=now)
    shown = queries.outbox_page(kind="phone_code").items[0]
    assert "123456" not in shown.body
    assert shown.recipient == "138****8000"
    sent, failed = claim(now)
    outbox.mark_sent(sent.id, now=now)
    outbox.give_up(failed.id, "号码无效")
    rows = session.connection().exec_driver_sql("SELECT body, payload FROM outbox_message").all()
    assert all(body == "" and payload in ("{}", {}) for body, payload in rows)
    assert len(rows) == 2


@pytest.mark.usefixtures("database")
def test_a_letter_for_the_inbox_is_delivered_by_being_there(now: datetime) -> None:
    volunteer_id = new_id()
    outbox.enqueue([replace(LETTER, channel="inbox", volunteer_id=volunteer_id)], now=now)
    assert claim(now) == []
    (item,) = queries.inbox(volunteer_id).items
    assert (item.title, item.url, item.at) == ("报名成功", "/h5/sign-ups", now)
    assert queries.inbox(new_id()).items == []


@pytest.mark.usefixtures("database")
def test_a_rerouted_letter_goes_out_the_other_way_at_once(now: datetime) -> None:
    outbox.enqueue([LETTER, ANOTHER], now=now)
    first, second = claim(now)
    outbox.reroute(first.id, "sms", "13800138000", why="43004", now=now)
    outbox.reroute(second.id, "inbox", "", why="没有模板", now=now)
    (view,) = claim(now, worker="two")
    assert (view.id, view.channel, view.recipient) == (first.id, "sms", "13800138000")


@pytest.mark.usefixtures("database")
def test_what_became_of_a_message_is_kept_beside_it(now: datetime) -> None:
    outbox.enqueue([LETTER], now=now)
    outbox.mark_sent(claim(now)[0].id, remote_id="77", now=now)
    outbox.delivered("77", "failed:user block")
    outbox.delivered("78", "success")
    assert queries.outbox_page().items[0].delivery == "failed:user block"


def test_the_payload_with_a_link_ends_in_the_last_part_of_its_address() -> None:
    assert outbox.with_link(["YJ1", "已答复"], "/complaints/abc") == {
        "values": ["YJ1", "已答复", "abc"],
        "with_link": True,
    }
