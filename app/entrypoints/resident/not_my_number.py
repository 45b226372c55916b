"""Who never came here finds her phone registered: she proves it by a code, and parts it."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.complaints.linking import link_code
from app.domain.complaints.rules import ANSWER_WORKING_DAYS
from app.domain.messaging import pages
from app.domain.people import denials, identities
from app.domain.people import queries as people
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door
from app.entrypoints.resident.forms import PhoneForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

TIME_TO_SAY = timedelta(minutes=10)


@door.route("/h5/not-me/phone", methods=["GET", "POST"])
@open_to_all
@limiter.limit("120/hour", methods=["POST"])
def not_my_number() -> ResponseReturnValue:
    """Nothing is said of a phone, not even whether it is registered, before its code came."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return show_not_my_number(form), 422 if form.errors else 200
    try:
        found = identities.sign_in_by_phone(form.phone.data, form.code.data, now=clock.now())
    except Refusal as refusal:
        status = show_on(form, refusal)
        return show_not_my_number(form), status
    session["denies"] = [str(one.id) for one in found]
    session["denies_phone"] = found[0].phone if found else ""
    session["denies_until"] = (clock.now() + TIME_TO_SAY).timestamp()
    return redirect(url_for("resident.accounts_of_my_number"), 303)


def show_not_my_number(form: PhoneForm | None = None) -> str:
    """The page with the phone and its code."""
    return render_template(
        "resident/not_me/phone.html", form=form or PhoneForm(), answer_days=ANSWER_WORKING_DAYS
    )


@door.route("/h5/not-me/accounts", methods=["GET", "POST"])
@open_to_all
@limiter.limit("120/hour", methods=["POST"])
def accounts_of_my_number() -> ResponseReturnValue:
    """The accounts of the phone just proven, with masked names; one tap parts it from one."""
    if clock.now().timestamp() > session.get("denies_until", 0):
        return redirect(url_for("resident.not_my_number"))
    mine = [UUID(one) for one in session["denies"]]
    if request.method == "POST":
        return _denied(request.form.get("volunteer_id", ""))
    accounts = [one for one in people.volunteers(mine).values() if one.phone]
    return render_template("resident/not_me/accounts.html", accounts=accounts)


def _denied(chosen: str) -> ResponseReturnValue:
    if chosen not in session["denies"]:
        raise NotFound
    denial_id = denials.deny(UUID(chosen), None, proven=session["denies_phone"], now=clock.now())
    session["denies"] = [one for one in session["denies"] if one != chosen]
    return parted(denial_id, by_phone=True)


def parted(denial_id: UUID, *, by_phone: bool) -> ResponseReturnValue:
    """To the page on which she reads what came of it."""
    where, told = ("手机", "用短信告诉您，也") if by_phone else ("微信", "")
    flash(
        f"已经断开，这个账号的消息不再发到您的{where}。{ANSWER_WORKING_DAYS} 个工作日内核实，"
        f"结果{told}在这里看，请收藏这个网页",
        "success",
    )
    return redirect(pages.complaint_link(link_code(denial_id)), 303)
