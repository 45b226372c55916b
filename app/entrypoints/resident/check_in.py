"""Check in and out by the code on the screen. Signing in on the way does not lose the scan."""

from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.attendance import codes, ways
from app.domain.attendance import queries as attendance
from app.domain.attendance.codes import SeenCode
from app.domain.attendance.errors import CodeExpired, NotSignedUp, StillWaiting
from app.domain.attendance.family import scan_for_family
from app.entrypoints.guard import current_resident, needs_volunteer, open_to_all, settings
from app.entrypoints.in_wechat import in_wechat, sdk_signature
from app.entrypoints.limits import limiter
from app.entrypoints.positions import point_sent
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.family import Member, chosen_members, household, in_family
from app.entrypoints.resident.phone_mark import marked, phone_mark
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

WORDS = {"in": "签到", "out": "签退"}


@door.get("/c/<code>")
@open_to_all
@limiter.limit("1200/minute")
def check_in(code: str) -> ResponseReturnValue:
    """The address in the code: note at once that it was seen while it was good."""
    person = current_resident().volunteer
    try:
        session["seen_code"] = ways.see_code(
            code, volunteer_id=person.id if person else None, now=clock.now()
        )
    except Refusal as refusal:
        return _refused(refusal)
    return marked(redirect(url_for("resident.check_in_now"), 303))


@door.route("/h5/check-in", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("60/minute", methods=["POST"])
def check_in_now() -> ResponseReturnValue:
    """The page sends itself; a large button stands by."""
    note = session.get("seen_code")
    if note is None:
        return redirect(url_for("resident.scan"))
    try:
        seen = codes.read_seen_code(note, clock.now())
        if request.method == "GET":
            return _ready(seen)
        if in_family(own()):
            return _check_family_in(note, seen)
        done = ways.scan_seen_code(
            note, volunteer().id, point=point_sent(), phone_mark=phone_mark(), now=clock.now()
        )
    except Refusal as refusal:
        return _refused(refusal, note=note)
    session.pop("seen_code")
    again = "1" if done.repeated else None
    return redirect(_result(done.attendance_id, done.direction, again), 303)


def _ready(seen: SeenCode) -> ResponseReturnValue:
    its = activities.session(seen.session_id)
    members = household() if in_family(own()) else []
    return render_template(
        "resident/check_in/ready.html",
        its=its,
        word=WORDS[seen.direction],
        members=members,
        expected=_expected(seen.session_id, members),
        checks_place=its.point is not None and its.check_radius_metres is not None,
        config=sdk_signature(),
    )


def _expected(session_id: UUID, members: list[Member]) -> set[UUID]:
    """Who of a family has signed up for a session."""
    return {one.id for one in members if activities.active_sign_up(session_id, one.id)}


def _check_family_in(note: str, seen: SeenCode) -> ResponseReturnValue:
    """All that were ticked, with one tap; what was refused is said, the rest stands."""
    chosen = chosen_members()
    if not chosen:
        flash("请勾选为谁" + WORDS[seen.direction], "warning")
        return _ready(seen)
    scans = scan_for_family(
        note, own(), chosen, point=point_sent(), phone_mark=phone_mark(), now=clock.now()
    )
    if not scans.answered:
        return _refused(next(iter(scans.refused.values())), note=note)
    names = {one.id: one.name for one in household()}
    for member_id, refusal in scans.refused.items():
        word = WORDS[seen.direction]
        flash(f"{names[member_id]}没有{word}：{refusal.sentence}。{refusal.advice}", "warning")
    if not scans.refused:
        session.pop("seen_code")
    there = "resident.family_checked_in"
    return redirect(url_for(there, session_id=seen.session_id, direction=seen.direction), 303)


@door.get("/h5/family/checked-<any('in', 'out'):direction>/<uuid:session_id>")
@needs_volunteer
def family_checked_in(direction: str, session_id: UUID) -> ResponseReturnValue:
    """In large letters: who of us is in or out, and since when."""
    stays = [
        (one, stay)
        for one in household()
        if (stay := attendance.attendance_of(session_id, one.id)) is not None
    ]
    if not stays:
        raise NotFound
    return render_template(
        "resident/family/checked.html",
        its=activities.session(session_id),
        stays=stays,
        direction=direction,
        word=WORDS[direction],
        more="seen_code" in session,
    )


def _result(attendance_id: UUID, direction: str, again: str | None) -> str:
    return url_for(
        "resident.checked_in", attendance_id=attendance_id, direction=direction, again=again
    )


@door.get("/h5/checked-<any('in', 'out'):direction>/<uuid:attendance_id>")
@needs_volunteer
def checked_in(direction: str, attendance_id: UUID) -> ResponseReturnValue:
    """In large letters: done, when, and what comes next."""
    stay = attendance.attendance(attendance_id)
    at = stay.in_at if direction == "in" else stay.out_at
    if stay.volunteer_id != volunteer().id or at is None:
        raise NotFound
    return render_template(
        "resident/check_in/done.html",
        its=activities.session(stay.session_id),
        stay=stay,
        direction=direction,
        word=WORDS[direction],
        at=at,
        again=bool(request.args.get("again")),
    )


def _refused(refusal: Refusal, *, note: str | None = None) -> ResponseReturnValue:
    """In words, with what to do next; the note is kept while trying again can help."""
    if isinstance(refusal, CodeExpired):
        session.pop("seen_code", None)
        note = None
    page = render_template(
        "resident/check_in/refused.html",
        refusal=refusal,
        expired=isinstance(refusal, CodeExpired),
        sign_up_url=_where_to_sign_up(refusal, note),
        can_try_again=note is not None,
        public_url=settings().public_url,
        config=sdk_signature(),
    )
    return page, refusal.status


def _where_to_sign_up(refusal: Refusal, note: str | None) -> str:
    if note is None or not isinstance(refusal, NotSignedUp | StillWaiting):
        return ""
    seen = codes.read_seen_code(note, clock.now())
    its = activities.session(seen.session_id)
    return url_for("resident.activity", activity_id=its.activity_id)


@door.get("/h5/scan")
@open_to_all
def scan() -> ResponseReturnValue:
    """WeChat's scanner behind a button, or how to find it."""
    return render_template(
        "resident/check_in/scan.html",
        config=sdk_signature(),
        in_wechat=in_wechat(),
        public_url=settings().public_url,
    )
