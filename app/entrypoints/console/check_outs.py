"""Forgotten check-outs: what volunteers say of when they left, to be confirmed or refused."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.hours import check_out_stays, late_check_out, queries
from app.entrypoints.console.door import door
from app.entrypoints.console.hour_forms import HourReasonForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/hours/check-outs")
@needs(Permission.HOURS_READ)
def check_outs() -> ResponseReturnValue:
    """Requests that wait, the oldest first."""
    number = request.args.get("page", 1, type=int)
    page = check_out_stays.waiting(current_staff().scope, number)
    return render_template("console/hours/check_outs.html", page=page)


@door.get("/hours/<uuid:record_id>/check-out")
@needs(Permission.HOURS_READ)
def check_out(record_id: UUID) -> ResponseReturnValue:
    """One request, with all that is known of the stay."""
    return _page(record_id, HourReasonForm(formdata=None))


@door.post("/hours/<uuid:record_id>/check-out/confirm")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_APPROVE)
def confirm_check_out(record_id: UUID) -> ResponseReturnValue:
    """She left then: the minutes wait for somebody else's approval."""
    late_check_out.confirm(current_staff(), record_id, now=clock.now())
    flash("已确认离开时间，等另一位工作人员认定", "success")
    return redirect(url_for("console.check_outs"), 303)


@door.post("/hours/<uuid:record_id>/check-out/refuse")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_APPROVE)
def refuse_check_out(record_id: UUID) -> ResponseReturnValue:
    """Not confirmed, with the reason the volunteer reads."""
    staff, form = current_staff(), HourReasonForm()
    queries.record(record_id, staff.scope)

    def act() -> None:
        late_check_out.refuse(staff, record_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("没有确认，本人会收到通知；核实后可以补正", "success")
        return redirect(url_for("console.check_outs"), 303)
    return _page(record_id, form)


def _page(record_id: UUID, form: HourReasonForm) -> ResponseReturnValue:
    record = queries.record(record_id, current_staff().scope)
    asked = check_out_stays.request_about(record_id)
    if asked is None:
        raise NotFound
    page = render_template("console/hours/check_out.html", record=record, asked=asked, form=form)
    return page, status(form)
