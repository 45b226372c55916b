"""A scanner's scan: a card, or a person picked or typed, now or some time ago without network."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.activities.engagements import volunteers_of
from app.domain.attendance import scan_log
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.device_rules import (
    OFFLINE_CARD_TOLERANCE,
    moment_of,
    why_not_believe,
)
from app.domain.attendance.devices import Device
from app.domain.attendance.errors import NobodyMeant, NotThisSession, SeveralMeant
from app.domain.attendance.rules import Direction, Way
from app.domain.attendance.scan_log import ScanAnswer, ScanRequest, keep_refused_code
from app.domain.people.card import read_card, why_not_this_card
from app.domain.people.search import found_among
from app.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class DeviceScan:
    """One of `card`, `person_id`, or `text` (a number, or name and last four digits) says who.

    `scanned_at` is given when it was scanned without network; `sent_at` is the device's clock on
    sending, by which `scanned_at` is put right.
    """

    nonce: str
    direction: Direction
    session_id: UUID | None = None
    card: str = ""
    person_id: UUID | None = None
    text: str = ""
    scanned_at: datetime | None = None
    sent_at: datetime | None = None


def scan_by_device(device: Device, scan: DeviceScan, *, now: datetime) -> ScanAnswer:
    """Check in or out; sent again with the same nonce, the first answer."""
    session_id = scan.session_id or device.facts.session_id
    if session_id is None:
        raise NotThisSession
    at = moment_of(scan.scanned_at, sent_at=scan.sent_at, now=now)
    if refusal := why_not_believe(at, now=now):
        raise refusal
    request = ScanRequest(
        way=_way(scan),
        direction=scan.direction,
        session_id=session_id,
        volunteer_id=_who(device, scan, session_id, at=at, now=now),
        at=min(at, now),
        device=str(device.id),
        nonce=scan.nonce,
        scanner=device,
    )
    return take_scan(request, now=now)


def _way(scan: DeviceScan) -> Way:
    if scan.card:
        return "card_offline" if scan.scanned_at else "card"
    return "list_offline" if scan.scanned_at else "list"


def _who(
    device: Device, scan: DeviceScan, session_id: UUID, *, at: datetime, now: datetime
) -> UUID:
    if scan.card:
        return holder_of_card(device, scan, at=at, now=now)
    if scan.person_id is not None:
        return scan.person_id
    found = found_among(scan.text, volunteers_of(session_id))
    if not found:
        raise NobodyMeant(text=scan.text)
    if len(found) > 1:
        raise SeveralMeant(text=scan.text)
    return found[0]


def holder_of_card(device: Device, scan: DeviceScan, *, at: datetime, now: datetime) -> UUID:
    """Whose card it is. A card that is refused is kept, unless its scan had been taken before.

    The card carries the moment the server made it: offline, the scan must lie close to that.
    """
    try:
        card = read_card(scan.card)
        tolerance = OFFLINE_CARD_TOLERANCE if scan.scanned_at else None
        refusal = why_not_this_card(card, at=at, tolerance=tolerance)
        if refusal is not None and not scan_log.taken(str(device.id), scan.nonce):
            raise refusal
    except Refusal as refusal:
        staff_id = device.created_by_id
        keep_refused_code(refusal, way=_way(scan), volunteer_id=None, staff_id=staff_id, now=now)
        raise
    return card.holder
