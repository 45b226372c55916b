"""A session on the day: who is expected, who is in, who has left, and which scans were refused."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import qr_images
from app.domain.access.rules import Permission
from app.domain.activities import lacking, minors
from app.domain.activities import queries as activities
from app.domain.attendance import no_shows, queries, scene_codes, sheets
from app.domain.attendance.queries import PresenceRow
from app.domain.attendance.rules import Direction, closes_for_check_out, opens_at
from app.domain.attendance.sheets import SheetView, shown
from app.domain.hours.story import WAYS
from app.entrypoints.console.door import door
from app.entrypoints.display import show_datetime
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.paging import Page
from app.kernel.refusal import NotFound

STATES = {
    "expected": "未到",
    "in": "在场",
    "out": "已签退",
    "missed": "没有签退",
    "waiting": "候补",
}
ROWS_A_PAGE = 50
SCANS_SHOWN = 20


@door.get("/sessions/<uuid:session_id>")
@needs(Permission.ACTIVITIES_READ)
def session(session_id: UUID) -> ResponseReturnValue:
    """Everybody of a session, and the scans that did not count."""
    scope, now = current_staff().scope, clock.now()
    found = activities.session(session_id, within=scope)
    presence = queries.presence(session_id, within=scope)
    state, text = request.args.get("state", ""), request.args.get("q", "").strip()
    return render_template(
        "console/sessions/session.html",
        session=found,
        presence=presence,
        page=_page(_wanted(presence.rows, state, text), request.args.get("page", 1, type=int)),
        refused=queries.refused_scans(session_id, within=scope, limit=SCANS_SHOWN),
        scenes={one.direction: one for one in queries.scene_codes(session_id)},
        opens_at=opens_at(found.starts_at),
        closes_at=closes_for_check_out(found.ends_at),
        no_shows=no_shows.no_shows_at(found.id),
        words=minors.words_at(found.id),
        lacking=lacking.who_lacks(found.id, now=now),
        sheets=[_about(sheet) for sheet in sheets.sheets_of(found.id)],
        states=STATES,
        ways=WAYS,
        state=state,
        text=text,
        now=now,
    )


@door.post("/sessions/<uuid:session_id>/scene/<any(in, out):direction>")
@limiter.limit("30 per minute")
@needs(Permission.ATTENDANCE_RUN)
def ask_for_scene_code(session_id: UUID, direction: str) -> ResponseReturnValue:
    """Have WeChat make the QR that is answered in the chat."""
    scene_codes.ask_for(current_staff(), session_id, cast(Direction, direction), now=clock.now())
    flash("已请微信生成，通常几秒就好，请刷新页面查看", "success")
    return redirect(url_for("console.session", session_id=session_id) + "#scene", 303)


@door.get("/sessions/<uuid:session_id>/scene/<any(in, out):direction>.svg")
@needs(Permission.ATTENDANCE_RUN)
def scene_image(session_id: UUID, direction: str) -> ResponseReturnValue:
    """That QR as a picture."""
    activities.session(session_id, within=current_staff().scope)
    for code in queries.scene_codes(session_id):
        if code.direction == direction and code.content:
            return Response(qr_images.svg(code.content), mimetype="image/svg+xml")
    raise NotFound


def _about(sheet: SheetView) -> tuple[str, str]:
    return shown(sheet.code), f"{show_datetime(sheet.printed_at)} 打印，名单 {sheet.people} 人"


def _wanted(rows: Sequence[PresenceRow], state: str, text: str) -> list[PresenceRow]:
    return [
        row
        for row in rows
        if (not state or row.state == state) and (text in row.name or row.number == text)
    ]


def _page(rows: list[PresenceRow], number: int) -> Page[PresenceRow]:
    last = max(1, -(-len(rows) // ROWS_A_PAGE))
    number = min(max(1, number), last)
    shown = rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return Page(shown, number, ROWS_A_PAGE, len(rows))
