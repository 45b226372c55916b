"""What the console sees of the outbox, and residents of their inbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.messaging.models import OutboxMessage
from app.domain.messaging.rules import NOT_FOR_STAFF, NOT_FOR_THE_INBOX, SECRET_KINDS
from app.kernel.database import session
from app.kernel.masking import masked_phone
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class OutboxRow:
    """One message as staff see it: no codes, no whole phone numbers."""

    id: UUID
    channel: str
    kind: str
    recipient: str
    volunteer_id: UUID | None
    title: str
    body: str
    state: str
    attempts: int
    last_error: str | None
    delivery: str | None
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class InboxItem:
    """One notice as its reader sees it; `url` is a path within the app or empty."""

    id: UUID
    kind: str
    title: str
    body: str
    url: str
    at: datetime


def outbox_page(
    *, state: str | None = None, kind: str | None = None, page: int = 1, size: int = PAGE_SIZE
) -> Page[OutboxRow]:
    """Messages, newest first, of one state or kind or of all."""
    query = select(OutboxMessage).where(OutboxMessage.channel.not_in(NOT_FOR_STAFF))
    if state:
        query = query.where(OutboxMessage.state == state)
    if kind:
        query = query.where(OutboxMessage.kind == kind)
    query = query.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    found = page_of(query, number=page, size=size)
    return Page([_outbox_row(row) for row in found.items], found.number, found.size, found.total)


def _outbox_row(row: OutboxMessage) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        channel=row.channel,
        kind=row.kind,
        recipient=masked_phone(row.recipient) if row.channel == "sms" else row.recipient,
        volunteer_id=row.volunteer_id,
        title=row.title,
        body="（验证码内容不显示）" if row.kind in SECRET_KINDS else row.body,
        state=row.state,
        attempts=row.attempts,
        last_error=row.last_error,
        delivery=row.delivery,
        due_at=row.due_at,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def counts_by_state() -> dict[str, int]:
    """How many messages wait, were sent, were given up; every state is named."""
    rows = session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.channel.not_in(NOT_FOR_STAFF))
        .group_by(OutboxMessage.state)
    )
    return {"waiting": 0, "sent": 0, "given_up": 0} | dict(rows.all())


def inbox(volunteer_id: UUID, *, page: int = 1, size: int = PAGE_SIZE) -> Page[InboxItem]:
    """Everything a volunteer was told, newest first, however it was sent."""
    query = (
        select(OutboxMessage)
        .where(
            OutboxMessage.volunteer_id == volunteer_id,
            OutboxMessage.kind.not_in(NOT_FOR_THE_INBOX),
        )
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    )
    found = page_of(query, number=page, size=size)
    items = [
        InboxItem(row.id, row.kind, row.title, row.body, row.url, row.created_at)
        for row in found.items
    ]
    return Page(items, found.number, found.size, found.total)


def outbox_message(message_id: UUID) -> OutboxRow:
    """One message as staff see it."""
    found = session.get(OutboxMessage, message_id)
    if found is None or found.channel in NOT_FOR_STAFF:
        raise NotFound
    return _outbox_row(found)
