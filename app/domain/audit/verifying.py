"""Find every entry that was altered, removed, inserted or reordered, and say which.

Everything is computed anew from the rows: leaves from entries, roots from leaves, the chain from
seals. Memory holds one seal at a time. What was changed together with its leaf and its seal, by
somebody who has the whole server, shows in the seals that were published: haoren_verify.py.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, literal, select, text

from app.domain.audit import seals
from app.domain.audit.erasing import ERASE
from app.domain.audit.findings import Checked, Finding
from app.domain.audit.leaves import leaf_of, opens
from app.domain.audit.models import AuditEntry, AuditWords, LedgerLeaf, LedgerSeal, QueuedEntry
from app.domain.audit.seals import BEFORE_THE_FIRST, Seal
from app.kernel import crypto
from app.kernel.append_only import unguarded
from app.kernel.canonical import canonical
from app.kernel.database import Base, session
from app.kernel.merkle import root_of

QUEUE_TRIGGER = "audit_entry_queued"
BATCH = 1_000
Rows = Sequence[tuple[LedgerLeaf, AuditEntry | None]]


def findings(tell: Callable[[Checked], None] = lambda _: None) -> Iterator[Finding]:
    """Everything that does not hold of the trail and its seals; `tell` hears after each seal."""
    yield from _guards()
    yield from _chain(tell)
    yield from _outside()
    yield from _words()


def _guards() -> Iterator[Finding]:
    connection = session.connection()
    for table in unguarded(connection, Base.metadata):
        yield Finding("guard", f"{table}: the database does not refuse changes any more")
    catalogue = {
        "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = :name AND tgenabled IN ('O', 'A')",
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = :name",
    }[connection.dialect.name]
    if connection.scalar(text(catalogue), {"name": QUEUE_TRIGGER}) is None:
        yield Finding("guard", "audit_entry: new entries do not enter the queue any more")


def _chain(tell: Callable[[Checked], None]) -> Iterator[Finding]:
    checked, before = Checked(), None
    for number in seals.numbers():
        seal = seals.seal(number)
        yield from _seal_itself(seal, before)
        rows = _rows_of(seal)
        yield from _entries(seal, rows)
        before = seal
        checked.seals += 1
        checked.entries += len(rows)
        session.expunge_all()
        tell(checked)
    lost = (
        select(LedgerLeaf.seal_number)
        .distinct()
        .where(LedgerLeaf.seal_number.not_in(select(LedgerSeal.number)))
    )
    for number in session.scalars(lost):
        yield Finding("seal", f"seal {number} is gone; its entries are there")


def _seal_itself(seal: Seal, before: Seal | None) -> Iterator[Finding]:
    name = f"seal {seal.number}"
    expected = before.number + 1 if before else 1
    if seal.number != expected:
        yield Finding("seal", f"{name}: seal {expected} should stand before it and is gone")
    if seal.previous != (before.hash if before else BEFORE_THE_FIRST):
        yield Finding("seal", f"{name}: it does not name the seal before it")
    if seals.hash_of(seal) != seal.hash:
        yield Finding("seal", f"{name} was altered: its hash is not that of its words")
    words = canonical(seals.content(seal))
    key, signature = _bytes(seal.key), _bytes(seal.signature)
    if not crypto.is_ledger_signature(signature, words, key=key):
        yield Finding("seal", f"{name}: its signature is not good")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _rows_of(seal: Seal) -> Rows:
    query = (
        select(LedgerLeaf, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == LedgerLeaf.entry_id)
        .where(LedgerLeaf.seal_number == seal.number)
        .order_by(LedgerLeaf.position)
        .execution_options(populate_existing=True)
    )
    return [(leaf, entry) for leaf, entry in session.execute(query)]


def _entries(seal: Seal, rows: Rows) -> Iterator[Finding]:
    where = f"seal {seal.number}"
    for missing in sorted(set(range(seal.count)) - {leaf.position for leaf, _ in rows}):
        yield Finding("removed", f"the entry at position {missing} of {where} was removed")
    for leaf, entry in rows:
        name = f"entry {leaf.entry_id} (position {leaf.position} of {where})"
        if entry is None:
            yield Finding("removed", f"{name} was removed")
        elif leaf_of(entry).hex() != leaf.hash:
            yield Finding("altered", f"{name} was altered")
        elif not opens(entry):
            yield Finding("altered", f"{name}: its words or persons were altered")
    yield from _out_of_order(where, rows)
    hashes = [_bytes(leaf.hash) for leaf, _ in rows]
    if root_of(hashes).hex() == seal.root:
        return
    too_many = _one_too_many(hashes, seal)
    if too_many is not None:
        yield Finding("inserted", f"entry {rows[too_many][0].entry_id} was inserted into {where}")
    yield Finding(
        "seal",
        f"{where}: {seal.count} entries were sealed; the {len(rows)} there do not give its root",
    )


def _out_of_order(where: str, rows: Rows) -> Iterator[Finding]:
    """Within a seal entries stand by their moment, then by id."""
    there = [entry for _, entry in rows if entry is not None]
    in_order = sorted(there, key=lambda entry: (entry.at, entry.id))
    for stands, belongs in zip(there, in_order, strict=True):
        if stands.id != belongs.id:
            yield Finding("reordered", f"entry {stands.id} does not stand at its place in {where}")


def _one_too_many(hashes: list[bytes], seal: Seal) -> int | None:
    """Which leaf was put in, if one was: without it the root comes out."""
    if len(hashes) != seal.count + 1:
        return None
    for index in range(len(hashes)):
        if root_of(hashes[:index] + hashes[index + 1 :]).hex() == seal.root:
            return index
    return None


def _outside() -> Iterator[Finding]:
    """Entries that are neither sealed nor queued came in behind the trigger's back."""
    sealed = select(literal(1)).where(LedgerLeaf.entry_id == AuditEntry.id).exists()
    queued = select(literal(1)).where(QueuedEntry.entry_id == AuditEntry.id).exists()
    for entry_id in session.scalars(select(AuditEntry.id).where(~sealed, ~queued)).all():
        yield Finding("inserted", f"entry {entry_id} was inserted: it never was in the queue")
    there = select(literal(1)).where(AuditEntry.id == QueuedEntry.entry_id).exists()
    for entry_id in session.scalars(select(QueuedEntry.entry_id).where(~there)).all():
        yield Finding("removed", f"entry {entry_id} was removed before it was sealed")
    for entry in _waiting():
        if not opens(entry):
            yield Finding("altered", f"entry {entry.id}: its words or persons were altered")


def _waiting() -> Iterator[AuditEntry]:
    query = (
        select(AuditEntry)
        .join(QueuedEntry, QueuedEntry.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id)
        .limit(BATCH)
    )
    rows: Any = session.scalars(query).all()
    while rows:
        yield from rows
        rows = session.scalars(query.where(AuditEntry.id > rows[-1].id)).all()


def _words() -> Iterator[Finding]:
    """Words only go by an erasure, and every erasure says how many."""
    gone = session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(~select(literal(1)).where(AuditWords.entry_id == AuditEntry.id).exists())
    )
    erasures = session.scalars(select(AuditEntry).where(AuditEntry.action == ERASE))
    told = sum(int(one.facts.get("count", 0)) for one in erasures)
    if gone != told:
        yield Finding(
            "removed", f"{gone} entries have no names and reasons; erasures account for {told}"
        )
