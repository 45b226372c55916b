"""My certificates: ask for one, see how each stands, take the paper, replace an outdated one."""

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import Optional

from app.adapters import certificate_papers
from app.domain.audit.actors import Actor
from app.domain.certificates import following, issuing, queries
from app.domain.certificates.rules import Wish
from app.domain.hours import queries as hours
from app.entrypoints.downloads import paper
from app.entrypoints.forms import DateField, Form, required
from app.entrypoints.guard import needs_volunteer, settings
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


class WishForm(Form):
    """Which days, and how much is told."""

    since = DateField("从哪天起", [Optional()])
    until = DateField("到哪天止", [required("请选择日期")])
    with_rows = BooleanField("附上每次活动的明细")
    with_id_number = BooleanField("印出完整的身份证号（不勾选只印后四位）")


@door.route("/h5/certificates", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_volunteer
def certificates() -> ResponseReturnValue:
    """All of mine, and the form for another one."""
    now, code = clock.now(), 200
    form = WishForm(data=None) if _sent() else _blank()
    if form.validate_on_submit():
        wish = Wish(form.until.data, form.since.data, form.with_rows.data, form.with_id_number.data)
        try:
            made = issuing.issue_own(volunteer().id, wish, by=_actor(), now=now)
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            flash("已开好，可以下载了。", "success")
            return redirect(url_for("resident.certificate", certificate_id=made), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "resident/certificates/list.html",
        form=form,
        found=queries.own(volunteer().id),
        has_id_number=volunteer().id_number_tail is not None,
        minutes=hours.totals(volunteer().id).approved_minutes,
    )
    return page, code


@door.get("/h5/certificates/<uuid:certificate_id>")
@needs_volunteer
def certificate(certificate_id: UUID) -> ResponseReturnValue:
    """How it stands, with its number and code, and what can be done."""
    one = queries.own_certificate(volunteer().id, certificate_id)
    shown = queries.content(one.id)["shown"] if one.printable else None
    return render_template("resident/certificates/certificate.html", one=one, shown=shown)


@door.get("/h5/certificates/<uuid:certificate_id>/paper")
@limiter.limit("20 per minute")
@needs_volunteer
def certificate_paper(certificate_id: UUID) -> ResponseReturnValue:
    """The paper as a PDF, the same bytes each time."""
    one = queries.own_certificate(volunteer().id, certificate_id)
    content = certificate_papers.pdf_of(one.id, public_url=settings().public_url)
    return paper(f"志愿服务记录单-{one.number}", content)


@door.get("/h5/certificates/<uuid:certificate_id>/pictures")
@limiter.limit("20 per minute")
@needs_volunteer
def certificate_pictures(certificate_id: UUID) -> ResponseReturnValue:
    """Its pages as pictures: WeChat on some phones opens no PDF."""
    one = queries.own_certificate(volunteer().id, certificate_id)
    count = len(certificate_papers.pages_of(one.id, public_url=settings().public_url))
    return render_template("resident/certificates/pictures.html", one=one, count=count)


@door.get("/h5/certificates/<uuid:certificate_id>/pictures/<int:page>.png")
@limiter.limit("120 per minute")
@needs_volunteer
def certificate_picture(certificate_id: UUID, page: int) -> ResponseReturnValue:
    """One page."""
    one = queries.own_certificate(volunteer().id, certificate_id)
    pages = certificate_papers.pages_of(one.id, public_url=settings().public_url)
    if not 1 <= page <= len(pages):
        raise NotFound
    return send_file(BytesIO(pages[page - 1]), mimetype="image/png")


@door.post("/h5/certificates/<uuid:certificate_id>/replace")
@limiter.limit("20 per minute")
@needs_volunteer
def replace_certificate(certificate_id: UUID) -> ResponseReturnValue:
    """A new one in the place of one with revoked hours."""
    try:
        made = following.replace_own(volunteer().id, certificate_id, by=_actor(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
        return redirect(url_for("resident.certificate", certificate_id=certificate_id), 303)
    flash("已换新的，请用这一份。", "success")
    return redirect(url_for("resident.certificate", certificate_id=made), 303)


def _actor() -> Actor:
    """Who presses: herself, or the guardian who acts for a child."""
    return Actor("volunteer", own().id, own().name)


def _sent() -> bool:
    return bool(Form().is_submitted())


def _blank() -> WishForm:
    return WishForm(formdata=None, until=local_date(clock.now()), with_rows=True)
