"""Decide on a batch of stars: leave out, review, publish, answer, confirm, withdraw."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.recognition import objecting, star_batches, star_queries
from app.domain.recognition.star_rules import WORDS
from app.entrypoints.console.door import door
from app.entrypoints.console.star_forms import AnswerForm, StarReasonForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@door.post("/stars/<uuid:batch_id>/review")
@needs(Permission.STARS_REVIEW)
def review_stars(batch_id: UUID) -> ResponseReturnValue:
    """The list has been looked through."""
    return _decided(batch_id, star_batches.review, "已审核，可以公示")


@door.post("/stars/<uuid:batch_id>/publish")
@needs(Permission.STARS_MANAGE)
def publish_stars(batch_id: UUID) -> ResponseReturnValue:
    """Show the list to everybody."""
    return _decided(batch_id, star_batches.publish, "已开始公示，期满后可以确认")


@door.post("/stars/<uuid:batch_id>/confirm")
@needs(Permission.STARS_MANAGE)
def confirm_stars(batch_id: UUID) -> ResponseReturnValue:
    """Write the stars into people's records."""
    return _decided(batch_id, star_batches.confirm, "已确认，本人会收到通知")


def _decided(batch_id: UUID, decide: object, told: str) -> ResponseReturnValue:
    staff = current_staff()
    star_queries.batch(batch_id, staff.scope)
    try:
        decide(staff, batch_id, now=clock.now())  # type: ignore[operator]
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        flash(told, "success")
    return redirect(url_for("console.star_batch", batch_id=batch_id), 303)


@door.route("/stars/<uuid:batch_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.STARS_MANAGE)
def withdraw_stars(batch_id: UUID) -> ResponseReturnValue:
    """Give a batch up; nobody's star changes."""
    staff, form = current_staff(), StarReasonForm()
    batch = star_queries.batch(batch_id, staff.scope)

    def act() -> None:
        star_batches.withdraw(staff, batch_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("已撤回，大家的星级不变", "success")
        return redirect(url_for("console.star_batch", batch_id=batch_id), 303)
    return render_template("console/stars/withdraw.html", form=form, batch=batch), status(form)


@door.route("/stars/candidates/<uuid:candidate_id>/exclude", methods=["GET", "POST"])
@needs(Permission.STARS_REVIEW)
def exclude_star(candidate_id: UUID) -> ResponseReturnValue:
    """Leave somebody out, with a reason."""
    staff, form = current_staff(), StarReasonForm()
    line = star_queries.candidate(candidate_id, staff.scope)

    def act() -> None:
        star_batches.exclude(staff, candidate_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash(f"{line.person.name}已从名单剔除", "success")
        return redirect(url_for("console.star_batch", batch_id=line.batch_id), 303)
    page = render_template("console/stars/exclude.html", form=form, line=line, words=WORDS)
    return page, status(form)


@door.route("/stars/objections/<uuid:objection_id>", methods=["GET", "POST"])
@needs(Permission.STARS_REVIEW)
def answer_objection(objection_id: UUID) -> ResponseReturnValue:
    """Answer what somebody said; she reads it."""
    staff, form = current_staff(), AnswerForm()
    said = star_queries.objection(objection_id, staff.scope)

    def act() -> None:
        objecting.answer(
            staff, objection_id, form.text.data, upheld=form.upheld.data, now=clock.now()
        )

    if done(form, act):
        flash("已答复，本人会收到通知", "success")
        return redirect(url_for("console.star_batch", batch_id=said.batch_id), 303)
    return render_template("console/stars/answer.html", form=form, said=said), status(form)
