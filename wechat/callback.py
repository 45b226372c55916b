"""The callback: WeChat delivers here, we believe, read, answer once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from wechat.account import Account
from wechat.envelope import Opened, open_envelope, seal_envelope
from wechat.errors import BadBody
from wechat.incoming import Incoming
from wechat.reading import read
from wechat.replies import NOTHING, Reply, render
from wechat.seen import SeenMessages, answer_once, answer_together
from wechat.signature import check_freshness, check_signature
from wechat.xml import parse, text_of

Answer = Callable[[Incoming], Reply | str | None]
Clock = Callable[[], datetime]


class Callback:
    """One account's callback. `now` tells the time with its zone.

    `together` says of a message whether all that answering it does joins one transaction.

    Both methods raise `CallbackRefused`: answer 403. What `answer` raises comes out as it is:
    answer 500, and WeChat delivers again.
    """

    def __init__(
        self,
        account: Account,
        answer: Answer,
        seen: SeenMessages,
        now: Clock,
        *,
        freshness: timedelta = timedelta(minutes=5),
        together: Callable[[Incoming], bool] = lambda _message: False,
    ) -> None:
        self._account = account
        self._answer = answer
        self._seen = seen
        self._now = now
        self._freshness = freshness
        self._together = together

    def verify(self, args: Mapping[str, str]) -> str:
        """The echostr of WeChat's GET. It is not signed: send it as text/plain with nosniff."""
        self._check(args, args.get("signature", ""))
        return args.get("echostr", "")

    def receive(self, args: Mapping[str, str], body: bytes) -> str:
        """The body that answers WeChat's POST: XML, or 'success'."""
        text = text_of(body)
        encrypted = parse(text).findtext("Encrypt") or ""
        if encrypted or args.get("encrypt_type", "raw") not in ("", "raw"):
            return self._receive_encrypted(args, encrypted)
        if self._account.message_mode == "safe":
            # `signature` covers neither body nor sender: whoever has seen one address could forge.
            raise BadBody("safe mode takes encrypted messages only")
        self._check(args, args.get("signature", ""))
        return self._reply_to(text)

    def _receive_encrypted(self, args: Mapping[str, str], encrypted: str) -> str:
        if not encrypted:
            raise BadBody("announced as encrypted, but there is no <Encrypt>")
        self._check(args, args.get("msg_signature", ""), encrypted)
        opened = open_envelope(self._account, encrypted)
        return self._sealed(self._reply_to(opened.text), opened)

    def _sealed(self, reply: str, opened: Opened) -> str:
        if reply == NOTHING:
            return reply
        key, timestamp = opened.encoding_aes_key, int(self._now().timestamp())
        return seal_envelope(self._account, reply, encoding_aes_key=key, timestamp=timestamp)

    def _reply_to(self, text: str) -> str:
        message, now = read(text), self._now()

        def make() -> str:
            return render(self._answer(message), to=message, timestamp=int(now.timestamp()))

        answer = answer_together if self._together(message) else answer_once
        return answer(self._seen, message.dedupe_key, make, now=now)

    def _check(self, args: Mapping[str, str], given: str, *more: str) -> None:
        timestamp, nonce = args.get("timestamp", ""), args.get("nonce", "")
        check_signature(given, self._account.token, timestamp, nonce, *more)
        check_freshness(timestamp, now=self._now(), within=self._freshness)
