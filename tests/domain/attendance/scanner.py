"""A scanner at the door of a session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.attendance.device_scanning import DeviceScan, scan_by_device
from app.domain.attendance.devices import Device, device_behind, make_for_session
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.people.card import card_code
from tests.domain.attendance.at_the_door import STARTS, Door


@dataclass
class Scanner:
    """A device with a token; it numbers its scans."""

    device: Device
    scans: int = 0
    last: str = ""

    def card(
        self, person_id: UUID, direction: Direction, at: datetime, *, sent: datetime | None = None
    ) -> ScanAnswer:
        """Scan a fresh card at that moment; with `sent` without network, and sent then."""
        card = card_code(person_id, now=at)
        scanned_at = at if sent else None
        return self.take(direction, sent or at, card=card, scanned_at=scanned_at)

    def take(self, direction: Direction, now: datetime, **facts: object) -> ScanAnswer:
        """Take a scan under a new nonce, or the one given."""
        self.scans += 1
        self.last = str(facts.pop("nonce", None) or f"nonce-{self.scans}")
        scan = DeviceScan(nonce=self.last, direction=direction, **facts)  # type: ignore[arg-type]
        return scan_by_device(self.device, scan, now=now)


def a_scanner(door: Door, name: str = "东门") -> Scanner:
    """A device with a token for the door's session."""
    _, token = make_for_session(door.clerk, door.session.id, name=name, now=STARTS)
    return Scanner(device_behind(token))
