"""The three ways a scan comes in. Each reads its own code; what counts is decided in check_in."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.codes import read_seen_code, read_session_code, seen_code
from app.domain.attendance.errors import NotOurCode
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanAnswer, ScanRequest, keep_refused_code
from app.domain.attendance.scene_codes import session_behind
from app.domain.people.card import holder_of
from app.kernel.geo import Point
from app.kernel.refusal import Refusal


def see_code(text: str, *, volunteer_id: UUID | None = None, now: datetime) -> str:
    """Open a session's rotating code: the note that it was seen now. A refused code is kept."""
    try:
        return seen_code(read_session_code(text, now=now), now=now)
    except Refusal as refusal:
        keep_refused_code(
            refusal, way="session_code", volunteer_id=volunteer_id, staff_id=None, now=now
        )
        raise


def scan_seen_code(
    note: str,
    volunteer_id: UUID,
    *,
    point: Point | None = None,
    device: str | None = None,
    nonce: str | None = None,
    phone_mark: str | None = None,
    now: datetime,
) -> ScanAnswer:
    """The resident who opened the code checks in or out, as of the moment she opened it."""
    try:
        seen = read_seen_code(note, now)
    except Refusal as refusal:
        keep_refused_code(
            refusal, way="session_code", volunteer_id=volunteer_id, staff_id=None, now=now
        )
        raise
    request = ScanRequest(
        way="session_code",
        direction=seen.direction,
        session_id=seen.session_id,
        volunteer_id=volunteer_id,
        at=min(seen.seen_at, now),
        point=point,
        device=device,
        nonce=nonce,
        phone_mark=phone_mark,
        code_age_seconds=seen.code_age_seconds,
    )
    return take_scan(request, now=now)


def scan_scene(scene: str, volunteer_id: UUID, *, now: datetime) -> ScanAnswer:
    """The resident scanned the session's WeChat scene QR; the answer goes into the chat."""
    behind = session_behind(scene)
    if behind is None:
        raise NotOurCode
    request = ScanRequest(
        way="scene_code",
        direction=behind.direction,
        session_id=behind.session_id,
        volunteer_id=volunteer_id,
        at=now,
    )
    return take_scan(request, now=now)


def scan_card(
    staff: Staff,
    card: str,
    *,
    session_id: UUID,
    direction: Direction,
    device: str | None = None,
    nonce: str | None = None,
    now: datetime,
) -> ScanAnswer:
    """Staff scanned a volunteer's card at a session of their subtree."""
    try:
        volunteer_id = holder_of(card, now=now)
    except Refusal as refusal:
        keep_refused_code(refusal, way="card", volunteer_id=None, staff_id=staff.id, now=now)
        raise
    request = ScanRequest(
        way="card",
        direction=direction,
        session_id=session_id,
        volunteer_id=volunteer_id,
        at=now,
        staff=staff,
        device=device,
        nonce=nonce,
    )
    return take_scan(request, now=now)
