"""Corrections of approved hours: propose one, look at what waits, approve or refuse it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.hours import queries as hours
from app.domain.hours.reports import correcting, correction_queries
from app.domain.hours.reports import queries as reports
from app.domain.hours.reports.errors import NotOneRecord
from app.domain.hours.rules import Stretch
from app.domain.hours.views import RecordRow
from app.entrypoints.console.door import door
from app.entrypoints.console.hour_forms import HourReasonForm, whole_minutes
from app.entrypoints.console.report_forms import CorrectionForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/corrections")
@needs(Permission.HOURS_READ)
def corrections() -> ResponseReturnValue:
    """Those of her subtree that wait, by their day; or the decided ones."""
    staff, waiting = current_staff(), request.args.get("show") != "decided"
    number = request.args.get("page", 1, type=int)
    return render_template(
        "console/corrections/list.html",
        page=correction_queries.queue(staff.scope, waiting=waiting, page=number),
        waiting=waiting,
        count=correction_queries.waiting_count(staff),
        reports=reports.waiting_count(staff),
        now=clock.now(),
    )


@door.get("/corrections/<uuid:correction_id>")
@needs(Permission.HOURS_READ)
def correction(correction_id: UUID) -> ResponseReturnValue:
    """What it was, what it should be, who says so, and what she may do."""
    return _page(correction_id, HourReasonForm(formdata=None))


@door.route("/hours/<uuid:record_id>/correct", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.HOURS_CORRECT)
def correct_hours(record_id: UUID) -> ResponseReturnValue:
    """Propose what an approved record should count; somebody above approves it."""
    staff = current_staff()
    record = hours.record(record_id, staff.scope)
    form = _form(record)

    def act() -> None:
        correcting.propose(staff, record.id, _typed(form), form.reason.data, now=clock.now())

    if done(form, act):
        flash("已提出更正，等上级核对；核对前按原来的计", "success")
        return redirect(url_for("console.hour_record", record_id=record.id), 303)
    return _propose_page(form, record, url_for("console.hour_record", record_id=record.id))


@door.route("/hour-reports/<uuid:report_id>/correct", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.HOURS_CORRECT)
def correct_reported_hours(report_id: UUID) -> ResponseReturnValue:
    """Answer a report about one record: the time was wrong."""
    staff = current_staff()
    story = reports.report(report_id, staff.scope)
    if len(story.records) != 1:
        raise NotOneRecord
    form, back = _form(story.records[0]), url_for("console.hour_report", report_id=report_id)

    def act() -> None:
        correcting.answer_with_correction(
            staff, report_id, _typed(form), form.reason.data, now=clock.now()
        )

    if done(form, act):
        flash("已提出更正，等上级核对后答复", "success")
        return redirect(back, 303)
    return _propose_page(form, story.records[0], back)


@door.post("/corrections/<uuid:correction_id>/approve")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CORRECT)
def approve_correction(correction_id: UUID) -> ResponseReturnValue:
    """The new record takes the old one's place."""
    record_id = correcting.approve(current_staff(), correction_id, now=clock.now())
    flash("已更正，原来的记录保留备查，本人会收到通知", "success")
    return redirect(url_for("console.hour_record", record_id=record_id), 303)


@door.post("/corrections/<uuid:correction_id>/refuse")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CORRECT)
def refuse_correction(correction_id: UUID) -> ResponseReturnValue:
    """Nothing changes, with the reason the proposer reads."""
    staff, form = current_staff(), HourReasonForm()
    correction_queries.correction(correction_id, staff.scope)

    def act() -> None:
        correcting.refuse(staff, correction_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("没有同意，记录不变", "success")
        return redirect(url_for("console.correction", correction_id=correction_id), 303)
    return _page(correction_id, form)


@door.post("/corrections/<uuid:correction_id>/withdraw")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_CORRECT)
def withdraw_correction(correction_id: UUID) -> ResponseReturnValue:
    """Who proposed it takes it back."""
    correcting.withdraw(current_staff(), correction_id, now=clock.now())
    flash("已撤回，记录不变", "success")
    return redirect(url_for("console.correction", correction_id=correction_id), 303)


def _form(record: RecordRow) -> CorrectionForm:
    counted = whole_minutes(Stretch(record.counted_from, record.counted_until))
    return CorrectionForm(counted_from=counted.begins, counted_until=counted.ends)


def _typed(form: CorrectionForm) -> Stretch:
    return Stretch(form.counted_from.data, form.counted_until.data)


def _propose_page(form: CorrectionForm, record: RecordRow, back: str) -> ResponseReturnValue:
    longest = whole_minutes(record.countable)
    page = render_template(
        "console/corrections/propose.html", form=form, record=record, back=back, longest=longest
    )
    return page, status(form)


def _page(correction_id: UUID, form: HourReasonForm) -> ResponseReturnValue:
    staff = current_staff()
    row = correction_queries.correction(correction_id, staff.scope)
    asks = row.state == "waiting" and staff.may(Permission.HOURS_CORRECT)
    page = render_template(
        "console/corrections/correction.html",
        row=row,
        form=form,
        decides=asks,
        hers=asks and row.proposed_by_id == staff.id,
        why_not=correction_queries.why_not_decide(staff, correction_id) if asks else None,
    )
    return page, status(form)
