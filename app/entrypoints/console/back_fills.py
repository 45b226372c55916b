"""Back-fills: the queue of those above, one with its pictures, and the decisions on it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.hours import (
    back_fill_decisions,
    back_fill_entry,
    back_fill_queries,
    risk_queries,
)
from app.domain.hours.back_fill_decisions import Confirmed
from app.domain.hours.back_fill_rules import STANDINGS
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.hour_forms import HourReasonForm, LookForm
from app.entrypoints.console.submitting import done, refuse, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import BadInput


@door.get("/back-fills")
@needs(Permission.HOURS_READ)
def back_fills() -> ResponseReturnValue:
    """Those of her subtree in one state; what is due first comes first."""
    scope, state = current_staff().scope, request.args.get("state", "")
    state = state if state in STANDINGS else "waiting"
    return render_template(
        "console/back_fills/list.html",
        page=back_fill_queries.queue(scope, state, request.args.get("page", 1, type=int)),
        state=state,
        states=STANDINGS,
        counts=back_fill_queries.counts_by_state(scope),
        mine=back_fill_queries.waiting_count(current_staff()),
        now=clock.now(),
    )


@door.get("/back-fills/<uuid:back_fill_id>")
@needs(Permission.HOURS_READ)
def back_fill(back_fill_id: UUID) -> ResponseReturnValue:
    """Everybody on it, the pictures, who stands behind it, and what she may do."""
    return _page(back_fill_id, HourReasonForm(formdata=None), LookForm(formdata=None))


@door.post("/back-fills/<uuid:back_fill_id>/confirm")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CONFIRM)
def confirm_back_fill(back_fill_id: UUID) -> ResponseReturnValue:
    """She has looked and stands behind it."""
    look = LookForm()
    note = look.note.data or ""
    try:
        outcome = back_fill_decisions.confirm(current_staff(), back_fill_id, note, now=clock.now())
    except BadInput as refusal:
        refuse(look, refusal)
        return _page(back_fill_id, HourReasonForm(formdata=None), look)
    flash(_said(outcome), "warning" if outcome.left_out else "success")
    return redirect(url_for("console.back_fill", back_fill_id=back_fill_id), 303)


@door.post("/back-fills/<uuid:back_fill_id>/refuse")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CONFIRM)
def refuse_back_fill(back_fill_id: UUID) -> ResponseReturnValue:
    """Not believed, with the reason the volunteers read."""
    staff, form = current_staff(), HourReasonForm()
    back_fill_queries.back_fill(back_fill_id, staff.scope)

    def act() -> None:
        back_fill_decisions.refuse(staff, back_fill_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("已不予通过，名单上的人会收到通知和原因", "success")
        return redirect(url_for("console.back_fill", back_fill_id=back_fill_id), 303)
    return _page(back_fill_id, form, LookForm(formdata=None))


@door.post("/back-fills/<uuid:back_fill_id>/withdraw")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_BACK_FILL)
def withdraw_back_fill(back_fill_id: UUID) -> ResponseReturnValue:
    """Who entered it takes it back."""
    back_fill_entry.withdraw(current_staff(), back_fill_id, now=clock.now())
    flash("已撤回，名单上的人会收到通知", "success")
    return redirect(url_for("console.back_fill", back_fill_id=back_fill_id), 303)


@door.get("/back-fills/<uuid:back_fill_id>/pictures/<uuid:attachment_id>")
@needs(Permission.HOURS_READ)
def back_fill_picture(back_fill_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One of its pictures."""
    scope = current_staff().scope
    return picture_answer(back_fill_queries.picture(back_fill_id, attachment_id, scope))


def _said(outcome: Confirmed) -> str:
    if outcome.waits:
        return "已记下您的核对，还要另一位上级同事核对后入账"
    if outcome.left_out:
        return f"{outcome.credited} 人已入账，{outcome.left_out} 人没有入账，原因见名单"
    return f"{outcome.credited} 人的时长已入账，会通知本人"


def _page(back_fill_id: UUID, form: HourReasonForm, look: LookForm) -> ResponseReturnValue:
    staff = current_staff()
    story = back_fill_queries.back_fill(back_fill_id, staff.scope)
    waits, may_confirm = story.row.state == "waiting", staff.may(Permission.HOURS_CONFIRM)
    page = render_template(
        "console/back_fills/back_fill.html",
        story=story,
        row=story.row,
        form=form,
        look=look,
        risks=risk_queries.of_back_fill(back_fill_id),
        why_not=back_fill_queries.why_not_decide(staff, back_fill_id)
        if waits and may_confirm
        else None,
        may_withdraw=back_fill_queries.may_withdraw(staff, back_fill_id),
        now=clock.now(),
    )
    return page, max(status(form), status(look))
