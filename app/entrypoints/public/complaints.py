"""A complaint by the link its sender keeps: how it stands, and what is left for her to do."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.complaints import complaining, mine
from app.entrypoints.complaint_forms import ReopenForm, ReplyForm
from app.entrypoints.forms import Form
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.public.quiet import kept_quiet
from app.entrypoints.rating_form import RateForm
from app.entrypoints.refused import done
from app.kernel import clock

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
    what, refused = request.form.get("what", ""), None
    forms = {name: kind(formdata=None) for name, kind in FORMS.items()}
    if request.method == "POST" and what in TOLD:
        form = forms[what] = FORMS.get(what, Form)()
        refused = done(form, _action(what, form, code))
        if refused is None:
            flash(TOLD[what], "success")
            return redirect(url_for("public.complaint_by_link", code=code), 303)
    found = mine.complaint_by_link(code, now=clock.now())
    page = render_template("public/complaint.html", found=found, now=clock.now(), **forms)
    return kept_quiet((page, refused or 200))


def _action(what: str, form: Form, code: str) -> Callable[[], None]:
    now = clock.now()
    if isinstance(form, RateForm):
        return lambda: complaining.rate(code, *form.said, now=now)
    if what == "withdraw":
        return lambda: complaining.withdraw(code, now=now)
    said = complaining.reply if what == "reply" else complaining.reopen
    return lambda: said(code, form["words"].data or "", now=now)
