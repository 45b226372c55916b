"""The protocol package remembers in our tables: answered messages and shared tokens."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from app.domain.messaging import answered, credentials
from app.domain.messaging.credentials import SharedCredential
from app.kernel.patience import waiting_at_most
from app.kernel.transaction import transaction
from wechat import StoredToken

RELEASE_SECONDS = 1.0


class AnsweredMessages:
    """`wechat.SeenMessages` over the room's rows."""

    def claim(self, key: str, *, now: datetime, lease: timedelta) -> bool:
        return answered.claim(key, now=now, lease=lease)

    def reply(self, key: str) -> str | None:
        return answered.reply(key)

    def keep_reply(self, key: str, reply: str) -> None:
        answered.keep_reply(key, reply)

    def release(self, key: str) -> None:
        # The patience for the answer may be used up; without this WeChat's next try meets a claim.
        with waiting_at_most(RELEASE_SECONDS):
            answered.release(key)

    def together(self) -> AbstractContextManager[object]:
        return transaction()

    def keep_first(self, key: str, reply: str, *, now: datetime) -> bool:
        return answered.keep_first(key, reply, now=now)


class SharedTokens:
    """`wechat.TokenStore` over the room's rows."""

    def get(self, name: str) -> StoredToken | None:
        found = credentials.get(name)
        return StoredToken(found.value, found.expires_at) if found else None

    def put(self, name: str, token: StoredToken) -> None:
        credentials.put(name, SharedCredential(token.value, token.use_until))

    def claim(self, name: str, *, now: datetime, lease: timedelta) -> bool:
        return credentials.claim(name, now=now, lease=lease)

    def release(self, name: str) -> None:
        credentials.release(name)
