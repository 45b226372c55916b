"""Become a volunteer: one page, six fields, and on to where one was going."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import consents, profile
from app.domain.people.application import Application
from app.domain.people.queries import Resident
from app.domain.people.registration import Registered
from app.domain.people.registration import register as act
from app.domain.people.rules import MOST_CATEGORIES
from app.entrypoints.guard import (
    current_resident,
    here,
    needs_volunteer,
    open_to_all,
    safe_next,
    settings,
    sign_resident_in,
)
from app.entrypoints.in_wechat import in_wechat
from app.entrypoints.limits import limiter
from app.entrypoints.resident.births import birth_date_or_id_number
from app.entrypoints.resident.door import LARGE_TYPE_COOKIE, door, home, volunteer, wanted_next
from app.entrypoints.resident.forms import RegistrationForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal

# Pages for who needs something and means to serve nobody: what she registers for, in words.
WISHES = (
    (("/h5/services", "/h5/orders"), "点单"),
    (("/h5/culture", "/h5/tickets"), "领票"),
    (("/h5/facilities", "/h5/bookings"), "预约场地"),
    (("/h5/coupons", "/h5/my-coupons"), "领券"),
)


@door.route("/h5/register", methods=["GET", "POST"])
@open_to_all
@limiter.limit("120/hour", methods=["POST"])
def register() -> ResponseReturnValue:
    """Inside WeChat the WeChat id is met first, so that it is bound to the new volunteer."""
    resident = current_resident()
    if resident.volunteer is not None:
        return redirect(safe_next(wanted_next(), url_for("resident.me")))
    if in_wechat() and resident.identity_id is None:
        return redirect(url_for("resident.sign_in", next=here()))
    form = _form()
    if not form.validate_on_submit():
        return show_registration(form), 422 if form.errors else 200
    try:
        done = _registered(form, resident)
    except Refusal as refusal:
        status = show_on(form, refusal, birth_date="born", id_number="born")
        return show_registration(form), status
    return _go_on(done)


def _form() -> RegistrationForm:
    form = RegistrationForm()
    form.offer_communities()
    return form


def show_registration(form: RegistrationForm | None = None) -> str:
    """The page; what was agreed to is always the terms as they stand now."""
    form = form or _form()
    if form.consent_version.data != consents.VERSION:
        form.consent_version.data, form.consent.data = consents.VERSION, False
    return render_template(
        "resident/register/register.html",
        form=form,
        next=wanted_next(),
        wish=_wish(),
        most_categories=MOST_CATEGORIES,
    )


def _wish() -> str:
    """What she wants who came here on the way to it; empty for who means to volunteer."""
    return next((wish for paths, wish in WISHES if wanted_next().startswith(paths)), "")


def _registered(form: RegistrationForm, resident: Resident) -> Registered:
    birth_date, id_number = birth_date_or_id_number(form.born.data)
    application = Application(
        name=form.name.data,
        phone=form.phone.data,
        community_id=form.community_id.data,
        birth_date=birth_date,
        id_number=id_number,
        categories=form.categories.data or [],
        consent_version=form.consent_version.data,
    )
    source = "wechat" if resident.identity_id else "phone"
    done = act(
        application,
        code=form.code.data,
        identity_id=resident.identity_id,
        source=source,
        now=clock.now(),
    )
    sign_resident_in(Resident(resident.identity_id, resident.open_id, done.volunteer))
    return done


def _go_on(done: Registered) -> ResponseReturnValue:
    person = done.volunteer
    if request.cookies.get(LARGE_TYPE_COOKIE) == "1":
        profile.set_large_type(person.id, True)
    if done.already:
        flash(
            f"{person.name}，您以前注册过，已为您接上原来的账号（{person.number}），时长都在。",
            "success",
        )
        return redirect(safe_next(wanted_next(), url_for("resident.me")), 303)
    if wanted_next():
        done_words = f"登记好了，可以{wish}了" if (wish := _wish()) else "注册成功"
        flash(f"{done_words}，您的志愿者编号是 {person.number}", "success")
        return redirect(wanted_next(), 303)
    return redirect(url_for("resident.registered"), 303)


@door.get("/h5/registered")
@needs_volunteer
def registered() -> ResponseReturnValue:
    """Welcome, with the number and what one can do now."""
    return render_template("resident/register/registered.html", person=volunteer(), home=home())


@door.get("/h5/terms")
@open_to_all
def terms() -> ResponseReturnValue:
    """The words a volunteer agrees to, as they stand."""
    return render_template(
        "resident/register/terms.html",
        heading=consents.TITLE,
        text=consents.TEXT,
        version=consents.VERSION,
        contact_phone=settings().contact_phone,
    )
