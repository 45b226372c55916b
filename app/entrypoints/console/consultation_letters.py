"""One letter to an authority: its link, its paper, its time, and answers that came on paper."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import consultation_papers
from app.domain.access.rules import Permission
from app.domain.attachments.queries import picture
from app.domain.nominations.consultation import answering, links, printing, queries
from app.domain.nominations.consultation.links import Link
from app.domain.nominations.consultation.rules import BY_ID_NUMBER
from app.entrypoints.console.campaign_forms import CaseReasonForm
from app.entrypoints.console.consultation_forms import LongerForm, OnPaperForm, PrintForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


@door.get("/consultation-letters/<uuid:letter_id>")
@needs(Permission.CONSULTATIONS_MANAGE)
def letter(letter_id: UUID) -> ResponseReturnValue:
    """Who is asked about, what was answered, and what can be done."""
    return _page(letter_id)


def _page(
    letter_id: UUID, *, link: Link | None = None, longer: LongerForm | None = None
) -> ResponseReturnValue:
    found, now = queries.letter(letter_id, current_staff()), clock.now()
    path = url_for("public.consultation", token=link.token) if link else ""
    form = longer or LongerForm(formdata=None)
    page = render_template(
        "console/consultations/letter.html",
        letter=found,
        link=link,
        address=settings().public_url + path if link else "",
        link_open=found.link_until is not None and found.link_until > now,
        by_id_number=found.kind in BY_ID_NUMBER,
        longer=form,
        printing=PrintForm(formdata=None),
        today=local_date(now),
    )
    return page, status(form)


@door.post("/consultation-letters/<uuid:letter_id>/link")
@limiter.limit("30 per minute")
@needs(Permission.CONSULTATIONS_MANAGE)
def make_letter_link(letter_id: UUID) -> ResponseReturnValue:
    """A new link and code, shown this once."""
    staff = current_staff()
    queries.letter(letter_id, staff)
    try:
        made = links.issue(staff, letter_id, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
        return _to(letter_id)
    return _page(letter_id, link=made)


@door.post("/consultation-letters/<uuid:letter_id>/unlink")
@needs(Permission.CONSULTATIONS_MANAGE)
def end_letter_link(letter_id: UUID) -> ResponseReturnValue:
    """The link opens no more."""
    queries.letter(letter_id, current_staff())
    links.take_back(current_staff(), letter_id, now=clock.now())
    flash("链接已停用", "success")
    return _to(letter_id)


@door.post("/consultation-letters/<uuid:letter_id>/called")
@needs(Permission.CONSULTATIONS_MANAGE)
def note_letter_call(letter_id: UUID) -> ResponseReturnValue:
    """They were reminded by telephone."""
    queries.letter(letter_id, current_staff())
    links.note_call(current_staff(), letter_id, now=clock.now())
    flash("已记下这次催办", "success")
    return _to(letter_id)


@door.post("/consultation-letters/<uuid:letter_id>/longer")
@needs(Permission.CONSULTATIONS_MANAGE)
def give_letter_longer(letter_id: UUID) -> ResponseReturnValue:
    """Another last day."""
    staff, form = current_staff(), LongerForm()
    queries.letter(letter_id, staff)
    if done(form, lambda: links.prolong(staff, letter_id, form.due_on.data, now=clock.now())):
        flash("期限已延长", "success")
        return _to(letter_id)
    return _page(letter_id, longer=form)


@door.post("/consultation-letters/<uuid:letter_id>/paper")
@limiter.limit("20 per minute")
@needs(Permission.CONSULTATIONS_MANAGE)
def print_letter(letter_id: UUID) -> ResponseReturnValue:
    """The letter as a PDF; ID numbers only when that was ticked."""
    staff, form, now = current_staff(), PrintForm(), clock.now()
    queries.letter(letter_id, staff)
    wanted = bool(form.with_id_numbers.data)
    found = printing.print_letter(staff, letter_id, with_id_numbers=wanted, now=now)
    home = settings()
    content = consultation_papers.letter(
        found, unit_name=home.unit_name, phone=home.contact_phone, now=now
    )
    return paper(f"征求意见函-{found.letter.addressee}-第{found.letter.number}号", content)


@door.route("/consultation-lines/<uuid:line_id>/answer", methods=["GET", "POST"])
@takes_pictures
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.CONSULTATIONS_MANAGE)
def type_answer_in(line_id: UUID) -> ResponseReturnValue:
    """What came back on paper, with its picture."""
    staff, form = current_staff(), OnPaperForm()
    line, found = queries.line(line_id, staff)
    scans, refusal = pictures_sent(staff.actor) if request.method == "POST" else ([], None)

    def act() -> None:
        if refusal is not None:
            raise refusal
        kept = [one.id for one in scans]
        answering.on_paper(staff, line_id, form.opinion, kept, now=clock.now())

    if form.is_submitted() and not form.verdict.data:
        form.verdict.errors = ["请选择意见"]
    elif done(form, act):
        flash(f"已录入{found.addressee}对{line.name}的意见", "success")
        return _to(found.id)
    page = render_template(
        "console/consultations/answer.html",
        form=form,
        line=line,
        letter=found,
        pictures=scans,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.route("/consultation-lines/<uuid:line_id>/void", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_MANAGE)
def void_answer(line_id: UUID) -> ResponseReturnValue:
    """An agreement was typed in wrongly."""
    staff, form = current_staff(), CaseReasonForm()
    line, found = queries.line(line_id, staff)
    if done(form, lambda: answering.void(staff, line_id, form.reason.data, now=clock.now())):
        flash("已作废，请重新发函征求", "success")
        return redirect(url_for("console.consultations", campaign_id=found.campaign_id), 303)
    page = render_template(
        "console/campaigns/reason.html",
        form=form,
        question=f"作废{found.addressee}对{line.name}的“同意”？",
        text="录错时用。作废后要重新发函征求这个单位，收齐前不能公示。",
        label="作废",
        back=url_for("console.letter", letter_id=found.id),
    )
    return page, status(form)


@door.get("/consultation-lines/<uuid:line_id>/scan")
@needs(Permission.CONSULTATIONS_MANAGE)
def answer_scan(line_id: UUID) -> ResponseReturnValue:
    """The picture of an answer on paper."""
    line, _ = queries.line(line_id, current_staff())
    if line.scan_id is None:
        raise NotFound
    return picture_answer(picture(line.scan_id))


def _to(letter_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("console.letter", letter_id=letter_id), 303)
