"""Scans: taken once whatever the network does, and undone within fifteen minutes."""

from flask.typing import ResponseReturnValue

from app.domain.attendance.device_rules import moment_of
from app.domain.attendance.device_scanning import DeviceScan, scan_by_device
from app.domain.attendance.device_walk_ins import DeviceWalkIn, walk_in_by_device
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.undoing import undo_scan
from app.entrypoints.api.door import answered, door, its_nonce, read
from app.entrypoints.api.shapes import (
    PersonNamed,
    Scan,
    ScanTaken,
    ScanUndone,
    Undoing,
    WalkIn,
)
from app.entrypoints.guard import current_device, needs_device
from app.kernel import clock


@door.post("/scans")
@needs_device
def take_scan() -> ResponseReturnValue:
    """Check somebody in or out; the same nonce again gets the same answer."""
    asked = read(Scan)
    scan = DeviceScan(**asked.model_dump())
    taken = scan_by_device(current_device(), scan, now=clock.now())
    return answered(_taken(asked.nonce, taken))


@door.post("/walk-ins")
@needs_device
def walk_in() -> ResponseReturnValue:
    """Give somebody without a sign-up a free place and check her in, both or neither."""
    asked = read(WalkIn)
    wanted = DeviceWalkIn(**asked.model_dump())
    taken = walk_in_by_device(current_device(), wanted, now=clock.now())
    return answered(_taken(asked.nonce, taken))


def _taken(nonce: str, taken: ScanAnswer) -> ScanTaken:
    return ScanTaken(
        nonce=nonce,
        direction=taken.direction,
        at=taken.at,
        repeated=taken.repeated,
        sentence=taken.sentence,
        person=PersonNamed(id=taken.volunteer_id, name=taken.volunteer_name),
        title=taken.title,
    )


@door.post("/scans/<string(maxlength=40):nonce>/undo")
@needs_device
def undo(nonce: str) -> ResponseReturnValue:
    """Take this device's own scan back."""
    asked, now = read(Undoing), clock.now()
    at = moment_of(asked.undone_at, sent_at=asked.sent_at, now=now)
    undone = undo_scan(current_device(), its_nonce(nonce), at=at, now=now)
    return answered(
        ScanUndone(
            nonce=nonce,
            direction=undone.direction,
            sentence=undone.sentence,
            person=PersonNamed(id=undone.volunteer_id, name=undone.volunteer_name),
        )
    )
