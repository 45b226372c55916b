"""What anybody may see who holds a certificate's number and code, and nothing besides."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import proofs
from app.domain.certificates.indexing import code_index
from app.domain.certificates.models import Certificate
from app.domain.certificates.rules import (
    State,
    how_it_stands,
    read_code,
    read_number,
    shown_number,
    what_changed,
)
from app.kernel.database import session


@dataclass(frozen=True)
class Checked:
    """How a certificate stands. The reason of a revocation is not told: it may be personal."""

    number: str
    state: State
    state_at: datetime
    masked_name: str
    unit_name: str
    since: date | None
    until: date
    minutes: int
    back_filled_minutes: int
    revoked_minutes: int
    revoked_honours: int
    issued_at: datetime
    sha256: str
    entry_id: UUID | None  # how it stands, in the ledger
    seal_number: int | None

    @property
    def standing(self) -> str:
        return how_it_stands(self.state, self.revoked_minutes, self.revoked_honours)

    @property
    def what_changed(self) -> str:
        """What of it no longer holds."""
        return what_changed(self.revoked_minutes, self.revoked_honours)

    @property
    def minutes_left(self) -> int:
        """What still counts of what it says."""
        return self.minutes - self.revoked_minutes


def checked(number: str, code: str) -> Checked | None:
    """The certificate with both; None for an unknown number and for a wrong code alike.

    One lookup by a keyed hash of both, so that neither the answer nor its time tells them apart.
    """
    read = read_number(number)
    row = session.scalars(
        select(Certificate).where(Certificate.code_index == code_index(read, read_code(code)))
    ).one_or_none()
    if row is None:
        return None
    entry_id = proofs.latest_entries("certificate", [row.id]).get(row.id)
    return Checked(
        number=shown_number(row.number),
        state=State(row.state),
        state_at=row.state_at,
        masked_name=row.masked_name,
        unit_name=row.unit_name,
        since=row.since,
        until=row.until,
        minutes=row.minutes,
        back_filled_minutes=row.back_filled_minutes,
        revoked_minutes=row.revoked_minutes,
        revoked_honours=row.revoked_honours,
        issued_at=row.issued_at,
        sha256=row.sha256,
        entry_id=entry_id,
        seal_number=proofs.seals_of([entry_id]).get(entry_id) if entry_id else None,
    )
