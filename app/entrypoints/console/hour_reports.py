"""Reports about hours in notice: the queue, one with its hours, and the answers."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.hours.reports import answers, correction_queries, queries
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.report_forms import ReportAnswerForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/hour-reports")
@needs(Permission.HOURS_READ)
def hour_reports() -> ResponseReturnValue:
    """Those of her subtree that wait, by their day; or the answered ones."""
    staff, waiting = current_staff(), request.args.get("show") != "answered"
    number = request.args.get("page", 1, type=int)
    return render_template(
        "console/reports/list.html",
        page=queries.queue(staff.scope, waiting=waiting, page=number),
        waiting=waiting,
        count=queries.waiting_count(staff),
        corrections=correction_queries.waiting_count(staff),
        now=clock.now(),
    )


@door.get("/hour-reports/<uuid:report_id>")
@needs(Permission.HOURS_READ)
def hour_report(report_id: UUID) -> ResponseReturnValue:
    """What was said, about which hours, and what she may do."""
    return _page(report_id, ReportAnswerForm(formdata=None))


@door.post("/hour-reports/<uuid:report_id>/dismiss")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_ANSWER)
def dismiss_report(report_id: UUID) -> ResponseReturnValue:
    """It was not so: the hours count again."""
    form, staff = ReportAnswerForm(), current_staff()
    return _answer(
        report_id,
        form,
        lambda: answers.dismiss(staff, report_id, form.answer.data, now=clock.now()),
        "已答复，时长恢复计入",
    )


@door.post("/hour-reports/<uuid:report_id>/uphold")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_ANSWER)
def uphold_report(report_id: UUID) -> ResponseReturnValue:
    """It was so: the chosen hours are revoked."""
    form, staff = ReportAnswerForm(), current_staff()
    untrue = request.form.getlist("untrue", type=UUID)
    return _answer(
        report_id,
        form,
        lambda: answers.uphold(staff, report_id, form.answer.data, untrue=untrue, now=clock.now()),
        "已答复，不实的时长已撤销",
    )


@door.get("/hour-reports/<uuid:report_id>/pictures/<uuid:attachment_id>")
@needs(Permission.HOURS_READ)
def report_picture(report_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One of its pictures."""
    return picture_answer(queries.picture(report_id, attachment_id, current_staff().scope))


def _answer(
    report_id: UUID, form: ReportAnswerForm, act: Callable[[], None], told: str
) -> ResponseReturnValue:
    queries.report(report_id, current_staff().scope)
    if done(form, act):
        flash(f"{told}，本人和提出的人都会收到通知", "success")
        return redirect(url_for("console.hour_report", report_id=report_id), 303)
    return _page(report_id, form)


def _page(report_id: UUID, form: ReportAnswerForm) -> ResponseReturnValue:
    staff = current_staff()
    story = queries.report(report_id, staff.scope)
    asks = story.row.state == "open" and staff.may(Permission.HOURS_ANSWER)
    page = render_template(
        "console/reports/report.html",
        story=story,
        row=story.row,
        form=form,
        why_not=queries.why_not_answer(staff, report_id) if asks else None,
        decides=asks,
        now=clock.now(),
    )
    return page, status(form)
