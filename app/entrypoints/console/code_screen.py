"""The code on the big screen or the clerk's phone: it changes by itself, with the count beside."""

from typing import cast
from uuid import UUID

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.adapters import qr_images
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities.views import SessionView
from app.domain.attendance import queries
from app.domain.attendance.codes import WINDOW_SECONDS
from app.domain.attendance.errors import ActivityNotOpen, TooLate
from app.domain.attendance.queries import Turnout
from app.domain.attendance.rules import Direction, opens_at
from app.domain.attendance.showing import code_to_show
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs, settings
from app.kernel import clock
from app.kernel.refusal import Refusal


@door.get("/sessions/<uuid:session_id>/screen/<any(in, out):direction>")
@needs(Permission.ATTENDANCE_RUN)
def code_screen(session_id: UUID, direction: str) -> ResponseReturnValue:
    """The whole screen for one code."""
    staff, now = current_staff(), clock.now()
    found = activities.session(session_id, within=staff.scope)
    return render_template(
        "console/sessions/screen.html",
        session=found,
        direction=direction,
        refusal=_why_not(staff, session_id, direction),
        opens_at=opens_at(found.starts_at) if now < opens_at(found.starts_at) else None,
        turnout=_turnout(found),
        now=now,
        seconds=WINDOW_SECONDS,
    )


@door.get("/sessions/<uuid:session_id>/screen/<any(in, out):direction>.svg")
@needs(Permission.ATTENDANCE_RUN)
def code_image(session_id: UUID, direction: str) -> ResponseReturnValue:
    """The code of the present window; the header says when to ask again."""
    code = code_to_show(current_staff(), session_id, cast(Direction, direction), now=clock.now())
    picture = qr_images.svg(f"{settings().public_url}/c/{code.text}")
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Seconds-Left"] = str(code.valid_seconds_left)
    return response


@door.get("/sessions/<uuid:session_id>/turnout")
@needs(Permission.ATTENDANCE_RUN)
def session_turnout(session_id: UUID) -> ResponseReturnValue:
    """How many came and left by now, for the screen."""
    found = activities.session(session_id, within=current_staff().scope)
    turnout = _turnout(found)
    return jsonify(expected=found.taken, came=turnout.came, left=turnout.left)


def _turnout(found: SessionView) -> Turnout:
    return queries.turnouts([found.id]).get(found.id, Turnout())


def _why_not(staff: Staff, session_id: UUID, direction: str) -> Refusal | None:
    try:
        code_to_show(staff, session_id, cast(Direction, direction), now=clock.now())
    except (TooLate, ActivityNotOpen) as refusal:
        return refusal
    return None
