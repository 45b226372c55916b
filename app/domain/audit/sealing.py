"""Seal the entries that have come since the last seal. Run by the worker; no check-in waits for it.

Every entry enters the queue in its own transaction, by the database itself, and leaves it with its
seal: an entry that commits late, or is dated back, is in the next seal. What is read and hashed is
read outside any transaction, since entries never change; a seal's own transaction is short.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import lazyload

from app.domain.audit import seals
from app.domain.audit.leaves import leaf_of
from app.domain.audit.models import AuditEntry, LedgerLeaf, LedgerSeal, QueuedEntry
from app.domain.audit.seals import BEFORE_THE_FIRST, Seal
from app.kernel import crypto
from app.kernel.canonical import canonical
from app.kernel.database import session
from app.kernel.merkle import root_of
from app.kernel.transaction import transaction

SEALED_EVERY = timedelta(hours=1)
SETTLES_AFTER = timedelta(minutes=2)  # so that entries stand in their order; none is ever lost
LARGEST_SEAL = 5_000  # a seal's transaction stays short; the rest is in the next one
DELETED_AT_ONCE = 1_000


class SealedMeanwhile(Exception):
    """Another process was faster; nothing was written."""


def seal_due(*, now: datetime) -> int:
    """Seal what waits, unless the last seal is younger than an hour; how many entries."""
    last = seals.latest()
    if last is not None and now - last.sealed_at < SEALED_EVERY:
        return 0
    return seal_what_waits(now=now)


def seal_what_waits(*, now: datetime) -> int:
    """Seal every settled entry, in as many seals as it takes; how many entries."""
    sealed = 0
    while entries := _settled(now):
        try:
            _seal(entries, now=now)
        except SealedMeanwhile:
            break
        sealed += len(entries)
        session.expunge_all()  # a backlog of any size, a few thousand in memory
    return sealed


def _settled(now: datetime) -> Sequence[AuditEntry]:
    return session.scalars(
        select(AuditEntry)
        .join(QueuedEntry, QueuedEntry.entry_id == AuditEntry.id)
        .where(AuditEntry.at <= now - SETTLES_AFTER)
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(LARGEST_SEAL)
        .options(lazyload(AuditEntry.told))
    ).all()


def _seal(entries: Sequence[AuditEntry], *, now: datetime) -> None:
    leaves = [leaf_of(entry) for entry in entries]
    root = root_of(leaves).hex()
    ids = [entry.id for entry in entries]
    with transaction():
        _take_off_the_queue(ids)
        last = seals.latest()
        made = _signed(
            Seal(
                number=last.number + 1 if last else 1,
                sealed_at=now,
                from_at=entries[0].at,
                until_at=entries[-1].at,
                count=len(entries),
                root=root,
                previous=last.hash if last else BEFORE_THE_FIRST,
                key=crypto.ledger_public_key().hex(),
            )
        )
        session.execute(insert(LedgerSeal), [asdict(made)])
        session.execute(
            insert(LedgerLeaf),
            [
                {"entry_id": one, "seal_number": made.number, "position": n, "hash": leaf.hex()}
                for n, (one, leaf) in enumerate(zip(ids, leaves, strict=True))
            ],
        )


def _take_off_the_queue(ids: Sequence[UUID]) -> None:
    """The rows' locks let one process seal an entry, and once."""
    taken = 0
    for first in range(0, len(ids), DELETED_AT_ONCE):
        some = ids[first : first + DELETED_AT_ONCE]
        gone = session.execute(
            delete(QueuedEntry)
            .where(QueuedEntry.entry_id.in_(some))
            .execution_options(synchronize_session=False)
        )
        taken += int(gone.rowcount)  # type: ignore[attr-defined]
    if taken != len(ids):
        raise SealedMeanwhile


def _signed(seal: Seal) -> Seal:
    words = canonical(seals.content(seal))
    return replace(seal, hash=seals.hash_of(seal), signature=crypto.ledger_signature(words).hex())
