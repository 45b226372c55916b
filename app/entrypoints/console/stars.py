"""Stars: the batches of the years, the scale, and one batch with its list and objections."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.recognition import star_batches, star_queries, terms
from app.domain.recognition.star_rules import NEXT_STATE, STATE_TITLES, WORDS, Decision
from app.entrypoints.console.door import door
from app.entrypoints.console.star_forms import ComputeForm, ScaleForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date


@door.get("/stars")
@needs(Permission.RECOGNITION_READ)
def stars() -> ResponseReturnValue:
    """Every batch, and the scale of today."""
    return _list(ComputeForm(formdata=None, counted_until=local_date(clock.now())))


@door.post("/stars")
@needs(Permission.STARS_MANAGE)
def compute_stars() -> ResponseReturnValue:
    """Compute a year's batch from approved hours."""
    staff, form = current_staff(), ComputeForm()
    made: list[UUID] = []

    def act() -> None:
        until = form.counted_until.data
        made.append(star_batches.compute(staff, counted_until=until, now=clock.now()))

    if done(form, act):
        flash("已计算，请另一位工作人员审核", "success")
        return redirect(url_for("console.star_batch", batch_id=made[0]), 303)
    return _list(form)


def _list(form: ComputeForm) -> ResponseReturnValue:
    staff = current_staff()
    page = render_template(
        "console/stars/list.html",
        page=star_queries.batches(request.args.get("page", 1, type=int)),
        form=form,
        scale=star_queries.scale_on(local_date(clock.now())),
        words=WORDS,
        titles=STATE_TITLES,
        shown=terms.switches()["stars"],
        at_centre=staff.place.level == "centre",
    )
    return page, status(form)


@door.route("/stars/scale", methods=["GET", "POST"])
@needs(Permission.STARS_MANAGE)
def star_scale() -> ResponseReturnValue:
    """Other hours for one to five stars, from a day on."""
    staff, now = current_staff(), clock.now()
    names = ("one", "two", "three", "four", "five")
    today = star_queries.scale_on(local_date(now))
    form = ScaleForm(
        data=None if request.method == "POST" else dict(zip(names, today, strict=True))
    )

    def act() -> None:
        star_batches.set_scale(staff, form.hours, form.valid_from.data, now=now)

    if done(form, act):
        flash("新标准已保存，到那一天起计算的名单按它来", "success")
        return redirect(url_for("console.stars"), 303)
    return render_template("console/stars/scale.html", form=form), status(form)


@door.get("/stars/<uuid:batch_id>")
@needs(Permission.RECOGNITION_READ)
def star_batch(batch_id: UUID) -> ResponseReturnValue:
    """Who rises, who falls, who is left out; what was said; what can be decided now."""
    staff = current_staff()
    batch = star_queries.batch(batch_id, staff.scope)
    asked = request.args.get("part", "raised")
    part = asked if asked in star_queries.PARTS else "raised"
    number = request.args.get("page", 1, type=int)
    return render_template(
        "console/stars/batch.html",
        batch=batch,
        part=part,
        counts=star_queries.counts(batch.id),
        page=star_queries.candidates(batch.id, part, number),
        objections=star_queries.objections(batch.id),
        words=WORDS,
        titles=STATE_TITLES,
        can={one.value for one in Decision if (batch.state, one) in NEXT_STATE},
        hers=batch.computed_by_id == staff.id,
    )
