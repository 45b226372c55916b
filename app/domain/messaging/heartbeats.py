"""Each worker says that it is alive; /readyz and the console look at the newest word."""

from datetime import datetime

from sqlalchemy import delete, func, select

from app.domain.messaging.models import WorkerHeartbeat
from app.domain.messaging.rules import KEEPS_HEARTBEATS
from app.kernel.database import session
from app.kernel.transaction import transaction
from app.kernel.upsert import insert_into


def beat(worker: str, *, now: datetime) -> None:
    """Worker `worker` is alive now."""
    with transaction():
        session.execute(
            insert_into(WorkerHeartbeat)
            .values(worker=worker, beat_at=now)
            .on_conflict_do_update(index_elements=["worker"], set_={"beat_at": now})
        )


def newest() -> datetime | None:
    """When any worker was last heard of; None when never."""
    return session.scalar(select(func.max(WorkerHeartbeat.beat_at)))


def forget_old(*, now: datetime) -> int:
    """Drop workers that are long gone; returns how many."""
    with transaction():
        gone = session.scalars(
            delete(WorkerHeartbeat)
            .where(WorkerHeartbeat.beat_at < now - KEEPS_HEARTBEATS)
            .returning(WorkerHeartbeat.worker)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)
