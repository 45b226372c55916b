"""Take a scan: check somebody in or out, whatever way the scan came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError

from app.domain.access.rules import Permission
from app.domain.activities import race_window
from app.domain.activities.engagements import Engagement, engagement, sessions_ending_after, titles
from app.domain.attendance import scan_log
from app.domain.attendance.events import CheckedIn, CheckedOut, Stay
from app.domain.attendance.models import Attendance
from app.domain.attendance.rules import (
    CHECK_OUT_GRACE,
    PlaceCheck,
    ScanFacts,
    why_not_check_in,
    why_not_check_out,
)
from app.domain.attendance.scan_log import ScanAnswer, ScanRequest
from app.domain.people.holding import HeldVolunteer, hold
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

WORDS = {"in": "签到", "out": "签退"}


def take_scan(request: ScanRequest, *, now: datetime) -> ScanAnswer:
    """Check in or out; a second scan returns the first moment, a re-sent one the first answer.

    A refusal is kept with its reason before it is raised.
    """
    try:
        answer = _take(request, now=now)
    except IntegrityError:
        # Another process wrote the same scan between our look and our write: now we will see it.
        answer = _take(request, now=now)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _take(request: ScanRequest, *, now: datetime) -> ScanAnswer | Refusal:
    with transaction():
        person = hold([request.volunteer_id]).get(request.volunteer_id)
        if person is None:
            raise NotFound
        first = scan_log.first_answer(request, person)
        if first is not None:
            return first
        there = engagement(request.session_id, request.volunteer_id)
        if there is None:
            raise NotFound
        if request.staff is not None:
            request.staff.require(Permission.ATTENDANCE_RUN, there.outline.place_path)
        attendances = _attendances(request)
        mine = attendances.pop(request.session_id, None)
        done_at = _moment(mine, request.direction)
        if mine is not None and done_at is not None:
            return _already(request, person, there, (mine, done_at))
        facts = _facts(request, person, there, mine=mine, elsewhere=list(attendances.values()))
        why_not = why_not_check_in if request.direction == "in" else why_not_check_out
        refusal = why_not(facts)
        if refusal is not None:
            metres = facts.place.distance_metres
            scan_log.keep(
                request, sentence=refusal.sentence, refusal=refusal, distance_metres=metres
            )
            return refusal
        return _accept(request, person, there, mine=mine, facts=facts, now=now)


def _attendances(request: ScanRequest) -> dict[UUID, Attendance]:
    """The person's attendance of this session, and those of others she can still check out of."""
    still_open = and_(
        Attendance.out_at.is_(None),
        Attendance.session_id.in_(sessions_ending_after(request.at - CHECK_OUT_GRACE)),
    )
    rows = session.scalars(
        select(Attendance)
        .where(
            Attendance.volunteer_id == request.volunteer_id,
            or_(Attendance.session_id == request.session_id, still_open),
        )
        .order_by(Attendance.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.session_id: row for row in rows}


def _moment(attendance: Attendance | None, direction: str) -> datetime | None:
    if attendance is None:
        return None
    return attendance.in_at if direction == "in" else attendance.out_at


def _facts(
    request: ScanRequest,
    person: HeldVolunteer,
    there: Engagement,
    *,
    mine: Attendance | None,
    elsewhere: list[Attendance],
) -> ScanFacts:
    busy = elsewhere[0].activity_id if elsewhere and request.direction == "in" else None
    return ScanFacts(
        at=request.at,
        way=request.way,
        title=there.outline.title,
        activity_state=there.activity_state,
        starts_at=there.outline.starts_at,
        ends_at=there.outline.ends_at,
        volunteer_state=person.state,
        sign_up_state=there.sign_up_state,
        scene_code_allowed=there.scene_code_allowed,
        place=PlaceCheck(there.point, there.check_radius_metres, request.point),
        checked_in=mine is not None,
        busy_with=titles([busy])[busy] if busy else None,
    )


def _already(
    request: ScanRequest,
    person: HeldVolunteer,
    there: Engagement,
    done: tuple[Attendance, datetime],
) -> ScanAnswer:
    attendance, done_at = done
    sentence = f"已于 {local(done_at):%H:%M} {WORDS[request.direction]}，无需重复"
    scan = scan_log.keep(request, sentence=sentence)
    session.flush()
    return ScanAnswer(
        scan_id=scan.id,
        attendance_id=attendance.id,
        direction=request.direction,
        at=done_at,
        repeated=True,
        sentence=sentence,
        volunteer_name=person.name,
        title=there.outline.title,
    )


def _accept(
    request: ScanRequest,
    person: HeldVolunteer,
    there: Engagement,
    *,
    mine: Attendance | None,
    facts: ScanFacts,
    now: datetime,
) -> ScanAnswer:
    metres = facts.place.distance_metres
    race_window.pass_through()
    attendance = _check_out(mine, request, metres) if mine else _check_in(request, there, metres)
    sentence = f"{WORDS[request.direction]}成功，{local(request.at):%H:%M}"
    scan = scan_log.keep(request, sentence=sentence, distance_metres=metres)
    session.flush()
    stay = _stay(attendance, there)
    happened(CheckedOut(stay, now) if mine else CheckedIn(stay, now))
    return ScanAnswer(
        scan_id=scan.id,
        attendance_id=attendance.id,
        direction=request.direction,
        at=request.at,
        repeated=False,
        sentence=sentence,
        volunteer_name=person.name,
        title=there.outline.title,
    )


def _check_in(request: ScanRequest, there: Engagement, metres: int | None) -> Attendance:
    attendance = Attendance(
        id=new_id(),
        activity_id=there.outline.activity_id,
        session_id=there.outline.session_id,
        sign_up_id=there.sign_up_id,
        volunteer_id=request.volunteer_id,
        in_at=request.at,
        in_way=request.way,
        in_distance_metres=metres,
        in_staff_id=request.staff.id if request.staff else None,
    )
    session.add(attendance)
    return attendance


def _check_out(attendance: Attendance, request: ScanRequest, metres: int | None) -> Attendance:
    attendance.out_at = request.at
    attendance.out_way = request.way
    attendance.out_distance_metres = metres
    attendance.out_staff_id = request.staff.id if request.staff else None
    return attendance


def _stay(attendance: Attendance, there: Engagement) -> Stay:
    return Stay(
        attendance_id=attendance.id,
        volunteer_id=attendance.volunteer_id,
        plan=there.outline,
        in_at=attendance.in_at,
        out_at=attendance.out_at,
    )
