"""Recognised units: the list with its counts, one with its history, entering and changing one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments.queries import picture
from app.domain.places import queries as places
from app.domain.recognised_units import queries, recognising
from app.domain.recognised_units.queries import Wanted
from app.domain.recognised_units.rules import KINDS, LEVELS, NEXT, STATE_TITLES, Decision
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.console.unit_forms import AboutFields, UnitForm
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date, months_after
from app.kernel.refusal import NotFound

REVIEWS = {"due": "60 天内要复查", "over": "已经超期"}


def wanted() -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.args
    state = asked.get("state", "alive")
    return Wanted(
        kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
        level=asked.get("level", "") if asked.get("level") in LEVELS else "",
        place_id=asked.get("place", type=UUID),
        review=asked.get("review", "") if asked.get("review") in REVIEWS else "",
        state=state if state in STATE_TITLES or not state else "alive",
        text=asked.get("q", "").strip()[:60],
    )


@door.get("/units")
@needs(Permission.UNITS_READ)
def units() -> ResponseReturnValue:
    """Those of her subtree, those whose review is due first; counts by kind and level."""
    staff, today, asked = current_staff(), local_date(clock.now()), wanted()
    counts = queries.counts(staff.scope)
    found = queries.units(
        staff.scope, asked, today=today, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "console/units/list.html",
        page=found,
        counts=counts,
        total=sum(counts.values()),
        due=queries.count_due(staff.scope, today=today),
        wanted=asked,
        today=today,
        kinds=KINDS,
        levels=LEVELS,
        states=STATE_TITLES,
        reviews=REVIEWS,
        places=places.tree(staff.scope),
    )


@door.route("/units/new", methods=["GET", "POST"])
@takes_pictures
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.UNITS_MANAGE)
def new_unit() -> ResponseReturnValue:
    """Enter one with the decision that recognised it, and its papers."""
    staff, form, now = current_staff(), UnitForm(), clock.now()
    _offer_places(form, staff)
    del form.reason
    pictures, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)
    if request.method == "GET":
        form.is_public.data = True
        form.review_due_on.data = months_after(local_date(now), settings().unit_review_months)
    made: list[UUID] = []

    def act() -> None:
        if refusal is not None:
            raise refusal
        about = form.about()
        places.place(about.place_id, within=staff.scope)
        ids = [one.id for one in pictures]
        made.append(
            recognising.enter(staff, form.kind.data, about, form.decided(), pictures=ids, now=now)
        )

    if done(form, act):
        flash("已登记", "success")
        return redirect(url_for("console.unit", unit_id=made[0]), 303)
    page = render_template(
        "console/units/new.html", form=form, pictures=pictures, picture_refusal=refusal
    )
    return page, status(form)


@door.get("/units/<uuid:unit_id>")
@needs(Permission.UNITS_READ)
def unit(unit_id: UUID) -> ResponseReturnValue:
    """How it stands, and every decision with its papers."""
    found = queries.unit(unit_id, within=current_staff().scope)
    return render_template(
        "console/units/unit.html",
        unit=found,
        steps=queries.history(unit_id),
        possible=[one for one in Decision if (found.state, one) in NEXT],
        today=local_date(clock.now()),
    )


@door.route("/units/<uuid:unit_id>/edit", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.UNITS_MANAGE)
def change_unit(unit_id: UUID) -> ResponseReturnValue:
    """Say anew where it lies, whom to call, and whether it is public."""
    staff, form = current_staff(), AboutFields()
    found = queries.unit(unit_id, within=staff.scope)
    _offer_places(form, staff)
    if request.method == "GET":
        form.show(found)
    if done(form, lambda: recognising.rewrite(staff, unit_id, form.about(), now=clock.now())):
        flash("已保存", "success")
        return redirect(url_for("console.unit", unit_id=unit_id), 303)
    return render_template("console/units/change.html", form=form, unit=found), status(form)


@door.get("/units/<uuid:unit_id>/papers/<uuid:attachment_id>")
@needs(Permission.UNITS_READ)
def unit_paper(unit_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A picture of a document or plaque."""
    queries.unit(unit_id, within=current_staff().scope)
    if not queries.has_paper(unit_id, attachment_id):
        raise NotFound
    return picture_answer(picture(attachment_id))


def _offer_places(form: Any, staff: Staff) -> None:
    form.place_id.choices = place_choices(staff.scope)
