"""`flask worker` as a real process: it sends, ticks, ends when told; killed, it loses nothing."""

import json
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.adapters.wechat_gateway import page_signature
from app.domain import clockwork
from app.domain.messaging import credentials, heartbeats, outbox, queries
from app.domain.messaging.outbox import Letter
from app.domain.messaging.rules import LEASE
from app.entrypoints.cli.worker import tick_if_free
from app.kernel import clock
from app.kernel.database import session
from config import Settings
from tests.entrypoints.cli.a_worker import a_worker, wait_until
from tests.wechat.local_wechat import Answer, Asked, LocalWeChat, local_wechat

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
SEND = "/cgi-bin/message/template/send"
LETTER = Letter(
    channel="wechat_template",
    kind="signed_up",
    recipient="o-zhang",
    title="报名成功",
    body="您已报名社区义诊",
    payload={"values": ["社区义诊", "2026年11月28日 09:00", "阳光社区广场", "报名成功"]},
)


@pytest.fixture
def wechat() -> Iterator[LocalWeChat]:
    with local_wechat() as server:
        server.answers["/cgi-bin/ticket/getticket"] = {
            "errcode": 0,
            "ticket": "the-ticket",
            "expires_in": 7200,
        }
        yield server


def settings_of(wechat: LocalWeChat) -> dict[str, str]:
    template_ids = json.dumps({"signed_up": "T" * 43})
    return {"WECHAT_API_BASE_URL": wechat.base_url, "WECHAT_TEMPLATE_IDS": template_ids}


def sent_count() -> int:
    session.rollback()  # a new look, not the old snapshot
    return queries.counts_by_state()["sent"]


def test_a_worker_sends_beats_and_fetches_the_ticket_until_it_is_told_to_stop(
    database_url: str, wechat: LocalWeChat, settings: Settings
) -> None:
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    outbox.enqueue([LETTER] * 12, now=clock.now())
    with a_worker(database_url, **settings_of(wechat)) as worker:
        wait_until(lambda: sent_count() == 12)
        outbox.enqueue([LETTER], now=clock.now())
        wait_until(lambda: sent_count() == 13)
        assert heartbeats.newest() is not None
        assert page_signature(settings, "http://haoren.test/h5/", now=clock.now()) is not None
        worker.send_signal(signal.SIGTERM)
        said, _ = worker.communicate(timeout=10)
    assert worker.returncode == 0, said
    assert "has stopped" in said


def test_a_worker_killed_between_taking_and_marking_leaves_its_letter_to_the_next(
    database_url: str, wechat: LocalWeChat
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hangs(asked: Asked) -> Answer:
        arrived.set()
        go_on.wait(20)
        return {"errcode": 0, "msgid": 1}

    wechat.answers[SEND] = hangs
    outbox.enqueue([LETTER], now=clock.now())
    with a_worker(database_url, **settings_of(wechat)) as worker:
        assert arrived.wait(30)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    go_on.set()
    assert sent_count() == 0
    now = clock.now()
    assert outbox.claim("next", limit=5, now=now) == [], "the lease still stands"
    (letter,) = outbox.claim("next", limit=5, now=now + LEASE)
    sent = next(asked for asked in wechat.asked if asked.path == SEND).json
    assert sent["client_msg_id"] == letter.id.hex, "WeChat knows the repeat by its id"


def test_one_tick_in_twenty_seconds_whoever_asks(
    monkeypatch: pytest.MonkeyPatch, now: clock.datetime
) -> None:
    ticks: list[object] = []
    monkeypatch.setattr(clockwork, "ITEMS", (("counts", lambda *, now: ticks.append(now) or 1),))
    for seconds in (0, 5, 19, 20, 25, 3600, 3605):
        moment = now + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "_source", lambda moment=moment: moment)
        tick_if_free()
    assert ticks == [now, now + timedelta(seconds=20), now + timedelta(hours=1)]


def test_a_tick_that_breaks_off_is_made_up_for(
    monkeypatch: pytest.MonkeyPatch, now: clock.datetime
) -> None:
    credentials.claim("clockwork", now=now, lease=timedelta(minutes=2))  # and its worker dies
    monkeypatch.setattr(clockwork, "ITEMS", (("counts", lambda *, now: 1),))
    monkeypatch.setattr(clock, "_source", lambda: now + timedelta(minutes=1))
    assert tick_if_free() == []
    monkeypatch.setattr(clock, "_source", lambda: now + timedelta(minutes=2))
    assert len(tick_if_free()) == 1
