"""Sign up, see one's sign-ups, give a place back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import confirming
from app.domain.activities import queries as activities
from app.domain.activities import sign_up as act
from app.domain.activities.minors import needs_word
from app.domain.activities.rules import REMIND_BEFORE
from app.domain.activities.views import MySignUp
from app.domain.qualifications.errors import QualificationRefusal
from app.domain.teams import queries as teams
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.family import in_family
from app.entrypoints.resident.family_sign_ups import sign_up_family
from app.entrypoints.resident.forms import CancelForm
from app.entrypoints.resident.guardians_words import position_of, sign_up_minor
from app.kernel import clock
from app.kernel.refusal import NotFound

PAST_SHOWN = 100


@door.route(
    "/h5/activities/<uuid:activity_id>/positions/<uuid:position_id>", methods=["GET", "POST"]
)
@needs_volunteer
@limiter.limit("60/minute", methods=["POST"])
def sign_up(activity_id: UUID, position_id: UUID) -> ResponseReturnValue:
    """What one takes on, and the button; also where one lands after registering on the way.

    Who has a family ticks whom; a minor who comes alone is asked for her guardian's word.
    """
    found = activities.published_activity(activity_id)
    part, position = position_of(found, position_id)
    if in_family(own()):
        return sign_up_family(found, part, position)
    if needs_word(own().birth_date, part.starts_at):
        return sign_up_minor(found, part, position)
    if request.method == "POST":
        try:
            done = act.sign_up(own().id, position.id, now=clock.now())
        except QualificationRefusal as refusal:
            # What she lacks is told on the page that says how to get it.
            flash(f"{refusal.sentence}。{refusal.advice}", "warning")
            return redirect(
                url_for("resident.qualification", qualification_id=refusal.qualification_id), 303
            )
        return redirect(url_for("resident.my_sign_up", sign_up_id=done.sign_up_id, new=1), 303)
    return render_template(
        "resident/sign_ups/sign_up.html",
        activity=found,
        part=part,
        position=position,
        led=teams.led_by(own().id),
    )


@door.get("/h5/sign-ups")
@needs_volunteer
def sign_ups() -> ResponseReturnValue:
    """My activities: what is ahead, and what has been."""
    past = request.args.get("past") == "1"
    mine = activities.my_sign_ups(
        volunteer().id, upcoming=not past, now=clock.now(), limit=PAST_SHOWN
    )
    return render_template("resident/sign_ups/list.html", mine=mine, past=past, most=PAST_SHOWN)


@door.get("/h5/sign-ups/<uuid:sign_up_id>")
@needs_volunteer
def my_sign_up(sign_up_id: UUID) -> ResponseReturnValue:
    """One of mine; right after signing up, in large letters what came of it."""
    mine, now = _mine(sign_up_id), clock.now()
    return render_template(
        "resident/sign_ups/sign_up_done.html",
        mine=mine,
        new=bool(request.args.get("new")),
        will_remind=mine.starts_at - now > REMIND_BEFORE,
        waiting_scan="seen_code" in session,
        now=now,
    )


@door.post("/h5/sign-ups/<uuid:sign_up_id>/confirm")
@needs_volunteer
@limiter.limit("30/minute")
def confirm_place(sign_up_id: UUID) -> ResponseReturnValue:
    """The one tap of who moved up: yes, I come."""
    confirming.confirm_place(volunteer().id, sign_up_id, now=clock.now())
    flash("已确认，到时候见！", "success")
    return redirect(url_for("resident.my_sign_up", sign_up_id=sign_up_id), 303)


@door.route("/h5/sign-ups/<uuid:sign_up_id>/cancel", methods=["GET", "POST"])
@needs_volunteer
def cancel_sign_up(sign_up_id: UUID) -> ResponseReturnValue:
    """What giving it back means before and after the deadline; then do it."""
    now = clock.now()
    form = CancelForm()
    if form.validate_on_submit():
        done = act.cancel_sign_up(
            volunteer().id, sign_up_id, reason=form.reason.data or "", now=now
        )
        noted = "因为离开始时间较近，这次已记为临时取消。" if done.late else ""
        flash(f"已取消报名，谢谢您提前告诉我们。{noted}", "success")
        return redirect(url_for("resident.sign_ups"), 303)
    mine = _mine(sign_up_id)
    return render_template("resident/sign_ups/cancel.html", form=form, mine=mine, now=now)


def _mine(sign_up_id: UUID) -> MySignUp:
    now = clock.now()
    for upcoming in (True, False):
        for one in activities.my_sign_ups(volunteer().id, upcoming=upcoming, now=now):
            if one.id == sign_up_id:
                return one
    raise NotFound
