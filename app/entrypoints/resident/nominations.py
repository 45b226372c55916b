"""Good persons: name somebody, go on with a draft, and what became of one's nominations."""

from datetime import datetime
from uuid import UUID

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domain.attachments.queries import AttachmentView, attachments, picture
from app.domain.audit.actors import Actor
from app.domain.nominations import campaign_queries, consenting, drafting, mine, nominating
from app.domain.nominations.campaign_queries import CampaignView
from app.domain.nominations.consenting import Word
from app.domain.nominations.polls import queries as polls
from app.domain.nominations.rules import TITLES
from app.domain.nominations.upward.following import follow_up
from app.domain.nominations.upward.queries import honours_above
from app.domain.nominations.vocabulary import CONSENTS, LEVELS
from app.domain.places import queries as places
from app.domain.teams import queries as teams
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.nomination_forms import AmendForm, ConsentForm, NominateForm
from app.entrypoints.resident.refusals import show_on
from app.entrypoints.uploads import KEPT, pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local
from app.kernel.refusal import NotFound, Refusal


@door.get("/h5/nominations")
@needs_volunteer
def nominations() -> ResponseReturnValue:
    """Where I can name somebody, what I began, whom I named, and what was said of me."""
    me = volunteer()
    honours = mine.honours_of(me.id)
    return render_template(
        "resident/nominations/list.html",
        campaigns=campaign_queries.open_now(clock.now()),
        polls=polls.open_polls(clock.now()),
        drafts=drafting.drafts_of(own().id),
        made=mine.nominations_by(own().id),
        named=mine.named(me.id),
        honours=honours,
        benefits={one.id: follow_up(one.campaign_id).benefits for one in honours},
        above=honours_above([one.id for one in honours]),
        titles=TITLES,
        consents=CONSENTS,
    )


@door.route("/h5/campaigns/<uuid:campaign_id>/nominate", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@takes_pictures
@needs_volunteer
def nominate(campaign_id: UUID) -> ResponseReturnValue:
    """Name a good person; what is typed is kept as it is typed."""
    found = campaign_queries.shown_campaign(campaign_id)
    if not found.takes_nominations(clock.now()):
        return render_template("resident/nominations/closed.html", campaign=found)
    if request.method == "GET":
        return _resumed(found), 200
    form = _offering(NominateForm(), found)
    if form.as_kind.data == "self":
        form.name.data = own().name
    kept, refusal = _kept(campaign_id)
    if request.form.get("action") == "save":
        flash("草稿已保存，可以改天接着写", "success")
        return redirect(url_for("resident.nominate", campaign_id=campaign_id), 303)
    if refusal or not form.validate_on_submit():
        return _page(form, found, kept, refusal=refusal), 422
    try:
        done = nominating.nominate(own(), campaign_id, form.application(), now=clock.now())
    except Refusal as why:
        code = show_on(form, why)
        return _page(form, found, kept), code
    flash("已有人推荐过，您的推荐已并在一起" if done.joined else "推荐已提交，谢谢您", "success")
    if form.as_kind.data == "self":
        return redirect(url_for("resident.nomination_consent", nomination_id=done.id), 303)
    return redirect(url_for("resident.nomination", nomination_id=done.id), 303)


def _resumed(found: CampaignView) -> str:
    draft = drafting.draft_of(own().id, found.id)
    usual = {"place_id": str(own().community.id), "lives_here": "y"}
    form = _offering(NominateForm(formdata=MultiDict(draft.typed if draft else usual)), found)
    kept = attachments(draft.pictures) if draft else []
    return _page(form, found, kept, saved_at=draft.saved_at if draft else None)


def _offering(form: NominateForm, found: CampaignView) -> NominateForm:
    form.category.choices = [("", "请选择"), *((one, one) for one in found.conditions.categories)]
    form.offer_capacities([one.name for one in teams.led_by(own().id)])
    form.place_id.choices = [
        ("", "请选择"),
        *((one.id, one.short_name) for one in places.stations()),
    ]
    return form


def _kept(campaign_id: UUID) -> tuple[list[AttachmentView], Refusal | None]:
    """The draft as it was sent, with its photos: those that stay and those that came."""
    person, now = own(), clock.now()
    draft = drafting.draft_of(person.id, campaign_id)
    had = set(draft.pictures) if draft else set()
    stay = [one for one in request.form.getlist(KEPT, type=UUID) if one in had]
    new, refusal = pictures_sent(Actor("volunteer", person.id, person.name))
    ids = [*stay, *(one.id for one in new)]
    try:
        drafting.save(person, campaign_id, request.form.to_dict(), pictures=ids, now=now)
    except Refusal as why:
        return attachments(stay), why
    return attachments(ids), refusal


def _page(
    form: NominateForm,
    found: CampaignView,
    kept: list[AttachmentView],
    *,
    refusal: Refusal | None = None,
    saved_at: datetime | None = None,
) -> str:
    return render_template(
        "resident/nominations/nominate.html",
        form=form,
        campaign=found,
        pictures=kept,
        refusal=refusal,
        saved_at=saved_at,
    )


@door.post("/h5/campaigns/<uuid:campaign_id>/draft")
@limiter.limit("60 per minute")
@needs_volunteer
def save_draft(campaign_id: UUID) -> ResponseReturnValue:
    """What has been typed so far, sent by the page itself."""
    campaign_queries.shown_campaign(campaign_id)
    at = drafting.save(own(), campaign_id, request.form.to_dict(), now=clock.now())
    return jsonify(message=f"{local(at):%H:%M} 已自动保存")


@door.get("/h5/nominations/pictures/<uuid:attachment_id>")
@needs_volunteer
def draft_picture(attachment_id: UUID) -> ResponseReturnValue:
    """A photo of one of my drafts."""
    if not any(attachment_id in one.pictures for one in drafting.drafts_of(own().id)):
        raise NotFound
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type)


@door.route("/h5/nominations/<uuid:nomination_id>", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@takes_pictures
@needs_volunteer
def nomination(nomination_id: UUID) -> ResponseReturnValue:
    """One I made: where it stands; when something is missing, here it is added."""
    person, code = own(), 200
    found = mine.nomination_by(person.id, nomination_id)
    form = AmendForm(data=None if request.method == "POST" else _as_written(found))
    if form.validate_on_submit():
        pictures, refusal = pictures_sent(Actor("volunteer", person.id, person.name))
        try:
            if refusal:
                raise refusal
            wanted = form.application([one.id for one in pictures])
            nominating.amend(person, nomination_id, wanted, now=clock.now())
        except Refusal as why:
            code = show_on(form, why)
        else:
            flash("已补充，重新进入审核", "success")
            return redirect(url_for("resident.nomination", nomination_id=nomination_id), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "resident/nominations/nomination.html",
        found=found,
        form=form,
        titles=TITLES,
        levels=LEVELS,
    )
    return page, code


def _as_written(found: mine.MyNomination) -> dict[str, object]:
    typed: dict[str, object] = {"deed": found.deed, "deed_on": found.deed_on}
    for number, one in enumerate(found.witnesses[:2], 1):
        typed |= {f"witness_{number}": one.name, f"witness_{number}_phone": one.phone}
    return typed


@door.route("/h5/nominations/<uuid:nomination_id>/consent", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def nomination_consent(nomination_id: UUID) -> ResponseReturnValue:
    """Whether I want to be named, and what may be shown; for my child I answer."""
    person, form, code = own(), ConsentForm(), 200
    asked = mine.asked(person, nomination_id)
    if form.validate_on_submit():
        agreed = request.form.get("answer") == "yes"
        word = Word(agreed, form.show_name.data, form.show_photos.data)
        try:
            consenting.answer(person, nomination_id, word, now=clock.now())
        except Refusal as why:
            code = show_on(form, why)
        else:
            flash("谢谢，已记下您的意见" if agreed else "好的，这份推荐就此结束", "success")
            return redirect(url_for("resident.nominations"), 303)
    if request.method == "GET":
        form.show_name.data, form.show_photos.data = asked.show_name, asked.show_photos
    page = render_template("resident/nominations/consent.html", form=form, asked=asked)
    return page, code
