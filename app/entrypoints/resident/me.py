"""The resident's own corner: who I am, what I was told, how large the letters are."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.hours import queries as hours
from app.domain.messaging import queries as messaging
from app.domain.people import profile
from app.entrypoints.guard import (
    current_resident,
    needs_volunteer,
    open_to_all,
    safe_next,
    settings,
)
from app.entrypoints.resident.door import (
    LARGE_TYPE_COOKIE,
    asked_page,
    door,
    volunteer,
)
from app.entrypoints.resident.points import points_shown
from app.entrypoints.resident.stars import star_shown
from app.kernel import clock

YEAR_SECONDS = 31_536_000


@door.get("/h5/me")
@needs_volunteer
def me() -> ResponseReturnValue:
    """Name, number, hours, what comes next, and the way to everything of mine."""
    person, now = volunteer(), clock.now()
    coming = activities.my_sign_ups(person.id, upcoming=True, now=now, limit=1)
    return render_template(
        "resident/me/me.html",
        person=person,
        totals=hours.totals(person.id),
        coming=coming[0] if coming else None,
        points=points_shown(),
        star=star_shown(),
    )


@door.get("/h5/messages")
@needs_volunteer
def messages() -> ResponseReturnValue:
    """Everything I was told, newest first."""
    found = messaging.inbox(volunteer().id, page=asked_page())
    return render_template("resident/me/messages.html", found=found)


@door.post("/h5/large-type")
@open_to_all
def large_type() -> ResponseReturnValue:
    """Switch large type on or off, registered or not."""
    large = request.form.get("care") == "1"
    person = current_resident().volunteer
    if person is not None:
        profile.set_large_type(person.id, large)
    answer = make_response(redirect(_came_from(), 303))
    answer.set_cookie(
        LARGE_TYPE_COOKIE,
        "1" if large else "0",
        max_age=YEAR_SECONDS,
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _came_from() -> str:
    return safe_next(request.form.get("next", "").rstrip("?"), url_for("resident.home"))
