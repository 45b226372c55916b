"""What scans leave behind, for those who weigh hours: whole sessions at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.domain.attendance.models import Attendance, Scan
from app.kernel.database import session


@dataclass(frozen=True)
class StayTrace:
    """One stay: when and how."""

    attendance_id: UUID
    session_id: UUID
    volunteer_id: UUID
    in_at: datetime
    in_way: str
    in_distance_metres: int | None
    out_at: datetime | None
    out_way: str | None
    out_distance_metres: int | None


@dataclass(frozen=True)
class ScanTrace:
    """One scan that counted."""

    session_id: UUID
    volunteer_id: UUID
    at: datetime
    way: str
    staff_id: UUID | None
    distance_metres: int | None
    phone_mark: str | None
    code_age_seconds: int | None


def stays_of(session_ids: Collection[UUID]) -> list[StayTrace]:
    """Every stay of several sessions, in one statement."""
    query = select(
        Attendance.id,
        Attendance.session_id,
        Attendance.volunteer_id,
        Attendance.in_at,
        Attendance.in_way,
        Attendance.in_distance_metres,
        Attendance.out_at,
        Attendance.out_way,
        Attendance.out_distance_metres,
    ).where(Attendance.session_id.in_(session_ids))
    return [StayTrace(*row) for row in session.execute(query)]


def ticked_stays() -> Select[UUID]:
    """Ids of stays that staff ticked off a list, in or out, for `.in_()`."""
    by_list = ("list", "list_offline")
    return select(Attendance.id).where(
        or_(Attendance.in_way.in_(by_list), Attendance.out_way.in_(by_list))
    )


def scans_of(session_ids: Collection[UUID]) -> list[ScanTrace]:
    """The scans of several sessions that counted, in one statement."""
    query = select(
        Scan.session_id,
        Scan.volunteer_id,
        Scan.at,
        Scan.way,
        Scan.staff_id,
        Scan.distance_metres,
        Scan.phone_mark,
        Scan.code_age_seconds,
    ).where(
        Scan.session_id.in_(session_ids),
        Scan.volunteer_id.is_not(None),
        Scan.direction.is_not(None),
        Scan.refusal.is_(None),
    )
    return [ScanTrace(**row._mapping) for row in session.execute(query)]


def people_by_phone(
    marks: Collection[str], *, since: datetime, until: datetime
) -> list[tuple[str, UUID, datetime]]:
    """Who was scanned by these phones in a stretch of time: mark, person, moment."""
    if not marks:
        return []
    query = select(Scan.phone_mark, Scan.volunteer_id, Scan.at).where(
        Scan.phone_mark.in_(marks),
        Scan.at.between(since, until),
        Scan.volunteer_id.is_not(None),
        Scan.refusal.is_(None),
    )
    return [(mark or "", person, at) for mark, person, at in session.execute(query) if person]


def people_by_staff(
    staff_ids: Collection[UUID], *, since: datetime, until: datetime
) -> list[tuple[UUID, UUID, datetime]]:
    """Whom these members of staff scanned in a stretch of time: staff, person, moment."""
    if not staff_ids:
        return []
    query = select(Scan.staff_id, Scan.volunteer_id, Scan.at).where(
        Scan.staff_id.in_(staff_ids),
        Scan.at.between(since, until),
        Scan.volunteer_id.is_not(None),
        Scan.refusal.is_(None),
    )
    return [(staff, person, at) for staff, person, at in session.execute(query) if staff and person]
