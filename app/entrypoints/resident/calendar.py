"""My calendar's address: take it, copy it, change it, give it up."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import calendar_feed
from app.entrypoints.guard import needs_volunteer, settings
from app.entrypoints.resident.door import door, volunteer
from app.kernel import clock


@door.get("/h5/calendar")
@needs_volunteer
def calendar() -> ResponseReturnValue:
    """What it is, and the address where there is one."""
    token = calendar_feed.token(volunteer().id)
    address = ""
    if token:
        address = settings().public_url + url_for("public.calendar", token=token)
    return render_template("resident/me/calendar.html", address=address)


@door.post("/h5/calendar")
@needs_volunteer
def take_calendar_address() -> ResponseReturnValue:
    """A new address; the one before is void."""
    calendar_feed.take_address(volunteer().id, now=clock.now())
    flash("日历地址已经生成", "success")
    return redirect(url_for("resident.calendar"), 303)


@door.post("/h5/calendar/give-up")
@needs_volunteer
def give_calendar_address_up() -> ResponseReturnValue:
    """The address is void."""
    calendar_feed.give_address_up(volunteer().id, now=clock.now())
    flash("日历地址已停用", "success")
    return redirect(url_for("resident.calendar"), 303)
