"""A WeChat on this machine, and a sender that speaks to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from app.adapters.outbox_sender import OutboxSender
from app.adapters.sending import ways_of
from app.adapters.wechat_gateway import client_of
from config import Settings
from tests.wechat.local_wechat import LocalWeChat, local_wechat

TEMPLATE_ID = "T" * 43


@pytest.fixture
def wechat() -> Iterator[LocalWeChat]:
    with local_wechat() as server:
        yield server


@dataclass
class SettableClock:
    """The present, until somebody moves it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Installation:
    """Settings over a local WeChat and SMS gateway, and a sender with a clock to move."""

    settings: Settings
    clock: SettableClock
    worker: str = "one"
    sender: OutboxSender = field(init=False)

    def __post_init__(self) -> None:
        ways = ways_of(self.settings, client_of(self.settings))
        self.sender = OutboxSender(ways, self.worker, self.clock)

    def drain(self) -> int:
        """Send everything that is due now; returns how many letters were taken."""
        taken = total = self.sender.drain()
        while taken:
            taken = self.sender.drain()
            total += taken
        return total


@pytest.fixture
def wechat_settings(settings: Settings, wechat: LocalWeChat) -> Settings:
    account = replace(
        settings.wechat,
        api_base_url=wechat.base_url,
        template_ids={"signed_up": TEMPLATE_ID, "moved_up": TEMPLATE_ID},
    )
    sms = replace(settings.sms, provider="simulator", url=f"{wechat.base_url}sms/send")
    return replace(settings, wechat=account, sms=sms)


@pytest.fixture
def installation(wechat_settings: Settings, now: datetime) -> Installation:
    return Installation(wechat_settings, SettableClock(now))
