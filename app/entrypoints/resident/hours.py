"""My hours: the sum, the list, and the story of each record."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.hours import mending
from app.domain.hours import queries as records
from app.domain.hours.story import story
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.entrypoints.resident.forms import AppealForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal


@door.get("/h5/hours")
@needs_volunteer
def hours() -> ResponseReturnValue:
    """Every record of mine, the latest service first."""
    person = volunteer()
    return render_template(
        "resident/hours/list.html",
        totals=records.totals(person.id),
        found=records.my_records(person.id, asked_page()),
    )


@door.route("/h5/hours/<uuid:record_id>", methods=["GET", "POST"])
@needs_volunteer
def hour_story(record_id: UUID) -> ResponseReturnValue:
    """How it came about, where it stands, why, and by when; a rejected one can be appealed."""
    form, status = AppealForm(), 200
    if form.validate_on_submit():
        try:
            mending.appeal(volunteer().id, record_id, form.text.data, now=clock.now())
        except Refusal as refusal:
            status = show_on(form, refusal)
        else:
            flash("申诉已提交，会由另一位工作人员重新处理。", "success")
            return redirect(url_for("resident.hour_story", record_id=record_id), 303)
    elif form.errors:
        status = 422
    found = story(volunteer().id, record_id)
    return render_template(
        "resident/hours/story.html", story=found, row=found.row, form=form
    ), status
