"""The check page: whether a paper in somebody's hand is true, by its number and code.

Nothing here can be listed or guessed: without both one gets the same answer, whatever is wrong.
"""

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from wtforms import StringField

from app.domain.audit import proofs
from app.domain.certificates import checking
from app.domain.certificates.checking import Checked
from app.domain.certificates.rules import read_code, read_number, why_not_this_number
from app.entrypoints.forms import Form, required
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.public.quiet import kept_quiet
from app.kernel.refusal import NotFound

checks = limiter.shared_limit("30 per minute", scope="certificates", key_func=get_remote_address)


class CheckForm(Form):
    """What stands on the paper."""

    number = StringField("编号", [required("请填写编号")])
    code = StringField("验证码", [required("请填写验证码")])


@door.route("/certificates", methods=["GET", "POST"])
@checks
@open_to_all
def check_certificate() -> ResponseReturnValue:
    """Type number and code; a slip of the hand is told before anything is looked for."""
    form = CheckForm()
    if form.validate_on_submit():
        refusal = why_not_this_number(form.number.data)
        if refusal is None:
            number, code = read_number(form.number.data), read_code(form.code.data) or "-"
            return redirect(url_for("public.checked_certificate", number=number, code=code), 303)
        form.take(refusal)
    return kept_quiet(_form(form)), 422 if form.errors else 200


@door.get("/certificates/<number>/<code>")
@checks
@open_to_all
def checked_certificate(number: str, code: str) -> ResponseReturnValue:
    """How it stands; where the QR on the paper leads."""
    found = checking.checked(number, code)
    if found is None:
        form = CheckForm(formdata=None, number=number[:40])
        return kept_quiet(_form(form, unknown=True)), 404
    page = render_template("public/certificate.html", one=found, code=code, tone=_tone(found))
    return kept_quiet(page)


@door.get("/certificates/<number>/<code>/proof.json")
@checks
@open_to_all
def certificate_proof(number: str, code: str) -> ResponseReturnValue:
    """That the ledger holds what the paper says; `haoren_verify.py proof` checks it elsewhere."""
    found = checking.checked(number, code)
    proof = proofs.proof_of(found.entry_id) if found and found.entry_id else None
    if found is None or proof is None:
        raise NotFound
    answer = kept_quiet(jsonify(proof))
    answer.headers["Content-Disposition"] = f"attachment; filename=certificate-{found.number}.json"
    return answer


def _form(form: CheckForm, *, unknown: bool = False) -> str:
    return render_template("public/check_certificate.html", form=form, unknown=unknown)


def _tone(found: Checked) -> str:
    tones = {"valid": "success", "outdated": "warning"}
    return tones.get(found.state.value, "danger")
