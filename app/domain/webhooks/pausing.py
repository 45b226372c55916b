"""An endpoint is paused by staff, or by itself when it has failed for days; and goes on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.messaging import outbox, system_letters
from app.domain.messaging.outbox import Letter
from app.domain.messaging.words import words
from app.domain.webhooks.errors import AlreadyPaused, NotPaused
from app.domain.webhooks.models import WebhookEndpoint
from app.domain.webhooks.registering import held, note
from app.domain.webhooks.rules import PAUSED_AFTER_FAILING, TRIED_FOR
from app.kernel.database import session
from app.kernel.transaction import transaction

WHY = {"failing": "连续三天没有送达", "gone": "对方回答“此地址已停用”（410）"}


def pause(staff: Staff, endpoint_id: UUID, *, now: datetime) -> None:
    """Send nothing more; what happens meanwhile stands in the log as not sent."""
    with transaction():
        row = held(staff, endpoint_id)
        if row.paused_because:
            raise AlreadyPaused
        row.paused_because, row.paused_at = "staff", now
        note(staff, "webhook.pause", row, now=now)


def resume(staff: Staff, endpoint_id: UUID, *, with_missed: bool, now: datetime) -> int:
    """Send again, with what was missed in the last three days if wished; returns how many."""
    with transaction():
        row = held(staff, endpoint_id)
        if not row.paused_because:
            raise NotPaused
        row.paused_because = row.paused_at = row.failing_since = None
        since = now - TRIED_FOR
        missed = (
            system_letters.send_missed(endpoint_id.hex, since=since, for_=TRIED_FOR, now=now)
            if with_missed
            else 0
        )
        note(staff, "webhook.resume", row, now=now, count=missed)
    return missed


def pause_failing(*, now: datetime) -> int:
    """Pause what has failed for three days without a single letter taken; returns how many."""
    with transaction():
        rows = session.scalars(
            select(WebhookEndpoint)
            .where(
                WebhookEndpoint.paused_because.is_(None),
                WebhookEndpoint.failing_since <= now - PAUSED_AFTER_FAILING,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for row in rows:
            _pause(row, "failing", now)
    return len(rows)


def pause_gone(endpoint_id: UUID, *, now: datetime) -> None:
    """The other side said that this address is no more."""
    with transaction():
        row = session.get(
            WebhookEndpoint, endpoint_id, with_for_update=True, populate_existing=True
        )
        if row is not None and row.paused_because is None:
            _pause(row, "gone", now)


def _pause(row: WebhookEndpoint, because: str, now: datetime) -> None:
    row.paused_because, row.paused_at = because, now
    why = WHY[because]
    trail.record(
        SYSTEM,
        "webhook.pause",
        "webhook",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
        reason=why,
    )
    _tell_administrators(row, why, now)


def _tell_administrators(row: WebhookEndpoint, why: str, now: datetime) -> None:
    title, body = words("webhook_paused", name=row.name, why=why)
    phones = access.mobile_phones(row.place_id, Role.CENTRE_ADMINISTRATOR)
    letters = [
        Letter(
            channel="sms",
            kind="webhook_paused",
            recipient=phone,
            title=title,
            body=body,
            payload={"values": [row.name, why]},
            expires_at=now + TRIED_FOR,
        )
        for phone in phones
    ]
    outbox.enqueue(letters, now=now)


def note_taken(endpoint_id: UUID, *, now: datetime) -> None:
    """A letter was taken: whatever failed before is over."""
    _set(endpoint_id, taken_at=now, failing_since=None)


def note_failed(endpoint_id: UUID, *, now: datetime) -> None:
    """A letter was not taken; the first failure in a row counts."""
    _set(endpoint_id, WebhookEndpoint.failing_since.is_(None), failing_since=now)


def _set(endpoint_id: UUID, *more: object, **values: object) -> None:
    with transaction():
        session.execute(
            update(WebhookEndpoint)
            .where(WebhookEndpoint.id == endpoint_id, *more)  # type: ignore[arg-type]
            .values(**values)
            .execution_options(synchronize_session=False)
        )
