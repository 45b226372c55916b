"""What a worker sends with, put together from the settings."""

import logging
from collections.abc import Callable
from datetime import datetime

from app.adapters.chat_text import found_activities
from app.adapters.outbox_sender import Clock, OutboxSender
from app.adapters.sms import sms_way
from app.adapters.ways import Way
from app.adapters.webhook_way import WebhookWay
from app.adapters.wechat_gateway import client_of
from app.adapters.wechat_ways import SceneCodeWay, TemplateWay, TextWay
from app.domain.messaging.outbox import OutboxView
from config import Settings
from wechat import CallFailed, Client

log = logging.getLogger(__name__)


class Sending:
    """One worker's sender and the account it speaks for."""

    def __init__(
        self, settings: Settings, *, worker: str, now: Clock, stopping: Callable[[], bool]
    ) -> None:
        self._client = client_of(settings)
        ways = ways_of(settings, self._client)
        self._to_people = OutboxSender(ways, worker, now, stopping)
        self._to_systems = OutboxSender(ways, worker, now, stopping, to="systems")

    def drain(self) -> int:
        """Send people one batch of what is due; returns how many letters were taken."""
        return self._to_people.drain()

    def drain_to_systems(self) -> int:
        """Send other systems one batch of what is due; may wait long for those that hang."""
        return self._to_systems.drain()

    def renew_page_ticket(self) -> bool:
        """Have a good JS-SDK ticket stored: pages only read it. False when WeChat gave none."""
        try:
            self._client.jsapi_ticket()
        except CallFailed as error:
            log.warning("no JS-SDK ticket: %s", error)
            return False
        return True


def ways_of(settings: Settings, client: Client) -> dict[str, Way]:
    """Every way this installation has, by the outbox's channels."""

    def search_answer(letter: OutboxView, at: datetime) -> str:
        return found_activities(letter.body, public_url=settings.public_url, now=at)

    ways: dict[str, Way] = {
        "wechat_template": TemplateWay(client, settings.wechat.template_ids, settings.public_url),
        "wechat_text": TextWay(client, {"search_answer": search_answer}),
        "wechat_qr": SceneCodeWay(client),
        "webhook": WebhookWay(only_public=settings.production),
    }
    if sms := sms_way(settings):
        ways["sms"] = sms
    return ways
