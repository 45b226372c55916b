"""The public notice of hours: what was approved lately, and the way to say that it is not true."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.hours import notice
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from app.kernel import clock


@door.get("/hours")
@open_to_all
def hours_notice() -> ResponseReturnValue:
    """Every session of which hours are in notice now."""
    days, number = settings().hours_notice_days, request.args.get("page", 1, type=int)
    return render_template(
        "public/hours_notice.html",
        found=notice.sessions_in_notice(number, days=days, now=clock.now()),
        days=days,
    )


@door.get("/hours/<uuid:session_id>")
@open_to_all
def session_hours_notice(session_id: UUID) -> ResponseReturnValue:
    """Who was credited what for one session."""
    days, now = settings().hours_notice_days, clock.now()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "public/session_hours_notice.html",
        session=notice.session_in_notice(session_id, days=days, now=now),
        found=notice.lines(session_id, number, days=days, now=now),
        contact_phone=settings().contact_phone,
    )
