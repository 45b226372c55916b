"""Letters to other systems: the log of an address, sending again, and forgetting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from app.domain.messaging.models import OutboxMessage
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

CHANNEL = "webhook"


@dataclass(frozen=True)
class Delivery:
    """One letter to a system. `answer` is what it answered ("HTTP 204"), `error` why not."""

    id: UUID
    kind: str
    title: str
    body: str
    state: str
    attempts: int
    answer: str | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    due_at: datetime


def deliveries(recipient: str, *, state: str = "", page: int = 1) -> Page[Delivery]:
    """What was written to an address, newest first."""
    query = select(OutboxMessage).where(*_to(recipient))
    if state:
        query = query.where(OutboxMessage.state == state)
    query = query.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    found = page_of(query, number=page)
    return Page([_view(row) for row in found.items], found.number, found.size, found.total)


def counts(recipient: str) -> dict[str, int]:
    """How many wait, were taken, were given up; every state is named."""
    rows = session.execute(
        select(OutboxMessage.state, func.count())
        .where(*_to(recipient))
        .group_by(OutboxMessage.state)
    )
    return {"waiting": 0, "sent": 0, "given_up": 0} | dict(rows.all())


def delivery(recipient: str, message_id: UUID) -> Delivery:
    """One of them."""
    found = session.get(OutboxMessage, message_id)
    if found is None or (found.channel, found.recipient) != (CHANNEL, recipient):
        raise NotFound
    return _view(found)


def _view(row: OutboxMessage) -> Delivery:
    return Delivery(
        id=row.id,
        kind=row.kind,
        title=row.title,
        body=row.body,
        state=row.state,
        attempts=row.attempts,
        answer=row.remote_id,
        error=row.last_error,
        created_at=row.created_at,
        sent_at=row.sent_at,
        due_at=row.due_at,
    )


def send_anew(recipient: str, message_id: UUID, *, for_: timedelta, now: datetime) -> None:
    """Make one due again with its attempts counted afresh, the same id and the same body."""
    _requeue((*_to(recipient), OutboxMessage.id == message_id), for_, now)


def send_missed(recipient: str, *, since: datetime, for_: timedelta, now: datetime) -> int:
    """Make due again all that were given up since then; returns how many."""
    given_up = (OutboxMessage.state == "given_up", OutboxMessage.created_at >= since)
    return _requeue((*_to(recipient), *given_up), for_, now)


def _requeue(which: Collection[ColumnElement[bool]], for_: timedelta, now: datetime) -> int:
    with transaction():
        found = session.scalars(
            update(OutboxMessage)
            .where(*which)
            .values(state="waiting", due_at=now, attempts=0, expires_at=now + for_, sent_at=None)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(found)


def forget_all(recipient: str) -> None:
    """The address is gone: what was still to be sent goes with it, and so does the log."""
    _delete(*_to(recipient))


def forget_old(*, before: datetime) -> int:
    """Drop the log from before a moment; returns how many."""
    return _delete(OutboxMessage.channel == CHANNEL, OutboxMessage.created_at < before)


def _delete(*which: ColumnElement[bool]) -> int:
    with transaction():
        gone = session.scalars(
            delete(OutboxMessage)
            .where(*which)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)


def _to(recipient: str) -> tuple[ColumnElement[bool], ...]:
    return (OutboxMessage.channel == CHANNEL, OutboxMessage.recipient == recipient)
