"""A centre's administrators say which systems are told what, and take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.messaging import system_letters
from app.domain.webhooks import subscriptions
from app.domain.webhooks.errors import TooManyEndpoints
from app.domain.webhooks.models import WebhookEndpoint
from app.domain.webhooks.rules import (
    MOST_ENDPOINTS,
    OLD_SECRET_LASTS,
    new_secret,
    why_not_register,
)
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Wanted:
    """An endpoint as typed. `only_public`: as in production, https and nothing inside."""

    name: str
    url: str
    events: Sequence[str]
    only_public: bool


def register(staff: Staff, wanted: Wanted, *, now: datetime) -> tuple[UUID, str]:
    """Register an endpoint of her place; its secret is known only now."""
    staff.require(Permission.WEBHOOKS_MANAGE, staff.place.path)
    row = WebhookEndpoint(id=new_id(), place_id=staff.place.id, secret=new_secret())
    _take(row, wanted)
    row.created_by_id, row.created_at = staff.id, now
    with transaction():
        count = session.scalar(
            select(func.count()).where(WebhookEndpoint.place_id == staff.place.id)
        )
        if (count or 0) >= MOST_ENDPOINTS:
            raise TooManyEndpoints(most=MOST_ENDPOINTS)
        session.add(row)
        note(staff, "webhook.register", row, now=now, address=row.url)
    subscriptions.forget()
    return row.id, row.secret


def change(staff: Staff, endpoint_id: UUID, wanted: Wanted, *, now: datetime) -> None:
    """Another name, address or choice of events; the secret stays."""
    with transaction():
        row = held(staff, endpoint_id)
        _take(row, wanted)
        note(staff, "webhook.change", row, now=now, address=row.url)
    subscriptions.forget()


def _take(row: WebhookEndpoint, wanted: Wanted) -> None:
    name, url, events = wanted.name.strip(), wanted.url.strip(), list(wanted.events)
    if refusal := why_not_register(
        name=name, url=url, events=events, only_public=wanted.only_public
    ):
        raise refusal
    row.name, row.url, row.events = name, url, events


def rotate_secret(staff: Staff, endpoint_id: UUID, *, now: datetime) -> str:
    """A new secret, known only now. For a day letters are signed with the old one, too."""
    with transaction():
        row = held(staff, endpoint_id)
        row.old_secret, row.old_secret_ends_at = row.secret, now + OLD_SECRET_LASTS
        row.secret = new_secret()
        note(staff, "webhook.rotate", row, now=now)
    return row.secret


def remove(staff: Staff, endpoint_id: UUID, *, now: datetime) -> None:
    """The endpoint is gone, with its secret and its log."""
    with transaction():
        row = held(staff, endpoint_id)
        system_letters.forget_all(endpoint_id.hex)
        session.delete(row)
        note(staff, "webhook.remove", row, now=now, address=row.url)
    subscriptions.forget()


def held(staff: Staff, endpoint_id: UUID) -> WebhookEndpoint:
    """The row, locked; outside her place it is not found."""
    staff.require(Permission.WEBHOOKS_MANAGE, staff.place.path)
    row = session.scalars(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id, WebhookEndpoint.place_id == staff.place.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def note(
    staff: Staff, action: str, row: WebhookEndpoint, *, now: datetime, **detail: object
) -> None:
    """Into the trail, under its name."""
    trail.record(
        staff.actor,
        action,
        "webhook",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
        **detail,
    )
