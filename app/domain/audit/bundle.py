"""A copy of the ledger that can be checked on another machine: JSON lines, one seal at a time.

docs/ledger.md describes the format; scripts/haoren_verify.py reads it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.audit import leaves, seals
from app.domain.audit.models import AuditEntry, LedgerLeaf
from app.domain.audit.proofs import openings
from app.kernel.canonical import moment
from app.kernel.database import session

FORMAT = "haoren-bundle-1"


def lines(*, unit: str, opened: bool, now: datetime) -> Iterator[dict[str, Any]]:
    """Every sealed entry beside its seal; `opened` adds whose they are, names and reasons."""
    yield {"format": FORMAT, "unit": unit, "made_at": moment(now), "opened": opened}
    entries, numbers = 0, seals.numbers()
    for number in numbers:
        yield {"seal": seals.published(seals.seal(number))}
        for row in _rows(number, opened=opened):
            entries += 1
            yield row
        session.expunge_all()
    yield {"end": {"seals": len(numbers), "entries": entries}}


def _rows(number: int, *, opened: bool) -> Iterator[dict[str, Any]]:
    query = (
        select(LedgerLeaf, AuditEntry)
        .join(AuditEntry, AuditEntry.id == LedgerLeaf.entry_id)
        .where(LedgerLeaf.seal_number == number)
        .order_by(LedgerLeaf.position)
    )
    for leaf, entry in session.execute(query):
        row = {"position": leaf.position, "leaf": leaf.hash, "entry": leaves.shown(entry)}
        yield {**row, "opened": openings(entry)} if opened else row
