"""How the outbox and the workers are: a few indexed looks, cheap enough for every quarter minute.

What was sent is counted over the last minutes only: counting everything would grow with the years.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from app.domain.messaging.models import OutboxMessage, WorkerHeartbeat
from app.domain.messaging.rules import NOT_FOR_STAFF
from app.kernel.database import session

LATELY = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Health:
    """`oldest_due_at` is of a letter that should have gone out and waits; None when none does."""

    due: int
    put_off: int
    in_hand: int
    sent_lately: int
    given_up: int
    oldest_due_at: datetime | None
    workers: int
    newest_beat: datetime | None


def health(*, now: datetime) -> Health:
    """The outbox and the workers at this moment; four statements."""
    due = OutboxMessage.due_at <= now
    in_hand = and_(OutboxMessage.leased_until.is_not(None), OutboxMessage.leased_until > now)
    waiting = session.execute(
        select(
            func.count().filter(due, ~in_hand),
            func.count().filter(~due, ~in_hand),
            func.count().filter(in_hand),
            func.min(OutboxMessage.due_at).filter(due),
        ).where(OutboxMessage.state == "waiting")
    ).one()
    workers, newest = session.execute(
        select(
            func.count().filter(WorkerHeartbeat.beat_at > now - SILENT_AFTER),
            func.max(WorkerHeartbeat.beat_at),
        )
    ).one()
    return Health(
        due=waiting[0],
        put_off=waiting[1],
        in_hand=waiting[2],
        sent_lately=_count("sent", since=now - LATELY),
        given_up=_count("given_up"),
        oldest_due_at=waiting[3],
        workers=workers,
        newest_beat=newest,
    )


def _count(state: str, since: datetime | None = None) -> int:
    query = select(func.count()).where(
        OutboxMessage.state == state, OutboxMessage.channel.not_in(NOT_FOR_STAFF)
    )
    if since is not None:
        query = query.where(OutboxMessage.created_at > since)
    return session.scalar(query) or 0
