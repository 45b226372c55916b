"""What a door has done: every scan and tap is a row, refused ones too, and comes once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from app.domain.culture.errors import NonceOfOtherScan, RefusedThen
from app.domain.culture.models import CultureScan, CultureTicket
from app.kernel import lean
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal

# Behind the nonce of what was decided anew; no device's own nonce has a colon.
SENT_LATER = ":later"


@dataclass(frozen=True)
class Door:
    """Who answers for it, and what a machine that may send twice calls itself and this scan."""

    staff_id: UUID
    device: str | None = None
    nonce: str | None = None

    def sent_later(self) -> "Door":
        """The same scan, decided by itself and not as it was answered before."""
        return replace(self, nonce=f"{self.nonce}{SENT_LATER}")


@dataclass(frozen=True)
class Admitted:
    """How many came in by this scan, how many on the ticket in all, and of how many seats."""

    scan_id: UUID
    ticket_id: UUID
    people: int
    admitted: int
    seats: int
    sentence: str
    at: datetime


@dataclass(frozen=True)
class Late:
    """Of a scan made without network: when it was sent, and how many stood inside by then.

    `let_in` None: the door could not know how many seats the ticket has.
    """

    received_at: datetime
    let_in: int | None


def first_answer(
    door: Door, event_id: UUID, *, from_any: bool = False
) -> Admitted | Refusal | None:
    """What this device was answered when it sent this nonce before; None if it never did.

    `from_any`: what one token left unsent may come by another's, and may have come before.
    """
    if door.device is None or door.nonce is None:
        return None
    row = kept_here(door, event_id, door.nonce) if from_any else kept(door.device, door.nonce)
    if row is None:
        return None
    if row.event_id != event_id:
        return NonceOfOtherScan()
    if row.refusal is not None:
        return RefusedThen(
            sentence=row.sentence, first_code=row.refusal, unheard=from_any and unheard(row)
        )
    came = people_by_scan(row.id)
    return Admitted(
        row.id,
        row.ticket_id or row.id,
        came,
        row.admitted or came,
        row.seats or came,
        row.sentence,
        row.at,
    )


def keep(
    door: Door,
    event_id: UUID,
    *,
    way: str,
    at: datetime,
    ticket_id: UUID | None = None,
    people: int = 0,
    sentence: str = "",
    refusal: Refusal | None = None,
    corrects_id: UUID | None = None,
    late: Late | None = None,
) -> UUID:
    """Write the row; its id."""
    scan_id = new_id()
    lean.add(
        CultureScan,
        id=scan_id,
        event_id=event_id,
        ticket_id=ticket_id,
        way=way,
        people=people,
        refusal=refusal.code if refusal else None,
        sentence=refusal.sentence[:200] if refusal else sentence,
        at=at,
        staff_id=door.staff_id,
        device=door.device if door.nonce else None,
        nonce=door.nonce if door.device else None,
        corrects_id=corrects_id,
        received_at=late.received_at if late else None,
        let_in=late.let_in if late else None,
    )
    return scan_id


def kept(device: str, nonce: str) -> Any:
    """The scan a device sent with this nonce; None if it never did."""
    return lean.run(_KEPT, device=device, nonce=nonce).first()


def kept_here(door: Door, event_id: UUID, nonce: str) -> Any:
    """The same, or the scan of this event that another token of the device sent with it.

    A refusal that nobody heard gives way to what the door did then, once that is sent.
    """
    mine = kept(door.device, nonce) if door.device else None
    row = mine or lean.run(_KEPT_HERE, event_id=event_id, nonce=nonce).first()
    later = kept_here(door, event_id, nonce + SENT_LATER) if unheard(row) else None
    return later or row


def unheard(row: Any) -> bool:
    """Of a scan that is sent later: whether the door did not hear that it was refused at once."""
    return row is not None and row.refusal is not None and row.received_at is None


def scan_of(scan_id: UUID) -> Any:
    """A scan by its id, corrections left out; None without it."""
    return lean.run(_BY_ID, scan_id=scan_id).first()


def people_by_scan(scan_id: UUID) -> int:
    """How many came in by a scan, put right as it was since."""
    query = select(func.sum(CultureScan.people)).where(
        or_(CultureScan.id == scan_id, CultureScan.corrects_id == scan_id)
    )
    return int(session.scalar(query) or 0)


def tapped_at(event_id: UUID) -> int:
    """How many were counted by tapping."""
    query = select(func.sum(CultureScan.people)).where(
        CultureScan.event_id == event_id, CultureScan.way == "tap"
    )
    return int(session.scalar(query) or 0)


_COLUMNS = select(
    CultureScan.id,
    CultureScan.event_id,
    CultureScan.ticket_id,
    CultureScan.way,
    CultureScan.people,
    CultureScan.refusal,
    CultureScan.sentence,
    CultureScan.at,
    CultureScan.received_at,
    CultureTicket.admitted,
    CultureTicket.seats,
).outerjoin(CultureTicket, CultureTicket.id == CultureScan.ticket_id)
_KEPT = _COLUMNS.where(
    CultureScan.device == bindparam("device"), CultureScan.nonce == bindparam("nonce")
)
_KEPT_HERE = _COLUMNS.where(
    CultureScan.event_id == bindparam("event_id"), CultureScan.nonce == bindparam("nonce")
)
_BY_ID = _COLUMNS.where(CultureScan.id == bindparam("scan_id"), CultureScan.corrects_id.is_(None))
