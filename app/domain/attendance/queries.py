"""Reading who is there, and how we know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.activities import queries as activities
from app.domain.activities.engagements import outlines
from app.domain.activities.views import SignUpView
from app.domain.attendance.models import Attendance, Scan, SceneCode
from app.domain.attendance.rules import PICKED_WAYS
from app.domain.people import queries as people
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class PresenceRow:
    """One person of a session. `state`: expected | in | out | missed (never left) | waiting."""

    volunteer_id: UUID
    attendance_id: UUID | None
    name: str
    number: str
    state: str
    in_at: datetime | None
    out_at: datetime | None
    ways: tuple[str, ...]
    at_the_door: bool = False  # she had not signed up before


@dataclass(frozen=True)
class Presence:
    """Everybody of a session, in the order they signed up."""

    rows: Sequence[PresenceRow]

    def count(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(row.state in states for row in self.rows)


@dataclass(frozen=True)
class AttendanceView:
    """One stay with the ways and distances that prove it."""

    id: UUID
    activity_id: UUID
    session_id: UUID
    sign_up_id: UUID
    volunteer_id: UUID
    in_at: datetime
    in_way: str
    in_distance_metres: int | None
    in_staff_id: UUID | None
    out_at: datetime | None
    out_way: str | None
    out_distance_metres: int | None
    out_staff_id: UUID | None
    note: str | None

    @property
    def missed(self) -> bool:
        """Whether it was closed without a check-out."""
        return self.out_at is None and self.out_way is not None


@dataclass(frozen=True)
class ScanView:
    """A scan and what the person was told; `refusal` is empty when it counted."""

    at: datetime
    volunteer_id: UUID | None
    name: str
    direction: str | None
    way: str
    refusal: str
    sentence: str
    distance_metres: int | None


@dataclass(frozen=True)
class SceneCodeView:
    """A scene QR; `content` is None until WeChat has made it."""

    direction: str
    scene: str
    content: str | None
    expires_at: datetime | None


@dataclass(frozen=True)
class Turnout:
    """How many of a session came; those who left are among those who came."""

    came: int = 0
    left: int = 0

    @property
    def there(self) -> int:
        """Who is in and has not checked out."""
        return self.came - self.left


def presence(session_id: UUID, *, within: Scope) -> Presence:
    """Who is expected, in, out or waiting at a session of the scope."""
    _check_scope(session_id, within)
    stays = {
        row.volunteer_id: row
        for row in session.scalars(select(Attendance).where(Attendance.session_id == session_id))
    }
    rows = {
        person.volunteer_id: _presence(person, stays.get(person.volunteer_id))
        for person in activities.sign_ups_of_session(session_id)
        if person.state in ("signed_up", "waiting") or person.volunteer_id in stays
    }
    return Presence(tuple(rows.values()))


def who_came(session_id: UUID) -> set[UUID]:
    """The volunteers whose attendance in a session stands."""
    return set(
        session.scalars(select(Attendance.volunteer_id).where(Attendance.session_id == session_id))
    )


def turnouts(session_ids: Collection[UUID]) -> dict[UUID, Turnout]:
    """How many came to several sessions, in one statement; where nobody came yet, none."""
    if not session_ids:
        return {}
    query = (
        # A stay closed without a scan has a way of leaving and no moment.
        select(Attendance.session_id, func.count(), func.count(Attendance.out_way))
        .where(Attendance.session_id.in_(set(session_ids)))
        .group_by(Attendance.session_id)
    )
    return {row[0]: Turnout(row[1], row[2]) for row in session.execute(query)}


def _presence(person: SignUpView, stay: Attendance | None) -> PresenceRow:
    return PresenceRow(
        volunteer_id=person.volunteer_id,
        attendance_id=stay.id if stay else None,
        name=person.name,
        number=person.number,
        state=_state(person.state, stay),
        in_at=stay.in_at if stay else None,
        out_at=stay.out_at if stay else None,
        ways=tuple(way for way in (stay.in_way, stay.out_way) if way) if stay else (),
        at_the_door=person.at_the_door,
    )


def _state(sign_up_state: str, stay: Attendance | None) -> str:
    if stay is None:
        return "waiting" if sign_up_state == "waiting" else "expected"
    if stay.out_at is not None:
        return "out"
    return "missed" if stay.out_way else "in"


def attendance(attendance_id: UUID) -> AttendanceView:
    """One stay."""
    found = attendances([attendance_id]).get(attendance_id)
    if found is None:
        raise NotFound
    return found


def attendances(ids: Collection[UUID]) -> dict[UUID, AttendanceView]:
    """Several stays at once, by id."""
    if not ids:
        return {}
    rows = session.scalars(select(Attendance).where(Attendance.id.in_(set(ids))))
    return {row.id: _view(row) for row in rows}


def attendance_of(session_id: UUID, volunteer_id: UUID) -> AttendanceView | None:
    """A person's stay at a session, if she came."""
    row = session.scalar(
        select(Attendance).where(
            Attendance.session_id == session_id, Attendance.volunteer_id == volunteer_id
        )
    )
    return _view(row) if row else None


def _view(row: Attendance) -> AttendanceView:
    return AttendanceView(
        id=row.id,
        activity_id=row.activity_id,
        session_id=row.session_id,
        sign_up_id=row.sign_up_id,
        volunteer_id=row.volunteer_id,
        in_at=row.in_at,
        in_way=row.in_way,
        in_distance_metres=row.in_distance_metres,
        in_staff_id=row.in_staff_id,
        out_at=row.out_at,
        out_way=row.out_way,
        out_distance_metres=row.out_distance_metres,
        out_staff_id=row.out_staff_id,
        note=row.note,
    )


def refused_scans(session_id: UUID, *, within: Scope, limit: int = 100) -> list[ScanView]:
    """The latest refused scans of a session, newest first."""
    _check_scope(session_id, within)
    return _scans(_latest(session_id, limit).where(Scan.refusal.is_not(None)))


def latest_scans(session_id: UUID, *, within: Scope, limit: int = 10) -> list[ScanView]:
    """The latest scans of a session, those that counted and those that did not, newest first."""
    _check_scope(session_id, within)
    return _scans(_latest(session_id, limit))


def _latest(session_id: UUID, limit: int) -> Select[Scan]:
    query = select(Scan).where(Scan.session_id == session_id)
    return query.order_by(Scan.at.desc(), Scan.id.desc()).limit(limit)


def _scans(query: Select[Scan]) -> list[ScanView]:
    rows = session.scalars(query).all()
    cards = people.cards({row.volunteer_id for row in rows if row.volunteer_id})
    return [
        ScanView(
            at=row.at,
            volunteer_id=row.volunteer_id,
            name=cards[row.volunteer_id].name if row.volunteer_id in cards else "",
            direction=row.direction,
            way=row.way,
            refusal=row.refusal or "",
            sentence=row.sentence,
            distance_metres=row.distance_metres,
        )
        for row in rows
    ]


def scene_codes(session_id: UUID) -> list[SceneCodeView]:
    """The session's scene QRs that were asked for, in before out."""
    rows = session.scalars(
        select(SceneCode).where(SceneCode.session_id == session_id).order_by(SceneCode.direction)
    )
    return [SceneCodeView(row.direction, row.scene, row.content, row.expires_at) for row in rows]


def _check_scope(session_id: UUID, within: Scope) -> None:
    outline = outlines([session_id]).get(session_id)
    if outline is None or not within.covers(outline.place_path):
        raise NotFound


def picked_only(attendance_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By whom people were picked from the list, both in and out; who left a scan is missing."""
    rows = session.execute(
        select(Attendance.id, Attendance.in_staff_id, Attendance.out_staff_id).where(
            Attendance.id.in_(attendance_ids), *_PICKED
        )
    )
    return {row[0]: frozenset(one for one in row[1:] if one is not None) for row in rows}


def is_picked_only_by(
    attendance_id: InstrumentedAttribute[UUID], staff_ids: Collection[UUID]
) -> ColumnElement[bool]:
    """The same as a condition on a column: picked both in and out, by one of these."""
    hers = (Attendance.in_staff_id.in_(staff_ids), Attendance.out_staff_id.in_(staff_ids))
    return select(Attendance.id).where(Attendance.id == attendance_id, *_PICKED, *hers).exists()


_PICKED = (Attendance.in_way.in_(PICKED_WAYS), Attendance.out_way.in_(PICKED_WAYS))
