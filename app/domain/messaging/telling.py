"""Tell volunteers: everyone in her inbox, and by the way that reaches her.

Who follows the account is told by WeChat, the others by SMS when they must know in time; who said
no to one of these ways is not, when it is written and when it is sent. What concerns a child goes
to her guardian, and says whom it is about.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Channel, Letter, OutboxView
from app.domain.messaging.rules import IMPORTANT, INBOX_ONLY, NEEDED, OF_DUTY
from app.domain.people import optional_consents
from app.domain.people import queries as people
from app.domain.people.purposes import SMS, WECHAT_NEWS, Purpose
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
    """Two to four statements, for one person or a thousand."""
    everyone = {notice.volunteer_id for notice in notices}
    reached = reach(everyone)
    urgent = {notice.volunteer_id for notice in notices if notice.kind in IMPORTANT}
    phones = {card.id: card.phone for card in people.cards(urgent).values()}
    refused = _refused([(notice.volunteer_id, notice.kind) for notice in notices])
    letters = [
        _letter(
            notice,
            reached.get(notice.volunteer_id, Reach()),
            phones.get(notice.volunteer_id),
            refused=refused,
        )
        for notice in notices
    ]
    outbox.enqueue(letters, now=now)


def still_wanted(letter: OutboxView) -> bool:
    """Whether she whom it is about has not, meanwhile, refused the way it goes."""
    purpose = _may_refuse(letter.kind)
    if purpose is None or purpose is not _PURPOSE_OF.get(letter.channel):
        return True
    return not _refusing(letter)


def phone_instead(letter: OutboxView) -> str | None:
    """The phone to turn to when WeChat does not reach her; None where she refused SMS."""
    phone = letter.payload.get("phone") if letter.channel != "sms" else None
    return str(phone) if phone and not _refusing(letter) else None


_PURPOSE_OF = {"wechat_template": WECHAT_NEWS, "sms": SMS}
Refused = frozenset[tuple[UUID, str]]


def _may_refuse(kind: str) -> Purpose | None:
    """What a person can say no to that this kind of notice would otherwise be sent by."""
    if kind in IMPORTANT - OF_DUTY:
        return SMS
    return None if kind in NEEDED | INBOX_ONLY else WECHAT_NEWS


def _refused(about: Collection[tuple[UUID, str]]) -> Refused:
    """Who refused which way; nothing is asked where nothing can be refused."""
    asked = {who for who, kind in about if _may_refuse(kind)}
    return optional_consents.refused(asked, tuple(_PURPOSE_OF.values()))


def _refusing(letter: OutboxView) -> bool:
    purpose, who = _may_refuse(letter.kind), letter.volunteer_id
    if purpose is None or who is None:
        return False
    return (who, purpose.kind) in _refused([(who, letter.kind)])


def _letter(notice: Notice, reached: Reach, phone: str | None, *, refused: Refused) -> Letter:
    payload: dict[str, object] = {"values": _values(notice, reached.child)}
    channel: Channel = "inbox"
    recipient = ""
    purpose = _may_refuse(notice.kind)
    no = purpose if purpose and (notice.volunteer_id, purpose.kind) in refused else None
    if reached.open_ids and notice.kind not in INBOX_ONLY and no is not WECHAT_NEWS:
        # One message, however many WeChat ids she has: the one met last is the one in her hand.
        channel, recipient = "wechat_template", reached.open_ids[-1]
        # The sender turns to the phone when WeChat turns out not to reach her.
        payload |= {"phone": phone} if phone and no is not SMS else {}
    elif phone and no is not SMS:
        channel, recipient = "sms", phone
    return Letter(
        channel=channel,
        kind=notice.kind,
        recipient=recipient,
        volunteer_id=notice.volunteer_id,
        title=notice.title,
        body=f"{reached.child}：\n{notice.body}" if reached.child else notice.body,
        url=pages.about(notice.volunteer_id, notice.url) if reached.child else notice.url,
        payload=payload,
        dedupe_key=notice.dedupe_key,
        expires_at=notice.expires_at,
    )


def _values(notice: Notice, child: str) -> list[str]:
    first, *rest = notice.values
    return [f"{child}：{first}" if child else first, *rest]
