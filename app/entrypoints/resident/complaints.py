"""Complain or suggest, from any page, and follow what comes of it."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from app.domain.attachments.queries import AttachmentView, attachments, picture
from app.domain.audit.actors import Actor
from app.domain.complaints import complaining, mine
from app.domain.complaints.complaining import Said
from app.domain.complaints.linking import link_code
from app.domain.complaints.rules import ANSWER_WORKING_DAYS, MOST_PICTURES, SUBJECTS
from app.domain.complaints.subjects import Subject, led_to, subject_of
from app.domain.messaging import pages
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.entrypoints.complaint_forms import ComplaintForm, ReopenForm, ReplyForm
from app.entrypoints.complaint_pages import about, kept_page
from app.entrypoints.forms import Form
from app.entrypoints.guard import (
    NOBODY,
    current_resident,
    here,
    needs_volunteer,
    open_to_all,
)
from app.entrypoints.in_wechat import in_wechat
from app.entrypoints.limits import limiter
from app.entrypoints.rating_form import RateForm
from app.entrypoints.resident.door import acted_for, asked_page, door, own
from app.entrypoints.resident.forms import communities
from app.entrypoints.resident.refusals import done, show_on
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@door.route("/h5/complaints/new", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@takes_pictures
@open_to_all
def complain() -> ResponseReturnValue:
    """What is wrong, or could be better; what the page she came from is about stands there.

    In WeChat who she is comes by itself: what a volunteer says is then hers to follow.
    """
    if request.method == "GET" and in_wechat() and current_resident() == NOBODY:
        return redirect(url_for("resident.sign_in", next=here()))
    person, code = current_resident().volunteer, 200
    page = kept_page(request.values.get("page", ""))
    kind, subject_id, subject = _about(person, page)
    form = ComplaintForm(wish="complaint", subject=kind, page=page)
    _offer_places(form, person)
    sent, refused = _pictures(person)
    if form.validate_on_submit() and refused is None:
        thing = (kind, subject_id) if subject is not None and subject_id is not None else None
        said = _said(form, person, thing, sent)
        try:
            made = complaining.complain(person, said, now=clock.now())
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            return _received(person, made)
    elif form.errors or refused:
        code = 422
    shown = render_template(
        "resident/complaints/new.html",
        form=form,
        subject=subject,
        answer_days=ANSWER_WORKING_DAYS,
        pictures=sent,
        picture_refusal=refused,
        most_pictures=MOST_PICTURES if person else 0,
    )
    return shown, code


def _about(person: VolunteerView | None, page: str) -> tuple[str, UUID | None, Subject | None]:
    """What the page is about, where she may see it; else only the kind."""
    kind, its_id = about(page)
    if its_id is None:
        return kind, None, None
    whose = _whose(person)
    try:
        kind, subject_id = led_to(kind, its_id, whose=whose)
        return kind, subject_id, subject_of(kind, subject_id, whose=whose)
    except NotFound:
        return kind if kind in SUBJECTS else "", None, None


def _whose(person: VolunteerView | None) -> tuple[UUID, ...]:
    child = acted_for()
    return tuple(one.id for one in (person, child) if one)


def _offer_places(form: ComplaintForm, person: VolunteerView | None) -> None:
    centre = places.centre()
    groups = communities(whole_offices=True)
    form.place_id.choices = [
        SelectChoice("", person.community.short_name if person else "说不清楚"),
        SelectChoice(str(centre.id), "全区（实践中心）"),
        *(
            SelectChoice(value, words, optgroup=office)
            for office, options in groups.items()
            for value, words in options
        ),
    ]


def _pictures(person: VolunteerView | None) -> tuple[list[AttachmentView], Refusal | None]:
    """What came with the form; of who has no account, nothing is kept."""
    if request.method != "POST" or person is None:
        return [], None
    return pictures_sent(Actor("volunteer", person.id, person.name))


def _said(
    form: ComplaintForm,
    person: VolunteerView | None,
    thing: tuple[str, UUID] | None,
    sent: list[AttachmentView],
) -> Said:
    same = thing is not None and form.subject.data == thing[0]
    return Said(
        text=form.text.data or "",
        wish=form.wish.data,
        subject=form.subject.data,
        subject_id=thing[1] if thing and same else None,
        from_page=thing,
        place_id=form.place_id.data,
        page=kept_page(form.page.data or ""),
        hides_name=form.hides_name.data,
        phone=form.phone.data or "",
        attachment_ids=[one.id for one in sent],
        whose=_whose(person),
    )


def _received(person: VolunteerView | None, made: UUID) -> ResponseReturnValue:
    if person is None:
        flash("收到了。请收藏这个网页，进展和答复都在这里看", "success")
        return redirect(pages.complaint_link(link_code(made)), 303)
    flash("收到了，由和这件事没有关系的工作人员办理", "success")
    return redirect(url_for("resident.my_complaint", complaint_id=made), 303)


@door.get("/h5/complaints")
@needs_volunteer
def my_complaints() -> ResponseReturnValue:
    """Everything I have said, the latest first."""
    found = mine.complaints_of(own().id, page=asked_page())
    return render_template("resident/complaints/mine.html", page=found)


@door.get("/h5/complaints/<uuid:complaint_id>")
@needs_volunteer
def my_complaint(complaint_id: UUID) -> ResponseReturnValue:
    """How it stands, with what is left for me to do."""
    return _page(complaint_id, {})


@door.post("/h5/complaints/<uuid:complaint_id>/reply")
@limiter.limit("20 per minute")
@needs_volunteer
def reply_to_question(complaint_id: UUID) -> ResponseReturnValue:
    """What was asked back."""
    form = ReplyForm()

    def act() -> None:
        complaining.reply(own(), form.words.data or "", complaint_id, now=clock.now())

    return _acted(complaint_id, "reply", form, act, told="已补充，工作人员会接着办")


@door.post("/h5/complaints/<uuid:complaint_id>/rate")
@limiter.limit("20 per minute")
@needs_volunteer
def rate_answer(complaint_id: UUID) -> ResponseReturnValue:
    """How the answer was."""
    form = RateForm()

    def act() -> None:
        complaining.rate(own(), *form.said, complaint_id, now=clock.now())

    return _acted(complaint_id, "rate", form, act, told="谢谢您的评价，已办结")


@door.post("/h5/complaints/<uuid:complaint_id>/reopen")
@limiter.limit("20 per minute")
@needs_volunteer
def reopen_complaint(complaint_id: UUID) -> ResponseReturnValue:
    """I am not content: once more, by somebody else."""
    form = ReopenForm()

    def act() -> None:
        complaining.reopen(own(), form.words.data or "", complaint_id, now=clock.now())

    return _acted(complaint_id, "reopen", form, act, told="已转给另外的工作人员重新办理")


@door.post("/h5/complaints/<uuid:complaint_id>/withdraw")
@limiter.limit("20 per minute")
@needs_volunteer
def withdraw_complaint(complaint_id: UUID) -> ResponseReturnValue:
    """No need any more."""
    complaining.withdraw(own(), complaint_id, now=clock.now())
    flash("已撤回", "success")
    return redirect(url_for("resident.my_complaint", complaint_id=complaint_id), 303)


def _acted(
    complaint_id: UUID, name: str, form: Form, act: Callable[[], None], *, told: str
) -> ResponseReturnValue:
    code = done(form, act)
    if code is None:
        flash(told, "success")
        return redirect(url_for("resident.my_complaint", complaint_id=complaint_id), 303)
    return _page(complaint_id, {name: form}, code=code)


def _page(complaint_id: UUID, forms: dict[str, Form], *, code: int = 200) -> ResponseReturnValue:
    found = mine.complaint_of(own().id, complaint_id)
    shown = render_template(
        "resident/complaints/complaint.html",
        found=found,
        pictures=attachments(found.pictures),
        reply=forms.get("reply") or ReplyForm(formdata=None),
        rate=forms.get("rate") or RateForm(formdata=None),
        reopen=forms.get("reopen") or ReopenForm(formdata=None),
        now=clock.now(),
    )
    return shown, code


@door.get("/h5/complaints/<uuid:complaint_id>/pictures/<uuid:attachment_id>")
@needs_volunteer
def complaint_picture(complaint_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo I sent along."""
    if attachment_id not in mine.complaint_of(own().id, complaint_id).pictures:
        raise NotFound
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type)
