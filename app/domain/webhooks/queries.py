"""Reading endpoints: for the console, and for the sender."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.domain.webhooks.models import WebhookEndpoint
from app.kernel.database import session
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class EndpointView:
    """An endpoint as staff see it: all but its secret."""

    id: UUID
    name: str
    url: str
    events: tuple[str, ...]
    paused_because: str | None
    paused_at: datetime | None
    failing_since: datetime | None
    taken_at: datetime | None
    old_secret_ends_at: datetime | None
    created_by: str
    created_at: datetime

    @property
    def standing(self) -> str:
        """paused | failing | active."""
        if self.paused_because:
            return "paused"
        return "failing" if self.failing_since else "active"


@dataclass(frozen=True)
class Target:
    """Where a letter goes, and what it is signed with: the new secret first."""

    url: str
    paused: bool
    secrets: tuple[str, ...] = field(repr=False)


def endpoints(within: Scope) -> list[EndpointView]:
    """The endpoints of a subtree, in order of name."""
    query = select(WebhookEndpoint).where(WebhookEndpoint.place_id.in_(places.ids_within(within)))
    return _views(session.scalars(query.order_by(WebhookEndpoint.name, WebhookEndpoint.id)).all())


def endpoint(endpoint_id: UUID, *, within: Scope) -> EndpointView:
    """One of them; outside the scope it is not found."""
    query = select(WebhookEndpoint).where(
        WebhookEndpoint.id == endpoint_id,
        WebhookEndpoint.place_id.in_(places.ids_within(within)),
    )
    found = _views(session.scalars(query).all())
    if not found:
        raise NotFound
    return found[0]


def count_stopped(within: Scope) -> int:
    """How many were paused without anybody having asked for it."""
    query = select(func.count()).where(
        WebhookEndpoint.paused_because.in_(("failing", "gone")),
        WebhookEndpoint.place_id.in_(places.ids_within(within)),
    )
    return session.scalar(query) or 0


def target(endpoint_id: UUID, *, now: datetime) -> Target | None:
    """For the sender; None when the endpoint was removed."""
    row = session.scalars(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    secrets = [row.secret]
    if row.old_secret and row.old_secret_ends_at and now < row.old_secret_ends_at:
        secrets.append(row.old_secret)
    return Target(row.url, row.paused_because is not None, tuple(secrets))


def _views(rows: Sequence[WebhookEndpoint]) -> list[EndpointView]:
    names = access.names([row.created_by_id for row in rows])
    return [
        EndpointView(
            id=row.id,
            name=row.name,
            url=row.url,
            events=tuple(row.events),
            paused_because=row.paused_because,
            paused_at=row.paused_at,
            failing_since=row.failing_since,
            taken_at=row.taken_at,
            old_secret_ends_at=row.old_secret_ends_at,
            created_by=names.get(row.created_by_id, ""),
            created_at=row.created_at,
        )
        for row in rows
    ]
