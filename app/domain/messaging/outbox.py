"""The outbox: put letters in, claim them by lease, mark what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, update

from app.domain.messaging.models import OutboxMessage
from app.domain.messaging.rules import LEASE, SECRET_KINDS, next_attempt
from app.kernel import lean
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from app.kernel.upsert import dialect, insert_of

Channel = Literal["wechat_template", "wechat_text", "wechat_qr", "sms", "inbox", "webhook"]
# Another system that hangs must not keep people waiting: its letters have senders of their own.
Readers = Literal["people", "systems"]
TITLE_LENGTH = 60
ERROR_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Something to tell one recipient: an openid, a phone, or nobody (inbox only).

    `url` is a path within the app. `payload` is what the channel needs besides the words.
    Of letters with an equal `dedupe_key` only the first is ever kept.
    """

    channel: Channel
    kind: str
    recipient: str = ""
    volunteer_id: UUID | None = None
    title: str
    body: str
    url: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    dedupe_key: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


def with_link(values: Sequence[str], url: str) -> dict[str, Any]:
    """The payload of an SMS whose template ends in a link: the address's last part comes last."""
    return {"values": [*values, url.rpartition("/")[2]], "with_link": True}


@dataclass(frozen=True)
class OutboxView:
    """A claimed letter, as its sender needs it. `attempts` counts the present one."""

    id: UUID
    channel: str
    kind: str
    recipient: str
    volunteer_id: UUID | None
    title: str
    body: str
    url: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


def enqueue(letters: Sequence[Letter], *, now: datetime) -> None:
    """Put letters into the outbox: one statement for one or a thousand."""
    if not letters:
        return
    with transaction():
        put = _put(dialect())
        if len(letters) == 1:
            lean.leave(put, **_row(letters[0], now))
        else:
            session.execute(put, [_row(letter, now) for letter in letters])


@cache
def _put(dialect_name: str) -> Any:
    new = insert_of(dialect_name, OutboxMessage)
    return new.on_conflict_do_nothing(index_elements=["dedupe_key"])


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    # Nothing leaves the building for the inbox: the row itself is the delivery.
    stays = letter.channel == "inbox"
    return {
        "id": new_id(),
        "channel": letter.channel,
        "kind": letter.kind,
        "recipient": letter.recipient,
        "volunteer_id": letter.volunteer_id,
        "title": letter.title[:TITLE_LENGTH],
        "body": letter.body,
        "url": letter.url,
        "payload": letter.payload,
        "dedupe_key": letter.dedupe_key,
        "state": "sent" if stays else "waiting",
        "due_at": letter.due_at or now,
        "attempts": 0,
        "created_at": now,
        "sent_at": now if stays else None,
        "expires_at": letter.expires_at,
    }


def anything_due(*, to: Readers = "people", now: datetime) -> bool:
    """Whether a claim would find something. Reads only: an idle worker takes no write lock."""
    return bool(session.scalar(select(exists().where(*_due(to, now)))))


def claim(
    worker: str, *, to: Readers = "people", limit: int, now: datetime, lease: timedelta = LEASE
) -> list[OutboxView]:
    """Take up to `limit` due letters for the time of the lease; nobody else gets them meanwhile.

    What has outlived its use is given up on the way.
    """
    with transaction():
        session.execute(
            update(OutboxMessage)
            .where(*_due(to, now), OutboxMessage.expires_at <= now)
            .values(state="given_up", last_error="过了有效时间仍未能发出", **_released())
            .execution_options(synchronize_session=False)
        )
        # A CTE, not a bare IN: PostgreSQL may run a bare subquery twice and lock past the limit.
        due = (
            select(OutboxMessage.id)
            .where(*_due(to, now))
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        rows = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(select(due.c.id)))
            .values(leased_by=worker, leased_until=now + lease, attempts=OutboxMessage.attempts + 1)
            .returning(*_VIEWED)
            .execution_options(synchronize_session=False)
        ).all()
    return sorted((OutboxView(*row) for row in rows), key=lambda view: view.id)


_VIEWED = (
    OutboxMessage.id,
    OutboxMessage.channel,
    OutboxMessage.kind,
    OutboxMessage.recipient,
    OutboxMessage.volunteer_id,
    OutboxMessage.title,
    OutboxMessage.body,
    OutboxMessage.url,
    OutboxMessage.payload,
    OutboxMessage.attempts,
    OutboxMessage.created_at,
)


def _due(to: Readers, now: datetime) -> tuple[ColumnElement[bool], ...]:
    to_systems = OutboxMessage.channel == "webhook"
    return (
        to_systems if to == "systems" else ~to_systems,
        OutboxMessage.state == "waiting",
        OutboxMessage.due_at <= now,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= now),
    )


def _released() -> dict[str, Any]:
    return {"leased_by": None, "leased_until": None}


def mark_sent(message_id: UUID, *, remote_id: str | None = None, now: datetime) -> None:
    """The other side has taken it; `remote_id` is its number there."""
    values = {"state": "sent", "sent_at": now, "remote_id": remote_id, "last_error": None}
    _finish(message_id, values)


def mark_waiting(
    message: OutboxView, error: str, *, now: datetime, not_before: datetime | None = None
) -> None:
    """It failed for now: another attempt later, again and again until it is of no use."""
    due_at = next_attempt(message.attempts, now=now, not_before=not_before)
    with transaction():
        _change(message.id, {"due_at": due_at, "last_error": error[:ERROR_LENGTH]})


def give_back(message_ids: Sequence[UUID]) -> None:
    """Claimed, but not tried: others may have them at once."""
    with transaction():
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(message_ids), OutboxMessage.state == "waiting")
            .values(**_released(), attempts=OutboxMessage.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def give_up(message_id: UUID, error: str) -> None:
    """It will never go out like this; staff see it with the reason."""
    _finish(message_id, {"state": "given_up", "last_error": error[:ERROR_LENGTH]})


def reroute(message_id: UUID, channel: Channel, recipient: str, *, why: str, now: datetime) -> None:
    """Another way for the same letter: by SMS at once, or only into the inbox."""
    arrived = {"state": "sent", "sent_at": now} if channel == "inbox" else {}
    values = {"channel": channel, "recipient": recipient, "due_at": now, "attempts": 0}
    with transaction():
        _change(message_id, {**values, **arrived, "last_error": why[:ERROR_LENGTH]})


def _finish(message_id: UUID, values: dict[str, Any]) -> None:
    with transaction():
        _change(message_id, values)
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, OutboxMessage.kind.in_(SECRET_KINDS))
            .values(body="", payload={})
            .execution_options(synchronize_session=False)
        )


def _change(message_id: UUID, values: dict[str, Any]) -> None:
    # Only a waiting row: a worker that comes back after its lease must not undo what another did.
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.state == "waiting")
        .values(**values, **_released())
        .execution_options(synchronize_session=False)
    )


def delivered(remote_id: str, status: str) -> None:
    """What the platform reported later about a message it had taken."""
    with transaction():
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.remote_id == remote_id)
            .values(delivery=status[:60])
            .execution_options(synchronize_session=False)
        )
