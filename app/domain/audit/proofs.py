"""Show that an entry is in the ledger: a small JSON that anyone can check with haoren_verify.py.

What prints a seal (a certificate, a page) asks here: `seals_of` entries, `latest_entries` about
things, `proof_of` one entry.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import leaves, seals
from app.domain.audit.models import AuditEntry, LedgerLeaf
from app.kernel.database import session
from app.kernel.merkle import path_of

FORMAT = "haoren-proof-1"


def seals_of(entry_ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers of the seals that hold these entries; what is not sealed yet is missing."""
    query = select(LedgerLeaf.entry_id, LedgerLeaf.seal_number)
    return dict(session.execute(query.where(LedgerLeaf.entry_id.in_(entry_ids))).all())


def latest_entries(object_kind: str, object_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The last entry that says how each of these things stands, by the thing's id."""
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_kind == object_kind, AuditEntry.object_id.in_(object_ids))
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return {row.object_id: row.id for row in rows if row.object_id and "state" in row.facts}


def proof_of(entry_id: UUID, *, opened: bool = False) -> dict[str, Any] | None:
    """The entry, its path to a seal's root, and the seal; None while it is not sealed.

    `opened` shows whose it is and its words, too: for that person's own hands.
    """
    found = session.execute(
        select(AuditEntry, LedgerLeaf)
        .join(LedgerLeaf, LedgerLeaf.entry_id == AuditEntry.id)
        .where(AuditEntry.id == entry_id)
    ).one_or_none()
    if found is None:
        return None
    entry, leaf = found
    hashes = session.scalars(
        select(LedgerLeaf.hash)
        .where(LedgerLeaf.seal_number == leaf.seal_number)
        .order_by(LedgerLeaf.position)
    )
    path = path_of(leaf.position, [bytes.fromhex(one) for one in hashes])
    return {
        "format": FORMAT,
        "entry": leaves.shown(entry),
        "position": leaf.position,
        "path": [one.hex() for one in path],
        "seal": seals.published(seals.seal(leaf.seal_number)),
        **({"opened": openings(entry)} if opened else {}),
    }


def openings(entry: AuditEntry) -> dict[str, Any]:
    """What the commitments are to; words that were erased are missing."""
    shown: dict[str, Any] = {"persons": {"salt": entry.salt, "value": leaves.persons_opened(entry)}}
    if entry.told is not None:
        value = leaves.words_opened(entry.told.actor_name, entry.told.detail)
        shown["words"] = {"salt": entry.told.salt, "value": value}
    return shown
