"""Facilities for residents: what is free, a booking, and my bookings."""

from datetime import date
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.attachments.queries import picture
from app.domain.facilities import booking, booking_queries, deciding, queries
from app.domain.facilities.errors import FacilityOff
from app.domain.facilities.half_hours import Day, minutes_into
from app.domain.facilities.queries import FacilityView
from app.domain.facilities.rules import why_not_for
from app.domain.places import queries as places
from app.domain.places.opening_hours import week_in_words
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.entrypoints.guard import current_resident, needs_volunteer, open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import asked_page, door, own
from app.entrypoints.resident.facility_forms import BookForm
from app.entrypoints.resident.refusals import done
from app.kernel import clock
from app.kernel.refusal import BadInput, Refusal

MYSELF = ("", "我自己")


@door.get("/h5/facilities/<uuid:facility_id>")
@open_to_all
def facility(facility_id: UUID) -> ResponseReturnValue:
    """A facility with its days, and the half hours of one that nobody has."""
    found = queries.facility(facility_id)
    if not found.open_for_booking:
        return _switched_off(found)
    days, chosen = _days(found)
    form = BookForm(formdata=None, starts_at=request.args.get("from", ""), team_id="")
    return _page(found, form, days, chosen)


@door.route("/h5/facilities/<uuid:facility_id>/book", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def book_facility(facility_id: UUID) -> ResponseReturnValue:
    """Where the form goes; who had to sign in first is led back to the page."""
    if request.method == "GET":
        day = request.args.get("day")
        return redirect(url_for("resident.facility", facility_id=facility_id, day=day), 303)
    found, form = queries.facility(facility_id), BookForm()
    if not found.open_for_booking:
        return _switched_off(found), FacilityOff.status
    days, chosen = _days(found)
    if chosen.day != _asked_day():
        return _choose_another_day(found, form, days, chosen)
    _offer(form, found, chosen)
    made: list[UUID] = []

    def act() -> None:
        wanted, team_id = form.wanted(chosen.day), form.team_id.data
        made.append(booking.book(own(), facility_id, wanted, team_id=team_id, now=clock.now()))

    code = done(form, act)
    if code is not None:
        days, chosen = _days(found)  # somebody may have been quicker
        return _page(found, form, days, chosen), code
    flash(
        "已提交，工作人员确认后会通知您" if found.needs_approval else "约好了，请按时来", "success"
    )
    return redirect(url_for("resident.my_booking", booking_id=made[0]), 303)


@door.get("/h5/facilities/<uuid:facility_id>/picture")
@open_to_all
def facility_picture(facility_id: UUID) -> ResponseReturnValue:
    """Its photo."""
    found = picture(queries.picture_of(facility_id))
    return Response(found.content, mimetype=found.media_type)


@door.get("/h5/bookings")
@needs_volunteer
def my_bookings() -> ResponseReturnValue:
    """Everything I booked, the latest first."""
    found = booking_queries.bookings_of(own().id, page=asked_page())
    return render_template("resident/facilities/mine.html", page=found, now=clock.now())


@door.get("/h5/bookings/<uuid:booking_id>")
@needs_volunteer
def my_booking(booking_id: UUID) -> ResponseReturnValue:
    """How it stands, with the way to give it back."""
    found, now = booking_queries.booking_of(own().id, booking_id), clock.now()
    return render_template(
        "resident/facilities/my_booking.html",
        booking=found,
        can=found.open_at(now),
        phone=places.phone_to_ask(found.place),
        now=now,
    )


@door.post("/h5/bookings/<uuid:booking_id>/cancel")
@limiter.limit("20 per minute")
@needs_volunteer
def cancel_my_booking(booking_id: UUID) -> ResponseReturnValue:
    """I do not need it any more."""
    deciding.cancel(own(), booking_id, now=clock.now())
    flash("已取消，时间让给别人了", "success")
    return redirect(url_for("resident.my_booking", booking_id=booking_id), 303)


def _switched_off(found: FacilityView) -> str:
    """What an old link leads to: not now, and where its place is."""
    phone = places.phone_to_ask(found.place)
    return render_template("resident/facilities/off.html", facility=found, phone=phone)


def _choose_another_day(
    found: FacilityView, form: BookForm, days: list[Day], instead: Day
) -> ResponseReturnValue:
    """The day she sent cannot be booked any more: what she typed stays, the times do not."""
    form.starts_at.data = form.ends_at.data = ""
    gone = BadInput(field="starts_at", problem="这一天已经不能约了，请重新选日期")
    return _page(found, form, days, instead, refusal=gone), gone.status


def _days(found: FacilityView) -> tuple[list[Day], Day]:
    """The days one can choose from, and the chosen one: as asked, else the first with room."""
    days = queries.days_to_book(found, now=clock.now())
    asked = _asked_day()
    for chosen in days:
        if chosen.day == asked:
            return days, chosen
    return days, next((one for one in days if one.free), days[0])


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return None


def _offer(form: BookForm, found: FacilityView, chosen: Day) -> list[TeamView]:
    """Fill in what can be chosen; the teams she leads."""
    person = current_resident().volunteer
    led = teams.led_by(person.id) if person else []
    myself = [MYSELF] if found.audience == "volunteers" else []
    form.team_id.choices = [*myself, *((one.id, one.name) for one in led)]
    form.offer(chosen)
    return led


def _page(
    found: FacilityView,
    form: BookForm,
    days: list[Day],
    chosen: Day,
    *,
    refusal: Refusal | None = None,
) -> str:
    led = _offer(form, found, chosen)
    if refusal is not None:
        form.take(refusal)
    hours = queries.hours_of(found)
    return render_template(
        "resident/facilities/facility.html",
        facility=found,
        form=form,
        days=days,
        chosen=chosen,
        week=week_in_words(hours.week) if hours.said else [],
        known=current_resident().volunteer is not None,
        led=led,
        minutes_into=minutes_into,
        why_not=why_not_for(found.name, found.audience, for_a_team=bool(led)),
        phone=places.phone_to_ask(found.place),
        now=clock.now(),
    )
