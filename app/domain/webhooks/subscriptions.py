"""Who is told what, kept in each process for a few seconds: a check-in should not ask every time.

A change is seen by the process that made it at once, by the others after KEPT_FOR.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.places import queries as places
from app.domain.webhooks.models import WebhookEndpoint
from app.kernel.database import session

KEPT_FOR = timedelta(seconds=5)


@dataclass(frozen=True)
class Subscription:
    """One endpoint: the subtree it hears of, and which events."""

    endpoint_id: UUID
    place_path: str
    events: frozenset[str]


_known: tuple[datetime, tuple[Subscription, ...]] | None = None


def subscribed_to(event: str, *, now: datetime) -> list[Subscription]:
    """The endpoints that are told such events; at most one statement in KEPT_FOR."""
    return [one for one in _all(now) if event in one.events]


def forget() -> None:
    """Read again next time."""
    global _known  # noqa: PLW0603 - what this process knows
    _known = None


def _all(now: datetime) -> tuple[Subscription, ...]:
    global _known  # noqa: PLW0603 - what this process knows
    if _known is None or abs(now - _known[0]) >= KEPT_FOR:
        _known = (now, _read())
    return _known[1]


def _read() -> tuple[Subscription, ...]:
    query = select(WebhookEndpoint.id, WebhookEndpoint.events)
    rows = session.execute(places.with_place(query, WebhookEndpoint.place_id))
    return tuple(Subscription(row[0], row[2].path, frozenset(row[1])) for row in rows)
