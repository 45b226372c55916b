"""Say that hours in public notice are not true, and read the answers."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from app.domain.attachments.queries import AttachmentView, own_loose_picture
from app.domain.audit.actors import Actor
from app.domain.hours import notice
from app.domain.hours.reports import queries, reporting
from app.domain.hours.reports.reporting import Report
from app.domain.hours.reports.rules import MOST_PICTURES, WORDS_AT_MOST
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_resident, needs_identity, needs_volunteer, settings
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import asked_page, door, own
from app.entrypoints.resident.refusals import show_on
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import Refusal


class ReportForm(Form):
    """What is not true, and how one knows."""

    text = TextAreaField("什么情况", [required("请写明什么情况"), at_most(WORDS_AT_MOST)])


@door.get("/h5/reports")
@needs_identity
def reports() -> ResponseReturnValue:
    """What I have reported, and the answers."""
    found = queries.my_reports(current_resident(), asked_page())
    return render_template("resident/reports/list.html", found=found)


@door.route("/h5/notices/<uuid:session_id>/report", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@takes_pictures
@needs_identity
def report_hours(session_id: UUID) -> ResponseReturnValue:
    """About one line of the notice, or about the session; also by who is registered as nobody."""
    form, days, now, status = ReportForm(), settings().hours_notice_days, clock.now(), 200
    record_id = request.args.get("record", type=UUID)
    session = notice.session_in_notice(session_id, days=days, now=now)
    line = notice.line(session_id, record_id, days=days, now=now) if record_id else None
    pictures, picture_refusal = _pictures()
    if form.validate_on_submit() and picture_refusal is None:
        ids = [one.id for one in pictures]
        said = Report(session_id, record_id, form.text.data or "", ids)
        try:
            reporting.report(current_resident(), said, notice_days=days, now=now)
        except Refusal as refusal:
            status = show_on(form, refusal)
        else:
            flash("已收到您的异议，核实后会把结果告诉您。", "success")
            return redirect(url_for("resident.reports"), 303)
    elif form.errors or picture_refusal:
        status = 422
    page = render_template(
        "resident/reports/report.html",
        form=form,
        session=session,
        line=line,
        pictures=pictures,
        picture_refusal=picture_refusal,
        most_pictures=MOST_PICTURES if current_resident().volunteer else 0,
    )
    return page, status


def _pictures() -> tuple[list[AttachmentView], Refusal | None]:
    """What came with the form; of who is registered as nobody, nothing is kept."""
    if request.method != "POST" or current_resident().volunteer is None:
        return [], None
    return pictures_sent(_sender())


@door.get("/h5/pictures/<uuid:attachment_id>")
@needs_volunteer
def loose_picture(attachment_id: UUID) -> ResponseReturnValue:
    """A picture I have sent with a form that came back."""
    found = own_loose_picture(_sender(), attachment_id)
    return Response(found.content, mimetype=found.media_type)


def _sender() -> Actor:
    return Actor("volunteer", own().id, own().name)
