"""What staff decide about somebody in a course."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.training import deciding, queries
from app.entrypoints.console.course_forms import MinutesForm
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.route("/course-stays/<uuid:attendance_id>", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.TRAINING_MANAGE)
def confirm_minutes(attendance_id: UUID) -> ResponseReturnValue:
    """How long she was there, with a reason; shown to her and kept."""
    staff = current_staff()
    course_id, person, stay = queries.stay_line(attendance_id, within=staff.scope)
    form = MinutesForm(data=None if request.method == "POST" else {"minutes": stay.minutes})

    def act() -> None:
        deciding.confirm_minutes(
            staff,
            attendance_id,
            minutes=form.minutes.data,
            reason=form.reason.data,
            now=clock.now(),
        )

    if done(form, act):
        flash(f"已确认{person.name}的学时", "success")
        return redirect(url_for("console.course", course_id=course_id), 303)
    page = render_template(
        "console/courses/minutes.html",
        form=form,
        course=queries.course(course_id, within=staff.scope),
        person=person,
        stay=stay,
    )
    return page, status(form)


@door.post("/courses/<uuid:course_id>/records/<uuid:record_id>/grant")
@limiter.limit("60 per minute")
@needs(Permission.QUALIFICATIONS_MANAGE)
def grant_to_learner(course_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """The course's qualification, by her decision."""
    staff = current_staff()
    queries.course(course_id, within=staff.scope)
    return decided(
        lambda: deciding.grant(staff, record_id, now=clock.now()),
        "已授予资格，本人会收到通知",
        back=url_for("console.course", course_id=course_id),
    )
