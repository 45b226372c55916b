"""My star: what it stands on, how far the next is, and what I said against a list."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional

from app.domain.hours import queries as hours
from app.domain.recognition import objecting, star_queries, terms
from app.domain.recognition.star_rules import LONGEST_TEXT, WORDS, hours_to_next
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


class ObjectionForm(Form):
    """What seems wrong, and on which line."""

    number = IntegerField("名单上的序号", [Optional()])
    text = TextAreaField("您的看法", [required("请写明您的看法"), at_most(LONGEST_TEXT)])


@door.get("/h5/stars")
@needs_volunteer
def stars() -> ResponseReturnValue:
    """My stars, the latest first, and the hours at which the next one stands."""
    _refuse_unless_shown()
    person, now = volunteer(), clock.now()
    minutes = hours.totals(person.id).approved_minutes
    return render_template(
        "resident/stars/stars.html",
        given=star_queries.stars_of(person.id),
        minutes=minutes,
        scale=star_queries.scale_on(local_date(now)),
        next_at=hours_to_next(minutes, star_queries.scale_on(local_date(now))),
        notice=star_queries.in_notice(now=now),
        objections=star_queries.objections_of(person.id),
        words=WORDS,
    )


@door.route("/h5/stars/objection", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@needs_volunteer
def object_to_star() -> ResponseReturnValue:
    """Say something against the list in notice."""
    form, now, code = ObjectionForm(), clock.now(), 200
    notice = star_queries.in_notice(now=now)
    if notice is None:
        raise NotFound
    if form.validate_on_submit():
        try:
            objecting.object_to(own().id, form.number.data, form.text.data, now=now)
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            flash("已收到您的异议，答复会通知到您。", "success")
            return redirect(url_for("resident.stars"), 303)
    elif form.errors:
        code = 422
    return render_template("resident/stars/objection.html", form=form, notice=notice), code


def star_shown() -> str | None:
    """The star of whose page it is, in words; empty when she has none, None when stars are off."""
    if not terms.switches()["stars"]:
        return None
    return WORDS[star_queries.levels([volunteer().id]).get(volunteer().id, 0)]


def _refuse_unless_shown() -> None:
    if not terms.switches()["stars"]:
        raise NotFound
