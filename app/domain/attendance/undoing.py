"""Undo a slip on the device that made it, within fifteen minutes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.engagements import outlines
from app.domain.activities.walking_in import give_up_walk_in
from app.domain.attendance import scan_log
from app.domain.attendance.correcting import WORDS, add_note, stay_of
from app.domain.attendance.device_rules import why_not_believe, why_not_undo
from app.domain.attendance.devices import Device
from app.domain.attendance.errors import NothingToUndo, UndoNotPossible
from app.domain.attendance.events import StayCorrected
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import KeptScan
from app.domain.people.holding import hold
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Undone:
    """What is no longer so."""

    volunteer_id: UUID
    volunteer_name: str
    direction: Direction
    sentence: str


def undo_scan(device: Device, nonce: str, *, at: datetime, now: datetime) -> Undone:
    """Take a check-in or check-out back; asked again, the same answer.

    A check-in that was undone never was, nor was a place got with it at the door; an undone
    check-out leaves the person in.
    """
    if refusal := why_not_believe(at, now=now):
        raise refusal
    with transaction():
        scan = scan_log.taken(str(device.id), nonce)
        if scan is None or scan.refusal or scan.volunteer_id is None or scan.session_id is None:
            raise NothingToUndo
        person = hold([scan.volunteer_id])[scan.volunteer_id]
        direction: Direction = "out" if scan.direction == "out" else "in"
        sentence = f"已撤销{WORDS[direction]}"
        answer = Undone(person.id, person.name, direction, sentence)
        undone = scan_log.undo_nonce(nonce)
        if scan_log.taken(str(device.id), undone):
            return answer
        if refusal := why_not_undo(scanned_at=scan.at, undone_at=at):
            raise refusal
        _take_back(scan, now=now)
        session.add(_row(scan, undone, sentence, at=at, now=now))
        session.flush()
        return answer


def _take_back(scan: KeptScan, *, now: datetime) -> None:
    attendance = _attendance(scan)
    moment = attendance.in_at if scan.direction == "in" else attendance.out_at
    if moment != scan.at:
        raise NothingToUndo
    if scan.direction == "in":
        # Whoever has left, or whose stay was put right, did come.
        if attendance.out_way is not None or attendance.note is not None:
            raise UndoNotPossible
        session.delete(attendance)
        session.flush()
        give_up_walk_in(attendance.sign_up_id, now=now)
        return
    attendance.out_at = attendance.out_way = attendance.out_staff_id = None
    attendance.out_distance_metres = None
    add_note(attendance, "签退在设备上撤销过")
    session.flush()
    plan = outlines([attendance.session_id])[attendance.session_id]
    happened(StayCorrected(stay_of(attendance, plan), now))


def _attendance(scan: KeptScan) -> Attendance:
    found = session.scalars(
        select(Attendance)
        .where(
            Attendance.session_id == scan.session_id, Attendance.volunteer_id == scan.volunteer_id
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NothingToUndo
    return found


def _row(scan: KeptScan, nonce: str, sentence: str, *, at: datetime, now: datetime) -> Scan:
    return Scan(
        at=at,
        received_at=now,
        session_id=scan.session_id,
        volunteer_id=scan.volunteer_id,
        direction=scan.direction,
        way=scan.way,
        sentence=sentence,
        staff_id=scan.staff_id,
        device=scan.device,
        nonce=nonce,
    )
