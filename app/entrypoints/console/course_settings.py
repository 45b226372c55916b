"""Set a course up: what completes it, its questions, its materials."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.places import queries as places
from app.domain.qualifications import queries as qualifications
from app.domain.training import documents, queries, setting_up
from app.domain.training.queries import CourseView
from app.domain.training.rules import LETTERS, STILL_OPEN
from app.entrypoints.console.course_forms import CourseForm, QuestionForm
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock


@door.route("/courses/<uuid:course_id>/settings", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.TRAINING_MANAGE)
def course_settings(course_id: UUID) -> ResponseReturnValue:
    """The form; once handed in for review, only what completes nothing."""
    staff = current_staff()
    found = queries.course(course_id, within=staff.scope)
    form = CourseForm(data=None if request.method == "POST" else asdict(found.settings))
    form.qualification_id.choices = _choices(found)
    if found.plan.state not in STILL_OPEN:
        form.keep_what_is_fixed()
    old = found.settings
    if done(form, lambda: setting_up.set_up(staff, course_id, form.settings(old), now=clock.now())):
        flash("已保存课程设置", "success")
        return redirect(url_for("console.course", course_id=course_id), 303)
    return render_template("console/courses/settings.html", form=form, course=found), status(form)


@door.route("/courses/<uuid:course_id>/questions", methods=["GET", "POST"])
@limiter.limit("120 per minute", methods=["POST"])
@needs(Permission.TRAINING_MANAGE)
def course_questions(course_id: UUID) -> ResponseReturnValue:
    """All questions with what is right, and a form for another one."""
    staff = current_staff()
    found, form = queries.course(course_id, within=staff.scope), QuestionForm()

    def act() -> None:
        setting_up.add_question(
            staff,
            course_id,
            text=form.text.data,
            choices=form.lines,
            correct=form.letters,
            now=clock.now(),
        )

    if done(form, act):
        flash("已添加这道题", "success")
        return redirect(url_for("console.course_questions", course_id=course_id), 303)
    page = render_template(
        "console/courses/questions.html",
        form=form,
        course=found,
        questions=queries.questions(course_id),
        letters=LETTERS,
    )
    return page, status(form)


@door.post("/courses/<uuid:course_id>/questions/<uuid:question_id>/drop")
@limiter.limit("60 per minute")
@needs(Permission.TRAINING_MANAGE)
def drop_question(course_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Take a question out."""
    staff = current_staff()
    queries.course(course_id, within=staff.scope)
    return decided(
        lambda: setting_up.drop_question(staff, question_id, now=clock.now()),
        "已删除这道题",
        back=url_for("console.course_questions", course_id=course_id),
    )


@door.route("/courses/<uuid:course_id>/materials", methods=["GET", "POST"])
@takes_pictures
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.TRAINING_MANAGE)
def course_materials(course_id: UUID) -> ResponseReturnValue:
    """Pictures of handouts: those there are, and more."""
    staff = current_staff()
    found, form = queries.course(course_id, within=staff.scope), Form()
    sent = pictures_sent(staff.actor) if request.method == "POST" else ([], None)
    pictures, refusal = sent

    def act() -> None:
        if refusal is not None:
            raise refusal
        setting_up.add_materials(staff, course_id, [one.id for one in pictures], now=clock.now())

    if done(form, act):
        flash("已保存资料", "success")
        return redirect(url_for("console.course_materials", course_id=course_id), 303)
    page = render_template(
        "console/courses/materials.html",
        form=form,
        course=found,
        materials=queries.materials(course_id),
        documents=documents.documents(course_id),
        pictures=pictures,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.post("/courses/<uuid:course_id>/materials/<uuid:attachment_id>/drop")
@limiter.limit("60 per minute")
@needs(Permission.TRAINING_MANAGE)
def drop_material(course_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Show a picture no more."""
    staff = current_staff()
    return decided(
        lambda: setting_up.drop_material(staff, course_id, attachment_id, now=clock.now()),
        "已撤下这张资料",
        back=url_for("console.course_materials", course_id=course_id),
    )


def _choices(found: CourseView) -> list[tuple[Any, str]]:
    """Those its place may give, and the one it gives already."""
    usable = {
        one.id: one.name for one in qualifications.usable_at(places.place(found.place_id).path)
    }
    now = found.settings.qualification_id
    if now is not None:
        usable.setdefault(now, found.qualification or "")
    return [("", "不涉及资格"), *usable.items()]
