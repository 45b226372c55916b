"""One's own second factor: enrol an authenticator, change it, make new recovery codes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg_address
from app.domain.access import second_factor as act
from app.domain.access import sign_in_queries
from app.entrypoints.console.account_forms import CodeForm, EnrolForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs_staff, safe_next
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import BadInput

ISSUER = "好人工作台"  # how an authenticator lists us; short, for the QR grows with it


@door.get("/account/second-factor")
@needs_staff
def second_factor() -> ResponseReturnValue:
    """Whether she has one, and what she can do about it."""
    staff = current_staff()
    factor = sign_in_queries.second_factor(staff.id)
    return render_template("console/account/second_factor.html", factor=factor, staff=staff)


@door.route("/account/second-factor/enrol", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_staff
def enrol_factor() -> ResponseReturnValue:
    """Scan, type the first code, and take the recovery codes, which this answer alone shows."""
    staff, form = current_staff(), EnrolForm()
    enrolment = act.begin_enrolment(staff, issuer=ISSUER)
    codes: list[str] = []

    def confirm() -> None:
        if enrolment.replaces and not form.current.data:
            raise BadInput(field="current", problem="请填写原验证器的验证码，或一个恢复码")
        taken = act.confirm_enrolment(
            staff, form.code.data, current=form.current.data or "", now=clock.now()
        )
        codes.extend(taken)

    if done(form, confirm):
        # No redirect: the codes must be in this answer and nowhere else.
        return _codes_page(codes, enrolled=True)
    page = render_template(
        "console/account/enrol.html",
        form=form,
        enrolment=enrolment,
        picture=svg_address(enrolment.address),
    )
    return page, status(form)


@door.route("/account/second-factor/recovery-codes", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_staff
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new recovery codes, for one of the authenticator's; those before are void."""
    staff, form = current_staff(), CodeForm()
    if sign_in_queries.second_factor(staff.id) is None:
        return redirect(url_for("console.enrol_factor"), 303)
    codes: list[str] = []
    if done(
        form,
        lambda: codes.extend(act.renew_recovery_codes(staff, form.code.data, now=clock.now())),
    ):
        return _codes_page(codes, enrolled=False)
    return render_template("console/account/renew_codes.html", form=form), status(form)


def _codes_page(codes: list[str], *, enrolled: bool) -> str:
    return render_template(
        "console/account/recovery_codes.html",
        codes=codes,
        enrolled=enrolled,
        staff=current_staff(),
        onward=safe_next(request.args.get("next"), url_for("console.second_factor")),
    )
