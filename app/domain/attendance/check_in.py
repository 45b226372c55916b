"""Take a scan: check somebody in or out, whatever way the scan came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.exc import IntegrityError

from app.domain.access.rules import Permission
from app.domain.activities import race_window
from app.domain.activities.engagements import (
    Engagement,
    SessionOutline,
    engaged,
    engaging,
    sessions_ending_after,
    titles,
)
from app.domain.attendance import scan_log
from app.domain.attendance.correcting import WORDS, correct, make_up_for_check_out, stay_of
from app.domain.attendance.events import CheckedIn, CheckedOut, Stay, StayCorrected
from app.domain.attendance.models import Attendance
from app.domain.attendance.rules import (
    CHECK_OUT_GRACE,
    OFFLINE_WAYS,
    PlaceCheck,
    ScanFacts,
    why_not_check_in,
    why_not_check_out,
)
from app.domain.attendance.scan_log import ScanAnswer, ScanRequest
from app.domain.people.holding import HeldVolunteer, held, holding
from app.kernel import lean
from app.kernel.calendar import local
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.said import Rows
from app.kernel.transaction import transaction


def take_scan(request: ScanRequest, *, now: datetime) -> ScanAnswer:
    """Check in or out; a second scan returns the first moment, a re-sent one the first answer.

    A refusal is kept with its reason before it is raised.
    """
    try:
        answer = _take(request, now=now)
    except (IntegrityError, Refusal):
        # Scans sent again are rare: only what cannot be written, or not be done now, is looked for
        # among those taken. What another process wrote meanwhile is seen now, too.
        answer = _take(request, now=now, sent_before=True)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _take(
    request: ScanRequest, *, now: datetime, sent_before: bool = False
) -> ScanAnswer | Refusal:
    with transaction():
        person, there, hers = _held(request)
        if person is None:
            raise NotFound
        if sent_before and (first := scan_log.first_answer(request, person)):
            return first
        if there is None:
            raise NotFound
        _require(request, there.outline)
        mine, elsewhere = _attendances(request, hers)
        done_at = _moment(mine, request.direction)
        facts = _facts(request, person, there, mine=mine, elsewhere=elsewhere)
        why_not = why_not_check_in if request.direction == "in" else why_not_check_out
        refusal = why_not(facts)
        if mine is not None and done_at is not None:
            earlier = request.at < done_at and refusal is None
            if request.way in OFFLINE_WAYS:
                done_at = correct(mine, request, there.outline, earlier=earlier, now=now)
            return _already(request, person, there, (mine, done_at), now=now)
        if refusal is not None:
            metres = facts.place.distance_metres
            scan_log.keep(
                request, sentence=refusal.sentence, now=now, refusal=refusal, distance_metres=metres
            )
            return refusal
        return _accept(request, person, there, mine=mine, facts=facts, now=now)


def _require(request: ScanRequest, plan: SessionOutline) -> None:
    """Staff run this session's place; a scanner was made for it and was in use at that moment."""
    if request.staff is not None:
        request.staff.require(Permission.ATTENDANCE_RUN, plan.place_path)
    if request.scanner is not None:
        refusal = request.scanner.why_not(plan, at=request.at)
        if refusal is not None:
            raise refusal


def _held(request: ScanRequest) -> tuple[HeldVolunteer | None, Engagement | None, Rows]:
    """Hold her first, then see what she is to do here and where she is: one journey."""
    person, there, hers = lean.run_together(
        holding(request.volunteer_id),
        engaging(request.session_id, request.volunteer_id),
        lean.question(
            _HERS,
            volunteer_id=request.volunteer_id,
            session_id=request.session_id,
            open_since=request.at - CHECK_OUT_GRACE,
        ),
    )
    return held(person), engaged(there), hers


def _attendances(request: ScanRequest, hers: Rows) -> tuple[Attendance | None, list[UUID]]:
    """The person's attendance of this session, and what else she can still check out of."""
    mine = [row.id for row in hers if row.session_id == request.session_id]
    elsewhere = [row.activity_id for row in hers if row.session_id != request.session_id]
    return session.get_one(Attendance, mine[0], populate_existing=True) if mine else None, elsewhere


_STILL_OPEN = and_(
    Attendance.out_at.is_(None),
    Attendance.session_id.in_(sessions_ending_after(bindparam("open_since"))),
)
_HERS = (
    select(Attendance.id, Attendance.session_id, Attendance.activity_id)
    .where(
        Attendance.volunteer_id == bindparam("volunteer_id"),
        or_(Attendance.session_id == bindparam("session_id"), _STILL_OPEN),
    )
    .order_by(Attendance.id)
    .with_for_update(key_share=True)
)


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
    elsewhere: list[UUID],
) -> ScanFacts:
    busy = elsewhere[0] if elsewhere and request.direction == "in" else None
    offline = request.way in OFFLINE_WAYS
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
        checked_in=mine is not None and not (offline and request.at < mine.in_at),
        busy_with=titles([busy])[busy] if busy else None,
    )


def _already(
    request: ScanRequest,
    person: HeldVolunteer,
    there: Engagement,
    done: tuple[Attendance, datetime],
    *,
    now: datetime,
) -> ScanAnswer:
    attendance, done_at = done
    sentence = f"已于 {local(done_at):%H:%M} {WORDS[request.direction]}，无需重复"
    scan_id = scan_log.keep(request, sentence=sentence, now=now)
    session.flush()
    return ScanAnswer(
        scan_id=scan_id,
        attendance_id=attendance.id,
        direction=request.direction,
        at=done_at,
        repeated=True,
        sentence=sentence,
        volunteer_id=person.id,
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
    sentence = f"{WORDS[request.direction]}成功，{local(request.at):%H:%M}"
    if mine is None:
        attendance_id = _check_in(request, there, metres)
        scan_id = scan_log.keep(request, sentence=sentence, now=now, distance_metres=metres)
        plan = there.outline
        stay = Stay(attendance_id, request.volunteer_id, plan, in_at=request.at, out_at=None)
        happened(CheckedIn(stay, now))
        make_up_for_check_out(stay, request, now=now)
    else:
        # After a check-out that was missed or undone, there is an hour record already.
        again = mine.out_way is not None or mine.note is not None
        attendance_id = _check_out(mine, request, metres)
        scan_id = scan_log.keep(request, sentence=sentence, now=now, distance_metres=metres)
        stay = stay_of(mine, there.outline)
        happened(StayCorrected(stay, now) if again else CheckedOut(stay, now))
    return ScanAnswer(
        scan_id=scan_id,
        attendance_id=attendance_id,
        direction=request.direction,
        at=request.at,
        repeated=False,
        sentence=sentence,
        volunteer_id=person.id,
        volunteer_name=person.name,
        title=there.outline.title,
    )


def _check_in(request: ScanRequest, there: Engagement, metres: int | None) -> UUID:
    attendance_id = new_id()
    lean.add(
        Attendance,
        id=attendance_id,
        activity_id=there.outline.activity_id,
        session_id=there.outline.session_id,
        sign_up_id=there.sign_up_id,
        volunteer_id=request.volunteer_id,
        in_at=request.at,
        in_way=request.way,
        in_distance_metres=metres,
        in_staff_id=request.staff_id,
    )
    return attendance_id


def _check_out(attendance: Attendance, request: ScanRequest, metres: int | None) -> UUID:
    attendance.out_at = request.at
    attendance.out_way = request.way
    attendance.out_distance_metres = metres
    attendance.out_staff_id = request.staff_id
    session.flush()
    return attendance.id
