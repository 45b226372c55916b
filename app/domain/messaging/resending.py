"""Staff put a message that was given up back into the queue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.messaging.errors import AlreadySent, NoLongerOfUse, StillWaiting
from app.domain.messaging.models import OutboxMessage
from app.domain.messaging.rules import NOT_FOR_STAFF, SECRET_KINDS
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


def send_again(staff: Staff, message_id: UUID, *, now: datetime) -> None:
    """Make a given-up message due now, with its attempts counted afresh."""
    if not staff.may(Permission.OUTBOX_RETRY):
        raise NotAllowed(permission=Permission.OUTBOX_RETRY.title)
    with transaction():
        message = session.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if message is None or message.channel in NOT_FOR_STAFF:
            raise NotFound
        if refusal := _why_not(message, now):
            raise refusal
        message.state = "waiting"
        message.due_at = now
        message.attempts = 0
        session.flush()
        trail.record(
            staff.actor, "outbox.retry", "outbox_message", message_id, now=now, kind=message.kind
        )


def _why_not(message: OutboxMessage, now: datetime) -> Refusal | None:
    if message.state == "sent":
        return AlreadySent()
    if message.state == "waiting":
        return StillWaiting()
    expired = message.expires_at is not None and message.expires_at <= now
    # The words of a code are wiped once it is given up: there is nothing left to send.
    if expired or message.kind in SECRET_KINDS:
        return NoLongerOfUse()
    return None
