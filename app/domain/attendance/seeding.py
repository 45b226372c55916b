"""Enter made-up stays by the hundred: for the demo and benchmarks, never for real people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.domain.activities.engagements import outlines
from app.domain.activities.seeding import Offered
from app.domain.attendance.closing import MISSED
from app.domain.attendance.correcting import WORDS
from app.domain.attendance.events import Stay
from app.domain.attendance.models import Attendance, Scan
from app.domain.attendance.queries import AttendanceView
from app.domain.attendance.rules import Way, closes_for_check_out
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class SeededStay:
    """Somebody who signed up and came. `out_at` None: still there, or gone without a word."""

    sign_up_id: UUID
    offered: Offered
    volunteer_id: UUID
    in_at: datetime
    out_at: datetime | None
    way: Way
    distance_metres: int | None = None
    staff_id: UUID | None = None


def enter_stays(stays: Sequence[SeededStay], *, now: datetime) -> list[Stay]:
    """Write them with their scans; in the order given. Nothing follows from it here."""
    rows = [_row(stay, now) for stay in stays]
    scans = [scan for stay in stays for scan in _scans(stay)]
    with transaction():
        session.execute(insert(Attendance), rows)
        session.execute(insert(Scan), scans)
    plans = outlines({stay.offered.session_id for stay in stays})
    return [
        Stay(row["id"], row["volunteer_id"], plans[row["session_id"]], row["in_at"], row["out_at"])
        for row in rows
    ]


def _row(stay: SeededStay, now: datetime) -> dict[str, Any]:
    left = stay.out_at is not None
    missed = not left and closes_for_check_out(stay.offered.ends_at) < now
    return {
        "id": new_id(),
        "activity_id": stay.offered.activity_id,
        "session_id": stay.offered.session_id,
        "sign_up_id": stay.sign_up_id,
        "volunteer_id": stay.volunteer_id,
        "in_at": stay.in_at,
        "in_way": stay.way,
        "in_distance_metres": stay.distance_metres,
        "in_staff_id": stay.staff_id,
        "out_at": stay.out_at,
        "out_way": stay.way if left else MISSED if missed else None,
        "out_distance_metres": stay.distance_metres if left else None,
        "out_staff_id": stay.staff_id if left else None,
    }


def _scans(stay: SeededStay) -> list[dict[str, Any]]:
    moments = {"in": stay.in_at, "out": stay.out_at}
    return [
        {
            "id": new_id(),
            "at": at,
            "received_at": at,
            "session_id": stay.offered.session_id,
            "volunteer_id": stay.volunteer_id,
            "direction": direction,
            "way": stay.way,
            "sentence": f"{WORDS[direction]}成功，{local(at):%H:%M}",
            "distance_metres": stay.distance_metres,
            "staff_id": stay.staff_id,
        }
        for direction, at in moments.items()
        if at is not None
    ]


def scan_again(
    stays: Sequence[AttendanceView], *, phone_mark: str | None = None, metres: int | None = None
) -> None:
    """People who are in scan once more, as they do to be sure: by which phone, how far away."""
    rows = [
        {
            "id": new_id(),
            "at": stay.in_at,
            "received_at": stay.in_at,
            "session_id": stay.session_id,
            "volunteer_id": stay.volunteer_id,
            "direction": "in",
            "way": "session_code",
            "sentence": f"已于 {local(stay.in_at):%H:%M} 签到，无需重复",
            "distance_metres": metres,
            "phone_mark": phone_mark,
        }
        for stay in stays
    ]
    with transaction():
        session.execute(insert(Scan), rows)
