"""Say something against a person in notice, with evidence, and read the answer."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from app.domain.attachments.queries import AttachmentView, own_loose_picture
from app.domain.audit.actors import Actor
from app.domain.nominations import campaign_queries, objecting, roll
from app.domain.nominations.objecting import Said
from app.domain.nominations.rules import LONGEST_WORDS
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_resident, open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal

VISITOR = "visitor_id"  # in the signed cookie, once somebody unknown has sent a picture


class CaseObjectionForm(Form):
    """What seems wrong, with a name and a phone, or with neither and a clue."""

    text = TextAreaField("您的意见", [required("请写明您的意见"), at_most(LONGEST_WORDS)])
    name = StringField("您的姓名", [at_most(50)])
    phone = StringField("您的手机号", [at_most(20)])


@door.route("/campaigns/<uuid:campaign_id>/<int:number>/objection", methods=["GET", "POST"])
@limiter.limit("5 per minute; 30 per hour", methods=["POST"])
@takes_pictures
@open_to_all
def object_to_case(campaign_id: UUID, number: int) -> ResponseReturnValue:
    """Say something against a person in notice."""
    found = campaign_queries.shown_campaign(campaign_id)
    if not campaign_queries.objections_taken(found, clock.now()):
        return render_template("public/honours/over.html"), 404
    line, form, code = roll.notice_line(campaign_id, number), CaseObjectionForm(), 200
    kept, wrong_picture = _evidence() if request.method == "POST" else ([], None)
    if wrong_picture is not None:
        code = wrong_picture.status
    elif form.validate_on_submit():
        try:
            said = _said(form, kept)
            made = objecting.object_to(campaign_id, number, said, now=clock.now())
        except Refusal as why:
            code = why.status
            words = f"{why.sentence}。{why.advice}" if why.advice else why.sentence
            form.take(BadInput(field=getattr(why, "field", "text"), problem=words))
        else:
            flash("已收到。请记下这个页面的地址，答复会出现在这里", "success")
            return redirect(url_for("public.case_reply", case_objection_id=made), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "public/honours/objection.html",
        form=form,
        line=line,
        person=current_resident().volunteer,
        campaign=found,
        pictures=kept,
        wrong_picture=wrong_picture,
    )
    return page, code


def _author() -> Actor:
    """Who sends pictures: the volunteer, or somebody unknown whom this browser stands for."""
    person = current_resident().volunteer
    if person is not None:
        return Actor("volunteer", person.id, person.name)
    if VISITOR not in session:
        session[VISITOR] = str(new_id())
    return Actor("visitor", UUID(session[VISITOR]), "")


def _evidence() -> tuple[list[AttachmentView], Refusal | None]:
    return pictures_sent(_author())


def _said(form: CaseObjectionForm, kept: list[AttachmentView]) -> Said:
    person = current_resident().volunteer
    return Said(
        form.text.data or "",
        name=form.name.data or "",
        phone=form.phone.data or "",
        volunteer_id=person.id if person else None,
        pictures=[one.id for one in kept],
        by=_author() if kept else None,
    )


@door.get("/objections/pictures/<uuid:attachment_id>")
@open_to_all
def objection_picture(attachment_id: UUID) -> ResponseReturnValue:
    """A picture that this browser has sent with an objection that is not complete yet."""
    if VISITOR not in session and current_resident().volunteer is None:
        raise NotFound
    found = own_loose_picture(_author(), attachment_id)
    return Response(found.content, mimetype=found.media_type)


@door.get("/objections/<uuid:case_objection_id>")
@open_to_all
def case_reply(case_objection_id: UUID) -> ResponseReturnValue:
    """The answer to an objection, for who kept its address."""
    return render_template("public/honours/reply.html", reply=roll.reply(case_objection_id))
