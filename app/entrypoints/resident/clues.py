""" "I know a good person": one line on the phone, and what became of one's lines."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from app.domain.nominations import campaign_queries
from app.domain.nominations.clues import giving, queries
from app.domain.nominations.clues.rules import CLUE_TITLES, LONGEST_CLUE
from app.domain.places import queries as places
from app.entrypoints.forms import Form, IdField, at_most, required
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal


class ClueForm(Form):
    """Who, where, what: in one line."""

    text = TextAreaField("我知道一位好人", [required("请写一句话"), at_most(LONGEST_CLUE)])
    place_id = IdField("好人所在的社区", [required("请选择社区")])


@door.route("/h5/clues", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def clues() -> ResponseReturnValue:
    """Write a line; below it, the lines before with their answers."""
    person, code = own(), 200
    form = ClueForm(data=None if request.method == "POST" else {"place_id": person.community.id})
    form.place_id.choices = [
        ("", "请选择"),
        *((one.id, one.short_name) for one in places.stations()),
    ]
    if form.validate_on_submit():
        try:
            place_id, text = form.place_id.data, form.text.data or ""
            done = giving.give(person, place_id, text, now=clock.now())
        except Refusal as why:
            code = show_on(form, why)
        else:
            said = "这条线索今天已经收到" if done.again else "谢谢您，线索已收到，看过会告诉您"
            flash(said, "success")
            return redirect(url_for("resident.clues"), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "resident/clues/clues.html",
        form=form,
        given=queries.clues_by(person.id),
        titles=CLUE_TITLES,
        campaigns=campaign_queries.open_now(clock.now()),
    )
    return page, code
