"""Weigh a case: say that one is related, note a visit, ask somebody to answer an objection."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.attachments.queries import attachments, own_loose_picture, picture
from app.domain.nominations import answering, objecting, queries, relating, visiting
from app.entrypoints.console.campaign_forms import CaseAnswerForm
from app.entrypoints.console.case_handling_forms import AnswererForm, RelationForm, VisitForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.submitting import done, refuse, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.route("/cases/<uuid:nomination_id>/relation", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_REVIEW)
def case_relation(nomination_id: UUID) -> ResponseReturnValue:
    """She is related to the person, and leaves the case to others."""
    staff, form = current_staff(), RelationForm()
    row = queries.row(nomination_id, staff.scope)

    def act() -> None:
        relating.declare(staff, nomination_id, form.words.data or "", now=clock.now())

    if done(form, act):
        flash(f"已记下您和{row.name}的关系，这份推荐请由同事处理", "success")
        return redirect(url_for("console.cases"), 303)
    return render_template("console/cases/relation.html", form=form, row=row), status(form)


@door.route("/cases/<uuid:nomination_id>/visit", methods=["GET", "POST"])
@takes_pictures
@needs(Permission.NOMINATIONS_REVIEW)
def case_visit(nomination_id: UUID) -> ResponseReturnValue:
    """What she saw and heard where the person lives or works, with photos."""
    staff, form = current_staff(), VisitForm()
    row = queries.row(nomination_id, staff.scope)
    kept, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)

    def act() -> None:
        seen = form.seen([one.id for one in kept])
        visiting.note_visit(staff, nomination_id, seen, now=clock.now())

    if refusal is None and done(form, act):
        flash("走访记录已保存，只有审核的人看得到", "success")
        return redirect(url_for("console.case", nomination_id=nomination_id), 303)
    if refusal is not None:
        refuse(form, refusal)
    page = render_template("console/cases/visit.html", form=form, row=row, pictures=kept)
    return page, status(form)


@door.get("/cases/visit-pictures/<uuid:attachment_id>")
@needs(Permission.NOMINATIONS_REVIEW)
def loose_visit_picture(attachment_id: UUID) -> ResponseReturnValue:
    """A photo she has sent with a note that is not complete yet."""
    return picture_answer(own_loose_picture(current_staff().actor, attachment_id))


@door.get("/cases/<uuid:nomination_id>/visits/<uuid:attachment_id>")
@needs(Permission.NOMINATIONS_REVIEW)
def visit_picture(nomination_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo taken on a visit, for reviewers."""
    if not visiting.has_visit_picture(nomination_id, attachment_id, current_staff()):
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.route("/case-objections/<uuid:case_objection_id>", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_READ)
def answer_case_objection(case_objection_id: UUID) -> ResponseReturnValue:
    """Answer what somebody said against a person in notice; also who was asked from elsewhere."""
    staff, form = current_staff(), CaseAnswerForm()
    asked = answering.objection_for(staff, case_objection_id)

    def act() -> None:
        words = (form.text.data, form.upheld.data)
        objecting.answer(staff, case_objection_id, words[0], upheld=words[1], now=clock.now())

    if done(form, act):
        flash("已答复", "success")
        return redirect(_after_answer(asked), 303)
    page = render_template(
        "console/cases/answer.html",
        form=form,
        asked=asked,
        said=asked.said,
        pictures=attachments(asked.pictures),
        near=staff.scope.covers(asked.case.row.place.path),
    )
    return page, status(form)


def _after_answer(asked: answering.Asked) -> str:
    if current_staff().scope.covers(asked.case.row.place.path):
        return url_for("console.case", nomination_id=asked.case.row.id)
    return url_for("console.cases")


@door.get("/case-objections/<uuid:case_objection_id>/pictures/<uuid:attachment_id>")
@needs(Permission.NOMINATIONS_READ)
def case_evidence_picture(case_objection_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Evidence that came with an objection, for who answers it."""
    asked = answering.objection_for(current_staff(), case_objection_id)
    if attachment_id not in asked.pictures:
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.route("/case-objections/<uuid:case_objection_id>/answerer", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def ask_answerer(case_objection_id: UUID) -> ResponseReturnValue:
    """Everybody near had a part in it: somebody from elsewhere is asked to answer."""
    staff, form = current_staff(), AnswererForm()
    said = queries.objection(case_objection_id, staff.scope)
    found = answering.candidates(staff, case_objection_id, request.args.get("q", ""))
    form.staff_id.choices = [
        (one.id, f"{one.name}（{one.place.short_name}{one.role.title}）") for one in found
    ]

    def act() -> None:
        answering.ask(staff, case_objection_id, form.staff_id.data, now=clock.now())

    if done(form, act):
        flash("已请这位同事答复，她在“推荐审核”里看得到", "success")
        return redirect(url_for("console.case", nomination_id=said.nomination_id), 303)
    page = render_template("console/cases/answerer.html", form=form, said=said, found=found)
    return page, status(form)
