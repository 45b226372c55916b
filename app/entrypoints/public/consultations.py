"""An authority outside answers by its link: without an account, with a code told apart.

Nothing here can be listed or guessed: whatever is wrong with a link gets the same answer.
"""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from wtforms import RadioField, StringField, TextAreaField

from app.domain.nominations.consultation import answering, links, queries
from app.domain.nominations.consultation.errors import NoSuchLink
from app.domain.nominations.consultation.links import Visit
from app.domain.nominations.consultation.rules import LONGEST_AUTHORITY, VISIT_LASTS, Opinion
from app.domain.nominations.consultation.views import LetterView
from app.domain.nominations.rules import LONGEST_WORDS
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.kernel import clock
from app.kernel.refusal import Refusal

VISIT = "consultation"
VERDICTS = [("agree", "同意"), ("object", "不同意")]
knocks = limiter.shared_limit("20 per minute", scope="consultations", key_func=get_remote_address)


class CodeForm(Form):
    """The code that was told by telephone or stands in another letter."""

    code = StringField("访问码", [required("请填写访问码"), at_most(20)])


@door.route("/consultations/<token>", methods=["GET", "POST"])
@knocks
@open_to_all
def consultation(token: str) -> ResponseReturnValue:
    """Asks for the code, whether there is such a link or not."""
    form, code = CodeForm(), 200
    if form.validate_on_submit():
        try:
            visit = links.enter(token, form.code.data, now=clock.now())
        except NoSuchLink as refusal:
            form.refusal, code = refusal, refusal.status
        else:
            until = (clock.now() + VISIT_LASTS).timestamp()
            session[VISIT] = [visit.letter_id.hex, visit.digest, until]
            return redirect(url_for("public.consulting"), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "public/consultations/code.html", form=form, phone=settings().contact_phone
    )
    return _kept_quiet(page), code


@door.route("/consultations", methods=["GET", "POST"])
@knocks
@open_to_all
def consulting() -> ResponseReturnValue:
    """Who is asked about, and the answers; for half an hour after the code."""
    visit, code = _visit(), 200
    try:
        found = queries.letter_of_visit(visit, now=clock.now()) if visit else None
    except NoSuchLink:
        found = None
    if visit is None or found is None:
        session.pop(VISIT, None)
        page = render_template("public/consultations/over.html", phone=settings().contact_phone)
        return _kept_quiet(page), 404
    form = answers_form(found)
    if form.validate_on_submit():
        try:
            taken = answering.by_link(visit, _opinions(form, found), now=clock.now())
        except Refusal as refusal:
            code = refusal.status
            if not form.take(refusal):
                form.refusal = refusal
        else:
            flash(f"已收到 {taken} 人的意见" if taken else "没有新的意见", "success")
            return redirect(url_for("public.consulting"), 303)
    elif form.errors:
        code = 422
    page = render_template(
        "public/consultations/letter.html",
        letter=found,
        form=form,
        unit=settings().unit_name,
        phone=settings().contact_phone,
    )
    return _kept_quiet(page), code


def answers_form(found: LetterView) -> Any:
    """A form with a choice and a reason for everybody who is still asked about."""
    fields: dict[str, object] = {
        "by_name": StringField("经办人姓名", [required("请填写姓名"), at_most(LONGEST_AUTHORITY)])
    }
    for line in found.lines:
        if line.verdict is None and line.asked_now:
            fields[f"verdict_{line.id.hex}"] = RadioField(
                f"对{line.name}的意见", choices=VERDICTS, validate_choice=False
            )
            fields[f"reason_{line.id.hex}"] = TextAreaField(
                f"对{line.name}不同意的理由", [at_most(LONGEST_WORDS)]
            )
    return type("AnswersForm", (Form,), fields)()


def _opinions(form: Any, found: LetterView) -> dict[UUID, Opinion]:
    """What was chosen; who is left open can be answered another time."""
    said = {}
    for line in found.lines:
        verdict = form.data.get(f"verdict_{line.id.hex}")
        if verdict in dict(VERDICTS):
            reason = form.data[f"reason_{line.id.hex}"] or ""
            said[line.id] = Opinion(verdict == "agree", form.by_name.data or "", reason)
    return said


def _visit() -> Visit | None:
    kept = session.get(VISIT)
    if not kept or kept[2] <= clock.now().timestamp():
        return None
    return Visit(UUID(hex=kept[0]), kept[1])


def _kept_quiet(page: str) -> Response:
    """No search engine learns the address."""
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
