"""Tell volunteers: everyone in her inbox, and by the way that reaches her.

Who follows the account is told by WeChat, the others by SMS when they must know in time. What
concerns a child goes to her guardian, and says whom it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.messaging import outbox
from app.domain.messaging.outbox import Channel, Letter
from app.domain.messaging.rules import IMPORTANT, INBOX_ONLY
from app.domain.people import queries as people
from app.domain.people.reaching import Reach, reach


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One person's notice. `values` fill the template's fields in their order."""

    kind: str
    volunteer_id: UUID
    title: str
    body: str
    values: tuple[str, ...]
    url: str
    expires_at: datetime
    dedupe_key: str | None = None


def tell(notices: Sequence[Notice], *, now: datetime) -> None:
    """Two or three statements, for one person or a thousand."""
    everyone = {notice.volunteer_id for notice in notices}
    reached = reach(everyone)
    urgent = {notice.volunteer_id for notice in notices if notice.kind in IMPORTANT}
    phones = {card.id: card.phone for card in people.cards(urgent).values()}
    letters = [
        _letter(notice, reached.get(notice.volunteer_id, Reach()), phones.get(notice.volunteer_id))
        for notice in notices
    ]
    outbox.enqueue(letters, now=now)


def _letter(notice: Notice, reached: Reach, phone: str | None) -> Letter:
    payload: dict[str, object] = {"values": _values(notice, reached.child)}
    channel: Channel = "inbox"
    recipient = ""
    if reached.open_ids and notice.kind not in INBOX_ONLY:
        # One message, however many WeChat ids she has: the one met last is the one in her hand.
        channel, recipient = "wechat_template", reached.open_ids[-1]
        # The sender turns to the phone when WeChat turns out not to reach her.
        payload |= {"phone": phone} if phone else {}
    elif phone:
        channel, recipient = "sms", phone
    return Letter(
        channel=channel,
        kind=notice.kind,
        recipient=recipient,
        volunteer_id=notice.volunteer_id,
        title=notice.title,
        body=f"{reached.child}：\n{notice.body}" if reached.child else notice.body,
        url=notice.url,
        payload=payload,
        dedupe_key=notice.dedupe_key,
        expires_at=notice.expires_at,
    )


def _values(notice: Notice, child: str) -> list[str]:
    first, *rest = notice.values
    return [f"{child}：{first}" if child else first, *rest]
