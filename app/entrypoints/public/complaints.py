"""A complaint by the link its sender keeps: how it stands, and what is left for her to do."""

from collections.abc import Callable, Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.complaints import complaining, mine
from app.entrypoints.complaint_forms import ReopenForm, ReplyForm
from app.entrypoints.forms import Form
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.rating_form import RateForm
from app.kernel import clock
from app.kernel.refusal import BadInput, Refusal

FORMS: Mapping[str, type[Form]] = {"reply": ReplyForm, "rate": RateForm, "reopen": ReopenForm}
TOLD = {
    "reply": "已补充，工作人员会接着办",
    "rate": "谢谢您的评价，已办结",
    "reopen": "已转给另外的工作人员重新办理",
    "withdraw": "已撤回",
}


@door.route("/complaints/<code>", methods=["GET", "POST"])
@limiter.limit("30 per minute")
@open_to_all
def complaint_by_link(code: str) -> ResponseReturnValue:
    """The same as who has an account sees; the form says by its `what` which it is."""
    mine.complaint_by_link(code, now=clock.now())
    what, wrong = request.form.get("what", ""), False
    forms = {name: kind(formdata=None) for name, kind in FORMS.items()}
    if request.method == "POST" and what in TOLD:
        form = FORMS.get(what, Form)()
        forms[what] = form
        if _done(form, _action(what, form, code)):
            flash(TOLD[what], "success")
            return redirect(url_for("public.complaint_by_link", code=code), 303)
        wrong = True
    found = mine.complaint_by_link(code, now=clock.now())
    page = render_template("public/complaint.html", found=found, now=clock.now(), **forms)
    answer = make_response(page, 422 if wrong else 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _action(what: str, form: Form, code: str) -> Callable[[], None]:
    now = clock.now()
    if isinstance(form, RateForm):
        return lambda: complaining.rate(code, *form.said, now=now)
    if what == "withdraw":
        return lambda: complaining.withdraw(code, now=now)
    said = complaining.reply if what == "reply" else complaining.reopen
    return lambda: said(code, form["words"].data or "", now=now)


def _done(form: Form, act: Callable[[], None]) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refusal as refusal:
        if not isinstance(refusal, BadInput) or not form.take(refusal):
            flash(f"{refusal.sentence}。{refusal.advice}", "danger")
        return False
    return True
