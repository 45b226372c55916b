"""The log of an endpoint: try it, send one again, forget what is old."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.messaging import outbox, system_letters
from app.domain.webhooks.announcing import letter
from app.domain.webhooks.errors import EndpointPaused, NotOver
from app.domain.webhooks.registering import held, note
from app.domain.webhooks.rules import LETTERS_KEPT, TEST, TRIED_FOR
from app.kernel.transaction import transaction


def send_test(staff: Staff, endpoint_id: UUID, *, now: datetime) -> None:
    """A letter that says nothing happened; also to a paused endpoint, to see whether it answers."""
    with transaction():
        row = held(staff, endpoint_id)
        outbox.enqueue([letter(row.id, TEST, {"endpoint_id": row.id}, now=now)], now=now)
        note(staff, "webhook.test", row, now=now)


def send_again(staff: Staff, endpoint_id: UUID, message_id: UUID, *, now: datetime) -> None:
    """The same letter with the same id once more, taken or given up before."""
    with transaction():
        row = held(staff, endpoint_id)
        found = system_letters.delivery(row.id.hex, message_id)
        if row.paused_because and found.kind != TEST:
            raise EndpointPaused
        if found.state == "waiting":
            raise NotOver
        system_letters.send_anew(row.id.hex, message_id, for_=TRIED_FOR, now=now)
        note(staff, "webhook.resend", row, now=now)


def forget_old(*, now: datetime) -> int:
    """Nobody asks for letters of last month; returns how many went."""
    return system_letters.forget_old(before=now - LETTERS_KEPT)
