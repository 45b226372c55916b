"""Whether certificates follow from the ledger, row by row, and say what they said when issued."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import queries as audit
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.domain.certificates import proving
from app.domain.certificates.models import Certificate
from app.kernel.database import session

BATCH = 500


def findings() -> Iterator[Finding]:
    """Certificates that were altered, forged or removed in the database."""
    for rows in _in_batches():
        stories = audit.stories_of("certificate", [row.id for row in rows])
        for row in rows:
            yield from _certificate(row, stories.get(row.id, []))
    yield from _gone()


def _certificate(row: Certificate, entries: Sequence[EntryView]) -> Iterator[Finding]:
    states = [entry for entry in entries if "state" in entry.facts]
    if not states:
        yield Finding("table", f"certificate {row.id} was inserted: no entry tells of it")
        return
    latest = [entry for entry in states if entry.at == states[-1].at]
    unlike = [_unlike(row, entry) for entry in latest]
    if all(unlike):
        fewest = min(unlike, key=len)
        yield Finding("table", f"certificate {row.id} was altered: {', '.join(fewest)}")
    if row.snapshot is not None and hashlib.sha256(row.snapshot.encode()).hexdigest() != row.sha256:
        yield Finding("table", f"certificate {row.id} was altered: what its paper says")


def _unlike(row: Certificate, entry: EntryView) -> list[str]:
    stands = proving.standing(row)
    names = [name for name, value in stands.items() if entry.facts.get(name) != value]
    if "revoked_honours" in entry.facts.keys() - stands.keys():
        names.append("revoked_honours")
    if entry.person_id != row.volunteer_id:
        names.append("volunteer_id")
    if entry.place_id != row.place_id:
        names.append("place_id")
    return names


def _gone() -> Iterator[Finding]:
    told: set[UUID] = set()
    for batch in audit.decided_in_batches("certificate", size=BATCH):
        ids = {certificate_id for _, certificate_id in batch} - told
        there = set(session.scalars(select(Certificate.id).where(Certificate.id.in_(ids))))
        for gone in sorted(ids - there):
            told.add(gone)
            yield Finding("table", f"certificate {gone} was removed")


def _in_batches() -> Iterator[Sequence[Certificate]]:
    query = select(Certificate).order_by(Certificate.id).limit(BATCH)
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    while rows:
        yield rows
        last = rows[-1].id
        session.expunge_all()
        rows = session.scalars(query.where(Certificate.id > last)).all()
