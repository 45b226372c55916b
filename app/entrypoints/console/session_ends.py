"""Move the end of a session that runs over, or end it now."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities import running_sessions
from app.domain.activities.plan_rules import SESSION_LONGEST
from app.domain.activities.rules import REASON_MOST
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, MomentField, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

WHY = ("请写明原因", REASON_MOST)


class EndForm(Form):
    """Why it ends now."""

    reason = TextAreaField("原因", [required(WHY[0]), at_most(WHY[1])], render_kw={"rows": 2})


class ProlongForm(EndForm):
    """Until when it goes on, and why."""

    until = MomentField("延长到", [required("请填写结束时间")])


@door.get("/sessions/<uuid:session_id>/end")
@needs(Permission.ATTENDANCE_RUN)
def session_end(session_id: UUID) -> ResponseReturnValue:
    """Both choices, with what each means."""
    return _page(session_id, ProlongForm(formdata=None), EndForm(formdata=None))


@door.post("/sessions/<uuid:session_id>/prolong")
@limiter.limit("30 per minute")
@needs(Permission.ATTENDANCE_RUN)
def prolong_session(session_id: UUID) -> ResponseReturnValue:
    """It goes on."""
    staff, form = current_staff(), ProlongForm()
    activities.session(session_id, within=staff.scope)

    def act() -> None:
        running_sessions.prolong(
            staff,
            session_id,
            until=form.until.data,
            reason=form.reason.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已延长，时长按新的结束时间计算", "success")
        return redirect(url_for("console.session", session_id=session_id), 303)
    return _page(session_id, form, EndForm(formdata=None))


@door.post("/sessions/<uuid:session_id>/end")
@limiter.limit("30 per minute")
@needs(Permission.ATTENDANCE_RUN)
def end_session_now(session_id: UUID) -> ResponseReturnValue:
    """It is over."""
    staff, form = current_staff(), EndForm()
    activities.session(session_id, within=staff.scope)

    def act() -> None:
        running_sessions.end_now(staff, session_id, reason=form.reason.data, now=clock.now())

    if done(form, act):
        flash("已结束，请提醒还在场的人签退", "success")
        return redirect(url_for("console.session", session_id=session_id), 303)
    return _page(session_id, ProlongForm(formdata=None), form)


def _page(session_id: UUID, prolong: ProlongForm, end: EndForm) -> ResponseReturnValue:
    found = activities.session(session_id, within=current_staff().scope)
    page = render_template(
        "console/sessions/end.html",
        session=found,
        prolong=prolong,
        end=end,
        latest=found.starts_at + SESSION_LONGEST,
        now=clock.now(),
    )
    return page, max(status(prolong), status(end))
