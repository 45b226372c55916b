"""My hours: the sum, the list, and the story of each record."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.hours import check_out_rules, late_check_out, mending, notice_rules
from app.domain.hours import queries as records
from app.domain.hours.back_fill_queries import waiting_for
from app.domain.hours.check_out_stays import forgotten_stay
from app.domain.hours.story import RecordStory, story
from app.entrypoints.guard import needs_volunteer, settings
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.entrypoints.resident.forms import AppealForm, LeftForm
from app.entrypoints.resident.points import points_shown
from app.entrypoints.resident.rankings import rankings_shown
from app.entrypoints.resident.refusals import show_on
from app.entrypoints.resident.stars import star_shown
from app.kernel import clock
from app.kernel.calendar import local_date
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
        back_fills=waiting_for(person.id),
        points=points_shown(),
        star=star_shown(),
        rankings=rankings_shown(),
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
    return _page(story(volunteer().id, record_id), form), status


@door.post("/h5/hours/<uuid:record_id>/check-out")
@needs_volunteer
@limiter.limit("30/minute")
def say_when_left(record_id: UUID) -> ResponseReturnValue:
    """Who forgot to check out says when she left; staff confirm it."""
    form, found = LeftForm(), story(volunteer().id, record_id)
    if not form.validate_on_submit():
        return _page(found, AppealForm(formdata=None), form), 422
    left_at = check_out_rules.moment_left(found.row.stay.in_at, form.left_at.data)
    try:
        late_check_out.say_when_left(
            volunteer().id, record_id, left_at=left_at, note=form.note.data, now=clock.now()
        )
    except Refusal as refusal:
        status = show_on(form, refusal)
        return _page(story(volunteer().id, record_id), AppealForm(formdata=None), form), status
    flash("已提交，工作人员确认后会计入时长。", "success")
    return redirect(url_for("resident.hour_story", record_id=record_id), 303)


def _page(found: RecordStory, appeal: AppealForm, left: LeftForm | None = None) -> str:
    stay, now = forgotten_stay(found.row.id), clock.now()
    asked, days = found.request is not None, settings().hours_notice_days
    approved_at = found.row.decided_at
    shown = notice_rules.in_notice(found.row.state, approved_at, days=days, now=now)
    return render_template(
        "resident/hours/story.html",
        story=found,
        row=found.row,
        today=local_date(now),
        notice_until=notice_rules.last_day(approved_at, days) if shown and approved_at else None,
        form=appeal,
        left=left or LeftForm(formdata=None),
        may_ask=check_out_rules.may_ask(stay, state=found.row.state, asked=asked, now=now),
        ask_until=check_out_rules.ask_until(stay.closed_at),
    )
