"""Good persons for everybody: campaigns, notices with objections, the honour roll, its stories."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from app.adapters.qr_images import svg
from app.adapters.share_images import share_image as drawn
from app.domain.attachments.queries import picture
from app.domain.nominations import campaign_queries, objecting, roll
from app.domain.nominations.objecting import Said
from app.domain.nominations.rules import LONGEST_WORDS, CampaignState
from app.domain.nominations.vocabulary import CATEGORIES
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_resident, open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.sharing import honour_card
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput, NotFound, Refusal

FIRST_YEAR = 2020


class CaseObjectionForm(Form):
    """What seems wrong, with a name and a phone, or with neither and a clue."""

    text = TextAreaField("您的意见", [required("请写明您的意见"), at_most(LONGEST_WORDS)])
    name = StringField("您的姓名", [at_most(50)])
    phone = StringField("您的手机号", [at_most(20)])


@door.get("/honours")
@open_to_all
def honours() -> ResponseReturnValue:
    """The honour roll, the latest first."""
    asked = request.args.get("category", "")
    year = request.args.get("year", type=int)
    this_year = local_date(clock.now()).year
    if year is not None and not FIRST_YEAR <= year <= this_year:
        year = None
    return render_template(
        "public/honours/roll.html",
        found=roll.roll(
            category=asked if asked in CATEGORIES else "",
            year=year,
            page=request.args.get("page", 1, type=int),
        ),
        category=asked,
        categories=CATEGORIES,
        campaigns=campaign_queries.shown().items[:5],
        state=CampaignState,
    )


@door.get("/honours/<uuid:nomination_id>")
@open_to_all
def honour(nomination_id: UUID) -> ResponseReturnValue:
    """One good person's story."""
    found = roll.story(nomination_id)
    return render_template("public/honours/story.html", person=found, card=honour_card(found))


@door.get("/honours/<uuid:nomination_id>/share.png")
@open_to_all
def honour_image(nomination_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on, with a code that opens the story."""
    roll.story(nomination_id)
    address = settings().public_url + url_for("public.honour", nomination_id=nomination_id)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(drawn(address), mimetype="image/png", headers=headers)


@door.get("/honours/<uuid:nomination_id>/pictures/<uuid:attachment_id>")
@open_to_all
def honour_picture(nomination_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that the person allowed to be shown."""
    if not roll.has_public_picture(nomination_id, attachment_id):
        raise NotFound
    found = picture(attachment_id)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(found.content, mimetype=found.media_type, headers=headers)


@door.get("/campaigns/<uuid:campaign_id>")
@open_to_all
def campaign(campaign_id: UUID) -> ResponseReturnValue:
    """A campaign: how to name somebody; while it lasts, the notice."""
    found = campaign_queries.shown_campaign(campaign_id)
    return render_template(
        "public/honours/campaign.html",
        campaign=found,
        open_now=found.takes_nominations(clock.now()),
        in_notice=_objections_taken(campaign_id),
        lines=roll.notice_lines(campaign_id),
        contact_phone=settings().contact_phone,
    )


def _objections_taken(campaign_id: UUID) -> bool:
    found = campaign_queries.shown_campaign(campaign_id)
    until = found.notice_until
    return found.state is CampaignState.IN_NOTICE and until is not None and clock.now() < until


@door.get("/campaigns/<uuid:campaign_id>/code.svg")
@open_to_all
def campaign_code(campaign_id: UUID) -> ResponseReturnValue:
    """A QR for the poster, that opens the campaign's page on a phone."""
    campaign_queries.shown_campaign(campaign_id)
    address = settings().public_url + url_for("public.campaign", campaign_id=campaign_id)
    headers = {"Cache-Control": "max-age=600"}
    return Response(svg(address), mimetype="image/svg+xml", headers=headers)


@door.route("/campaigns/<uuid:campaign_id>/<int:number>/objection", methods=["GET", "POST"])
@limiter.limit("5 per minute", methods=["POST"])
@open_to_all
def object_to_case(campaign_id: UUID, number: int) -> ResponseReturnValue:
    """Say something against a person in notice."""
    if not _objections_taken(campaign_id):
        return render_template("public/honours/over.html"), 404
    line, form, code = roll.notice_line(campaign_id, number), CaseObjectionForm(), 200
    person = current_resident().volunteer
    if form.validate_on_submit():
        said = Said(
            form.text.data or "",
            name=form.name.data or "",
            phone=form.phone.data or "",
            volunteer_id=person.id if person else None,
        )
        try:
            made = objecting.object_to(campaign_id, number, said, now=clock.now())
        except Refusal as why:
            code = why.status
            problem = BadInput(field=getattr(why, "field", "text"), problem=why.sentence)
            form.take(problem)
        else:
            flash("已收到。请记下这个页面的地址，答复会出现在这里", "success")
            return redirect(url_for("public.case_reply", case_objection_id=made), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "public/honours/objection.html",
        form=form,
        line=line,
        person=person,
        campaign=campaign_queries.shown_campaign(campaign_id),
    )
    return page, code


@door.get("/objections/<uuid:case_objection_id>")
@open_to_all
def case_reply(case_objection_id: UUID) -> ResponseReturnValue:
    """The answer to an objection, for who kept its address."""
    return render_template("public/honours/reply.html", reply=roll.reply(case_objection_id))
