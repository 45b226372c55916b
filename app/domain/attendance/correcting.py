"""Put a stay right when a scan taken offline comes in late: as if all had come in their order."""

from datetime import datetime

from sqlalchemy import select

from app.domain.activities.engagements import SessionOutline
from app.domain.attendance.events import CheckedOut, Stay, StayCorrected
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.rules import (
    OFFLINE_WAYS,
    STAFF_WAYS,
    closes_for_check_out,
)
from app.domain.attendance.scan_log import ScanRequest
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.happenings import happened

WORDS = {"in": "签到", "out": "签退"}
LONGEST_NOTE = 200
_CAME_BEFORE_CHECK_IN = ("check_in_not_here", "not_checked_in")


def correct(
    attendance: Attendance,
    request: ScanRequest,
    plan: SessionOutline,
    *,
    earlier: bool,
    now: datetime,
) -> datetime:
    """Two devices took the same person: the earlier scan counts, and a note says so."""
    stood = attendance.in_at if request.direction == "in" else attendance.out_at or request.at
    word = WORDS[request.direction]
    if not earlier:
        add_note(attendance, f"另有一次离线{word}（{local(request.at):%H:%M}），以较早的为准")
        return stood
    if request.direction == "in":
        attendance.in_at, attendance.in_way = request.at, request.way
        attendance.in_staff_id = request.staff_id
    else:
        attendance.out_at, attendance.out_way = request.at, request.way
        attendance.out_staff_id = request.staff_id
    text = f"{word}时间由 {local(stood):%H:%M} 改为较早的离线扫码 {local(request.at):%H:%M}"
    add_note(attendance, text)
    session.flush()
    if attendance.out_at is not None:
        happened(StayCorrected(stay_of(attendance, plan), now))
    return request.at


def make_up_for_check_out(stay: Stay, request: ScanRequest, *, now: datetime) -> None:
    """A check-in that came late finds the check-out that another device had sent before it."""
    if request.way not in OFFLINE_WAYS:
        return
    before = _refused_check_out(stay)
    if before is None:
        return
    attendance = session.get_one(Attendance, stay.attendance_id)
    attendance.out_at, attendance.out_way = before.at, before.way
    attendance.out_staff_id = before.staff_id
    add_note(attendance, "签退先于签到上传，已按扫码时间补上")
    session.add(
        Scan(
            at=before.at,
            received_at=now,
            session_id=before.session_id,
            volunteer_id=before.volunteer_id,
            direction="out",
            way=before.way,
            sentence=f"签退成功，{local(before.at):%H:%M}（签到上传后补上）",
            staff_id=before.staff_id,
        )
    )
    session.flush()
    happened(CheckedOut(stay_of(attendance, stay.plan), now))


def _refused_check_out(stay: Stay) -> Scan | None:
    """Staff saw her leave, when nobody here knew yet that she had come."""
    return session.scalars(
        select(Scan)
        .where(
            Scan.session_id == stay.plan.session_id,
            Scan.volunteer_id == stay.volunteer_id,
            Scan.direction == "out",
            Scan.refusal.in_(_CAME_BEFORE_CHECK_IN),
            Scan.way.in_(STAFF_WAYS),
            Scan.at >= stay.in_at,
            Scan.at <= closes_for_check_out(stay.plan.ends_at),
        )
        .order_by(Scan.at)
        .limit(1)
    ).one_or_none()


def add_note(attendance: Attendance, text: str) -> None:
    """One more sentence for those who approve; said twice, it stands once."""
    notes = attendance.note.split("；") if attendance.note else []
    if text not in notes:
        attendance.note = "；".join([*notes, text])[-LONGEST_NOTE:]


def stay_of(attendance: Attendance, plan: SessionOutline) -> Stay:
    """An attendance as events carry it."""
    return Stay(
        attendance_id=attendance.id,
        volunteer_id=attendance.volunteer_id,
        plan=plan,
        in_at=attendance.in_at,
        out_at=attendance.out_at,
    )
