"""Drains the outbox: claim, send outside any transaction, mark."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.adapters.ways import (
    NotOffered,
    PersonUnreachable,
    SendFailed,
    TryLater,
    Way,
)
from app.domain.messaging import outbox, telling
from app.domain.messaging.outbox import OutboxView, Readers

BATCH = 10  # sent one after another, each within WeChat's time-outs, well inside the lease
REFUSED = "本人不同意用这种方式，只在站内消息里"
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


@dataclass
class OutboxSender:
    """One worker's sender. `ways` maps a letter's channel to what sends it."""

    ways: Mapping[str, Way]
    worker: str
    now: Clock
    stopping: Callable[[], bool] = lambda: False
    to: Readers = "people"
    _resting: dict[str, TryLater] = field(default_factory=dict)

    def drain(self, *, limit: int = BATCH) -> int:
        """Send one batch of what is due; returns how many letters were claimed."""
        if not outbox.anything_due(to=self.to, now=self.now()):
            return 0
        self._resting.clear()
        letters = outbox.claim(self.worker, to=self.to, limit=limit, now=self.now())
        for done, letter in enumerate(letters):
            if self.stopping():
                outbox.give_back([left.id for left in letters[done:]])
                break
            self._take_out(letter)
        return len(letters)

    def _take_out(self, letter: OutboxView) -> None:
        if not telling.still_wanted(letter):
            outbox.reroute(letter.id, "inbox", "", why=REFUSED, now=self.now())
            return
        try:
            remote_id = self._send(letter)
        except SendFailed as failure:
            self._mark_failed(letter, failure)
        except Exception as error:
            log.exception("sending letter %s (%s) broke", letter.id, letter.kind)
            why = f"程序出错：{type(error).__name__}"
            outbox.mark_waiting(letter, why, now=self.now())
        else:
            outbox.mark_sent(letter.id, remote_id=remote_id, now=self.now())

    def _send(self, letter: OutboxView) -> str | None:
        way = self.ways.get(letter.channel)
        if way is None:
            raise NotOffered(f"没有配置 {letter.channel} 渠道")
        if resting := self._resting.get(way.name):
            # The whole way is down: the rest of the batch need not each wait for a time-out.
            raise resting
        try:
            return way.send(letter, now=self.now())
        except TryLater as failure:
            if failure.everyone:
                self._resting[way.name] = failure
            raise

    def _mark_failed(self, letter: OutboxView, failure: SendFailed) -> None:
        why, now = str(failure), self.now()
        log.warning("letter %s (%s) not sent: %s", letter.id, letter.kind, why)
        if isinstance(failure, TryLater):
            outbox.mark_waiting(letter, why, now=now, not_before=failure.not_before)
        elif isinstance(failure, PersonUnreachable | NotOffered) and (
            phone := telling.phone_instead(letter)
        ):
            outbox.reroute(letter.id, "sms", phone, why=why, now=now)
        elif isinstance(failure, NotOffered) and letter.volunteer_id:
            outbox.reroute(letter.id, "inbox", "", why=why, now=now)
        else:
            outbox.give_up(letter.id, why)
