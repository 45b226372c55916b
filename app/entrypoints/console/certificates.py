"""Certificates at the desk: those issued here, one for somebody who asks, and their end."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import certificate_papers
from app.domain.access.rules import Permission
from app.domain.certificates import following, issuing, printing, queries
from app.entrypoints.console.certificate_forms import CertificateReasonForm, OneForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date


@door.get("/certificates")
@needs(Permission.CERTIFICATES_READ)
def certificates() -> ResponseReturnValue:
    """What was issued in the subtree, the latest first."""
    text = request.args.get("q", "")
    page = queries.issued_within(current_staff().scope, text, request.args.get("page", 1, type=int))
    return render_template("console/certificates/list.html", page=page, text=text)


@door.route("/certificates/new", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.CERTIFICATES_ISSUE)
def new_certificate() -> ResponseReturnValue:
    """For one volunteer who has asked."""
    staff, now = current_staff(), clock.now()
    form = OneForm() if request.method == "POST" else _blank()
    made: list[UUID] = []

    def act() -> None:
        made.append(issuing.issue_for(staff, form.number.data, form.wish(), now=now))

    if done(form, act):
        flash("已开具，本人会收到通知", "success")
        return redirect(url_for("console.certificate", certificate_id=made[0]), 303)
    return render_template("console/certificates/new.html", form=form), status(form)


def _blank() -> OneForm:
    return OneForm(
        formdata=None,
        number=request.args.get("number", ""),
        until=local_date(clock.now()),
        with_rows=True,
    )


@door.get("/certificates/<uuid:certificate_id>")
@needs(Permission.CERTIFICATES_READ)
def certificate(certificate_id: UUID) -> ResponseReturnValue:
    """How one stands, and what can be done."""
    one = queries.certificate(certificate_id, current_staff().scope)
    return render_template("console/certificates/certificate.html", one=one)


@door.post("/certificates/<uuid:certificate_id>/paper")
@limiter.limit("60 per minute")
@needs(Permission.CERTIFICATES_ISSUE)
def print_certificate(certificate_id: UUID) -> ResponseReturnValue:
    """The paper as a PDF; that it was taken is kept in the trail."""
    one = printing.take_paper(current_staff(), certificate_id, now=clock.now())
    content = certificate_papers.pdf_of(one.id, public_url=settings().public_url)
    return paper(f"志愿服务记录单-{one.number}", content)


@door.route("/certificates/<uuid:certificate_id>/revoke", methods=["GET", "POST"])
@needs(Permission.CERTIFICATES_REVOKE)
def revoke_certificate(certificate_id: UUID) -> ResponseReturnValue:
    """Declare it void, with a reason its person reads."""
    staff, form = current_staff(), CertificateReasonForm()
    one = queries.certificate(certificate_id, staff.scope)

    def act() -> None:
        following.revoke(staff, certificate_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("已撤销，核验页面从现在起显示已撤销", "success")
        return redirect(url_for("console.certificate", certificate_id=one.id), 303)
    return render_template("console/certificates/revoke.html", form=form, one=one), status(form)
