"""Letters to other systems: signed, posted to an address looked up now, no redirects followed.

Standard Webhooks: headers webhook-id, webhook-timestamp, webhook-signature. The name is resolved at
each attempt and the connection goes to the very address that was judged, so that a name that
changes its mind in between leads nobody into our own network.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from app.adapters.ways import SendFailed, TryLater, Useless
from app.domain.messaging.outbox import OutboxView
from app.domain.webhooks import pausing, queries
from app.domain.webhooks.queries import Target
from app.domain.webhooks.rules import TEST, is_public, signature, why_not_this_url

CONNECT_SECONDS = 3
READ_SECONDS = 7
# After a failure the endpoint's other letters need not each wait for a time-out.
RESTS = timedelta(seconds=30)
LONGEST_RETRY_AFTER = timedelta(hours=1)
GONE = 410
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Answer:
    """What the other side said: its status, and the seconds of Retry-After if it named some."""

    status: int
    retry_after: str = ""


def addresses_of(host: str, port: int) -> list[str]:
    """Every IP address of a name, as the machine's resolver says now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass
class WebhookWay:
    """`only_public`: https to the internet and nothing else, as in production."""

    only_public: bool
    resolve: Resolve = addresses_of
    name: str = "webhook"
    _resting: dict[UUID, datetime] = field(default_factory=dict)

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        endpoint_id = UUID(letter.recipient)
        target = queries.target(endpoint_id, now=now)
        if target is None:
            raise Useless("接收地址已删除")
        if target.paused and letter.kind != TEST:
            raise Useless("推送已暂停，没有发送")
        rests_until = self._resting.get(endpoint_id, now)
        if now < rests_until and letter.kind != TEST:
            raise TryLater("对方刚才没有应答，稍后再试", not_before=rests_until)
        try:
            answer = self._post(target, letter, now)
            _judge(answer, now)
        except SendFailed:
            self._resting[endpoint_id] = now + RESTS
            pausing.note_failed(endpoint_id, now=now)
            raise
        self._resting.pop(endpoint_id, None)
        if answer.status == GONE:
            pausing.pause_gone(endpoint_id, now=now)
            raise Useless(f"应答 HTTP {GONE}，已暂停推送")
        pausing.note_taken(endpoint_id, now=now)
        return f"HTTP {answer.status}"

    def _post(self, target: Target, letter: OutboxView, now: datetime) -> Answer:
        if refusal := why_not_this_url(target.url, only_public=self.only_public):
            raise Useless(refusal.sentence)
        parts = urlsplit(target.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(parts.hostname or "", port)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            with _pool(parts, address, port) as pool:
                answer = pool.urlopen(
                    "POST",
                    path,
                    body=letter.body.encode(),
                    headers={**_signed(target, letter, now), "Host": parts.netloc},
                    retries=False,
                    redirect=False,
                    preload_content=False,  # what it says beyond its status is not read
                )
                said = Answer(answer.status, answer.headers.get("Retry-After", ""))
                answer.close()
        except (HTTPError, OSError) as error:
            raise TryLater(f"连接失败：{type(error).__name__}") from error
        return said

    def _address(self, host: str, port: int) -> str:
        try:
            found = self.resolve(host, port)
        except OSError as error:
            raise TryLater("找不到这个域名的地址") from error
        if self.only_public and not all(is_public(one) for one in found):
            raise TryLater("域名指向本机或内网地址，没有连接")
        return found[0]


def _pool(parts: SplitResult, address: str, port: int) -> HTTPConnectionPool:
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if parts.scheme == "http":
        return HTTPConnectionPool(address, port, timeout=timeout)
    return HTTPSConnectionPool(
        address,
        port,
        timeout=timeout,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _signed(target: Target, letter: OutboxView, now: datetime) -> dict[str, str]:
    message_id, timestamp = message_id_of(letter.id), int(now.timestamp())
    signatures = (
        signature(secret, message_id=message_id, timestamp=timestamp, body=letter.body)
        for secret in target.secrets
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": "haoren-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def message_id_of(letter_id: UUID) -> str:
    """The same at every attempt: what the other side knows a repeat by."""
    return f"msg_{letter_id.hex}"


def _judge(answer: Answer, now: datetime) -> None:
    if 200 <= answer.status < 300 or answer.status == GONE:
        return
    why = f"应答 HTTP {answer.status}"
    if 300 <= answer.status < 400:
        raise TryLater(f"{why}：要求跳转，为安全起见不跟随")
    seconds = int(answer.retry_after) if answer.retry_after.isdecimal() else 0
    asked = min(timedelta(seconds=min(seconds, 86_400)), LONGEST_RETRY_AFTER)
    raise TryLater(why, not_before=now + asked if seconds else None)
