"""Sign in by a code sent to the phone, for browsers other than WeChat's."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import identities
from app.domain.people import queries as people
from app.domain.people.queries import Resident, VolunteerView
from app.entrypoints.guard import current_resident, open_to_all, safe_next, sign_resident_in
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, home, wanted_next
from app.entrypoints.resident.forms import PhoneForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

TIME_TO_CHOOSE = timedelta(minutes=10)


@door.route("/h5/sign-in/phone", methods=["GET", "POST"])
@open_to_all
@limiter.limit("120/hour", methods=["POST"])
def sign_in_by_phone() -> ResponseReturnValue:
    """Prove the phone; who is alone with it is signed in, others choose, nobody registers."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return show_sign_in_by_phone(form), 422 if form.errors else 200
    try:
        found = identities.sign_in_by_phone(form.phone.data, form.code.data, now=clock.now())
    except Refusal as refusal:
        status = show_on(form, refusal)
        return show_sign_in_by_phone(form), status
    if not found:
        flash("这个手机号还没有注册过志愿者，填几项就能注册。", "info")
        return redirect(url_for("resident.register", next=wanted_next() or None), 303)
    if len(found) == 1:
        return _sign_in(found[0])
    session["may_be"] = [str(one.id) for one in found]
    session["may_be_until"] = (clock.now() + TIME_TO_CHOOSE).timestamp()
    return redirect(url_for("resident.choose_person", next=wanted_next() or None), 303)


def show_sign_in_by_phone(form: PhoneForm | None = None) -> str:
    """The page with the phone and its code."""
    return render_template(
        "resident/sign_in/by_phone.html", form=form or PhoneForm(), next=wanted_next()
    )


@door.route("/h5/sign-in/who", methods=["GET", "POST"])
@open_to_all
def choose_person() -> ResponseReturnValue:
    """Several people share the proven phone: which of them is it?"""
    allowed = session.get("may_be", [])
    if not allowed or clock.now().timestamp() > session.get("may_be_until", 0):
        return redirect(url_for("resident.sign_in_by_phone", next=wanted_next() or None))
    if request.method == "POST":
        chosen = request.form.get("volunteer_id", "")
        if chosen not in allowed:
            raise NotFound
        return _sign_in(people.volunteer(UUID(chosen)))
    persons = people.cards([UUID(one) for one in allowed])
    chosen_from = [persons[UUID(one)] for one in allowed if UUID(one) in persons]
    return render_template("resident/sign_in/who.html", persons=chosen_from)


def _sign_in(person: VolunteerView) -> ResponseReturnValue:
    """Inside WeChat, where somebody unknown came this way, her WeChat id is hers from now on."""
    here = current_resident()
    if here.identity_id and here.volunteer is None:
        identities.bind(here.identity_id, person.id, now=clock.now())
    there = safe_next(wanted_next() or session.get("next"), home())
    session.pop("next", None)
    sign_resident_in(Resident(here.identity_id, here.open_id, person))
    flash(f"{person.name}，欢迎回来", "success")
    return redirect(there, 303)
