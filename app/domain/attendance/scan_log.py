"""Every scan is kept, refused ones too; a scan sent again gets its first answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.access.queries import Staff
from app.domain.activities.engagements import titles
from app.domain.attendance.devices import Device
from app.domain.attendance.errors import NonceUsed, RefusedBefore, ScanUndone
from app.domain.attendance.events import ScanRefused
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.rules import Direction, Way
from app.domain.people.holding import HeldVolunteer
from app.kernel import lean
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class ScanRequest:
    """One scan. `at` is the moment that counts; `point` is used and forgotten.

    A device that may send the same scan twice gives itself a name and each scan a nonce. `scanner`
    is a device with a token: whoever made it answers for its scans. `phone_mark`: the resident's
    own phone, as in phone_marks.py.
    """

    way: Way
    direction: Direction
    session_id: UUID
    volunteer_id: UUID
    at: datetime
    point: Point | None = None
    staff: Staff | None = None
    device: str | None = None
    nonce: str | None = None
    scanner: Device | None = None
    phone_mark: str | None = None
    code_age_seconds: int | None = None

    @property
    def staff_id(self) -> UUID | None:
        """Who answers for it, where staff scanned."""
        if self.scanner is not None:
            return self.scanner.created_by_id
        return self.staff.id if self.staff else None


@dataclass(frozen=True)
class ScanAnswer:
    """What the person is told. `at` is when she came or left, also on a repeated scan."""

    scan_id: UUID
    attendance_id: UUID
    direction: Direction
    at: datetime
    repeated: bool
    sentence: str
    volunteer_id: UUID
    volunteer_name: str
    title: str


@dataclass(frozen=True)
class KeptScan:
    """A scan that was kept; `refusal` is None when it was accepted."""

    id: UUID
    at: datetime
    session_id: UUID | None
    volunteer_id: UUID | None
    direction: str | None
    way: str
    refusal: str | None
    sentence: str
    staff_id: UUID | None
    device: str | None


def keep(
    request: ScanRequest,
    *,
    sentence: str,
    now: datetime,
    refusal: Refusal | None = None,
    distance_metres: int | None = None,
) -> UUID:
    """Write the scan's row; its id."""
    scan_id = new_id()
    lean.add(
        Scan,
        id=scan_id,
        at=request.at,
        received_at=now,
        session_id=request.session_id,
        volunteer_id=request.volunteer_id,
        direction=request.direction,
        way=request.way,
        refusal=refusal.code if refusal else None,
        sentence=sentence,
        distance_metres=distance_metres,
        staff_id=request.staff_id,
        device=request.device if request.nonce else None,
        nonce=request.nonce if request.device else None,
        phone_mark=request.phone_mark,
        code_age_seconds=request.code_age_seconds,
    )
    if refusal:
        happened(ScanRefused(refusal.code, request.way, now))
    return scan_id


def keep_refused_code(
    refusal: Refusal, *, way: Way, volunteer_id: UUID | None, staff_id: UUID | None, now: datetime
) -> None:
    """Keep a scan whose code was refused, if it says whose it was or of which session."""
    session_id = refusal.facts.get("session_id")
    direction = refusal.facts.get("direction")
    if session_id is None and volunteer_id is None and staff_id is None:
        return
    with transaction():
        session.add(
            Scan(
                at=now,
                received_at=now,
                session_id=session_id,
                volunteer_id=volunteer_id,
                direction=direction,
                way=way,
                refusal=refusal.code,
                sentence=refusal.sentence,
                staff_id=staff_id,
            )
        )
        happened(ScanRefused(refusal.code, way, now))


def first_answer(request: ScanRequest, person: HeldVolunteer) -> ScanAnswer | Refusal | None:
    """What this device was answered when it sent this nonce before; None if it never did."""
    if request.device is None or request.nonce is None:
        return None
    scan = taken(request.device, request.nonce)
    if scan is None:
        return None
    if (scan.volunteer_id, scan.session_id, scan.direction) != (
        request.volunteer_id,
        request.session_id,
        request.direction,
    ):
        return NonceUsed()
    if scan.refusal is not None:
        return RefusedBefore(sentence=scan.sentence, first_code=scan.refusal)
    if taken(request.device, undo_nonce(request.nonce)):
        return ScanUndone()
    return _same_again(scan, request, person)


def taken(device: str, nonce: str) -> KeptScan | None:
    """The scan a device sent with this nonce."""
    row = lean.run(_TAKEN, device=device, nonce=nonce).first()
    return KeptScan(**row._asdict()) if row else None


_TAKEN = select(
    Scan.id,
    Scan.at,
    Scan.session_id,
    Scan.volunteer_id,
    Scan.direction,
    Scan.way,
    Scan.refusal,
    Scan.sentence,
    Scan.staff_id,
    Scan.device,
).where(Scan.device == bindparam("device"), Scan.nonce == bindparam("nonce"))


def undo_nonce(nonce: str) -> str:
    """The nonce under which the undoing of a scan is kept, so that it comes once, too."""
    return f"undo:{nonce}"


def _same_again(
    scan: KeptScan, request: ScanRequest, person: HeldVolunteer
) -> ScanAnswer | Refusal:
    attendance = session.scalars(
        select(Attendance).where(
            Attendance.session_id == request.session_id,
            Attendance.volunteer_id == request.volunteer_id,
        )
    ).one_or_none()
    if attendance is None:
        return ScanUndone()
    moment = (attendance.in_at if request.direction == "in" else attendance.out_at) or scan.at
    return ScanAnswer(
        scan_id=scan.id,
        attendance_id=attendance.id,
        direction=request.direction,
        at=moment,
        repeated=scan.at != moment,
        sentence=scan.sentence,
        volunteer_id=person.id,
        volunteer_name=person.name,
        title=titles([attendance.activity_id])[attendance.activity_id],
    )
