"""Facilities at the desk: the list, one with its week, what is said of it, its photo."""

from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.attachments.queries import picture
from app.domain.facilities import booking_queries, describing, limiting, queries
from app.domain.facilities.rules import LIMITS
from app.domain.places import queries as places
from app.domain.places.opening_hours import week_in_words
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.facility_forms import (
    FacilityForm,
    FacilityPictureForm,
    LimitsForm,
    SwitchOffForm,
)
from app.entrypoints.console.place_choices import indented
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput

WEEK, A_YEAR = timedelta(days=7), timedelta(days=366)


@door.get("/facilities")
@needs(Permission.BOOKINGS_READ)
def facilities() -> ResponseReturnValue:
    """Those of her subtree."""
    staff = current_staff()
    page = queries.facilities_within(staff.scope, page=request.args.get("page", 1, type=int))
    at_centre = staff.place.level == "centre"
    return render_template("console/facilities/list.html", page=page, at_centre=at_centre)


@door.route("/facilities/new", methods=["GET", "POST"])
@needs(Permission.FACILITIES_MANAGE)
def new_facility() -> ResponseReturnValue:
    """One more, open for booking at once."""
    staff, form = current_staff(), FacilityForm()
    form.place_id.choices = indented(places.sites(staff.scope))
    if request.method == "GET":
        form.place_id.data = request.args.get("place", staff.place.id, type=UUID)
    made: list[UUID] = []

    def act() -> None:
        where = form.place_id.data
        made.append(describing.add(staff, form.said(), place_id=where, now=clock.now()))

    if done(form, act):
        flash("已登记，居民在阵地页上就能看到", "success")
        return redirect(url_for("console.facility", facility_id=made[0]), 303)
    return render_template("console/facilities/form.html", form=form, facility=None), status(form)


@door.get("/facilities/<uuid:facility_id>")
@needs(Permission.BOOKINGS_READ)
def facility(facility_id: UUID) -> ResponseReturnValue:
    """One of them: who has it this week, and what is free."""
    now = clock.now()
    found = queries.facility(facility_id, current_staff().scope)
    monday = _monday(request.args.get("week", ""), local_date(now))
    hours = queries.hours_of(found)
    return render_template(
        "console/facilities/facility.html",
        facility=found,
        monday=monday,
        earlier=monday - WEEK,
        later=monday + WEEK,
        week=booking_queries.week_of(facility_id, monday),
        free={one.day: one for one in queries.days(found, first=monday, count=7, now=now)},
        hours=week_in_words(hours.week) if hours.said else [],
        today=local_date(now),
        now=now,
    )


@door.route("/facilities/<uuid:facility_id>/change", methods=["GET", "POST"])
@needs(Permission.FACILITIES_MANAGE)
def change_facility(facility_id: UUID) -> ResponseReturnValue:
    """Say anew what it is; bookings that were made stay."""
    staff, form = current_staff(), FacilityForm()
    found = queries.facility(facility_id, staff.scope)
    form.place_id.choices = [(found.place.id, found.place.name)]
    if request.method == "GET":
        form.show(found)
    else:
        form.place_id.data = found.place.id

    def act() -> None:
        describing.describe(staff, facility_id, form.said(), now=clock.now())

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.facility", facility_id=facility_id), 303)
    return render_template("console/facilities/form.html", form=form, facility=found), status(form)


@door.route("/facilities/<uuid:facility_id>/photo", methods=["GET", "POST"])
@takes_pictures
@needs(Permission.FACILITIES_MANAGE)
def facility_photo(facility_id: UUID) -> ResponseReturnValue:
    """Its photo, and another one in its place."""
    staff, form = current_staff(), FacilityPictureForm()
    found = queries.facility(facility_id, staff.scope)
    sent, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)

    def act() -> None:
        if refusal is not None:
            raise refusal
        if not sent:
            raise BadInput(field="pictures", problem="请选择照片")
        describing.show_picture(staff, facility_id, sent[0].id, alt=form.alt.data, now=clock.now())

    if done(form, act):
        flash("照片已放上", "success")
        return redirect(url_for("console.facility", facility_id=facility_id), 303)
    page = render_template(
        "console/facilities/photo.html",
        form=form,
        facility=found,
        pictures=sent,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.post("/facilities/<uuid:facility_id>/photo/remove")
@needs(Permission.FACILITIES_MANAGE)
def remove_facility_photo(facility_id: UUID) -> ResponseReturnValue:
    """No photo any more."""
    staff, back = current_staff(), url_for("console.facility", facility_id=facility_id)
    return decided(
        lambda: describing.remove_picture(staff, facility_id, now=clock.now()),
        "照片已撤下",
        back=back,
    )


@door.get("/facilities/<uuid:facility_id>/picture")
@needs(Permission.BOOKINGS_READ)
def facility_picture(facility_id: UUID) -> ResponseReturnValue:
    """Its photo."""
    queries.facility(facility_id, current_staff().scope)
    return picture_answer(picture(queries.picture_of(facility_id)))


@door.route("/facilities/<uuid:facility_id>/off", methods=["GET", "POST"])
@needs(Permission.FACILITIES_MANAGE)
def switch_facility_off(facility_id: UUID) -> ResponseReturnValue:
    """Nobody books it any more; what is ahead stays, or ends with a reason."""
    staff, form, now = current_staff(), SwitchOffForm(), clock.now()
    found = queries.facility(facility_id, staff.scope)
    ended: list[int] = []

    def act() -> None:
        reason = (form.reason.data or "") if form.ends_all.data else ""
        if form.ends_all.data and not reason.strip():
            raise BadInput(field="reason", problem="请写明原因，约了的人会看到")
        ended.append(describing.switch_off(staff, facility_id, call_off=reason, now=now))

    if done(form, act):
        told = f"，{ended[0]} 个预约已取消并通知" if ended[0] else ""
        flash(f"“{found.name}”已停止预约{told}", "success")
        return redirect(url_for("console.facility", facility_id=facility_id), 303)
    page = render_template(
        "console/facilities/off.html",
        form=form,
        facility=found,
        ahead=booking_queries.count_ahead(facility_id, now=now),
    )
    return page, status(form)


@door.post("/facilities/<uuid:facility_id>/on")
@needs(Permission.FACILITIES_MANAGE)
def switch_facility_on(facility_id: UUID) -> ResponseReturnValue:
    """It can be booked again."""
    staff, back = current_staff(), url_for("console.facility", facility_id=facility_id)
    return decided(
        lambda: describing.switch_on(staff, facility_id, now=clock.now()),
        "又可以预约了",
        back=back,
    )


@door.route("/facilities/limits", methods=["GET", "POST"])
@needs(Permission.FACILITIES_MANAGE)
def booking_limits() -> ResponseReturnValue:
    """How many one may have at once, and who waits; the centre sets it for the district."""
    staff, form = current_staff(), LimitsForm()
    staff.require(Permission.FACILITIES_MANAGE, places.centre().path)
    if request.method == "GET":
        for name, number in vars(limiting.limits_in_force()).items():
            form[name].data = number
    if done(form, lambda: limiting.set_limits(staff, form.limits, now=clock.now())):
        flash("已保存，从现在起生效", "success")
        return redirect(url_for("console.facilities"), 303)
    page = render_template("console/facilities/limits.html", form=form, usual=LIMITS)
    return page, status(form)


def _monday(asked: str, today: date) -> date:
    """The Monday of the week asked for; of this week where nothing sensible was."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    if abs(day - today) > A_YEAR:
        day = today
    return day - timedelta(days=day.weekday())
