"""Tokens that every process shares, and who may fetch the next one.

The same rows serve as "one at a time" locks for the worker's clockwork.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from app.domain.messaging.models import Credential
from app.kernel.database import session
from app.kernel.transaction import transaction
from app.kernel.upsert import insert_into


@dataclass(frozen=True)
class SharedCredential:
    """A token and the moment until which it may be used."""

    value: str = field(repr=False)
    expires_at: datetime


def get(name: str) -> SharedCredential | None:
    """What is stored under the name, expired or not; None when nothing is."""
    row = session.execute(
        select(Credential.value, Credential.expires_at).where(Credential.name == name)
    ).one_or_none()
    if row is None or not row.value or row.expires_at is None:
        return None
    return SharedCredential(row.value, row.expires_at)


def put(name: str, credential: SharedCredential) -> None:
    """Store a fresh one; ends the claim."""
    values = {
        "value": credential.value,
        "expires_at": credential.expires_at,
        "locked_until": None,
    }
    with transaction():
        session.execute(
            insert_into(Credential)
            .values(name=name, **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )


def claim(name: str, *, now: datetime, lease: timedelta) -> bool:
    """True for one caller until the lease ends or is released.

    A lock that reaches further than the lease comes from a clock that was set back, and is broken.
    """
    free = or_(
        Credential.locked_until.is_(None),
        Credential.locked_until <= now,
        Credential.locked_until > now + lease,
    )
    with transaction():
        taken = session.scalar(
            insert_into(Credential)
            .values(name=name, value="", locked_until=now + lease)
            .on_conflict_do_update(
                index_elements=["name"], set_={"locked_until": now + lease}, where=free
            )
            .returning(Credential.name)
        )
    return taken is not None


def release(name: str, *, until: datetime | None = None) -> None:
    """Give the claim back: now, or at a moment to come."""
    with transaction():
        session.execute(
            update(Credential)
            .where(Credential.name == name)
            .values(locked_until=until)
            .execution_options(synchronize_session=False)
        )
