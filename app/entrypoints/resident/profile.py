"""What a volunteer says about herself, and her phone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import profile as act
from app.domain.people.free_time import DAY_PARTS, WEEKDAYS
from app.domain.people.queries import Resident
from app.domain.people.rules import MOST_CATEGORIES, MOST_SKILLS
from app.entrypoints.guard import current_resident, needs_volunteer, sign_resident_in
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.forms import PhoneForm, ProfileForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal


@door.route("/h5/profile", methods=["GET", "POST"])
@needs_volunteer
def profile() -> ResponseReturnValue:
    """See what is kept about me; change what may be changed here."""
    person = volunteer()
    form = ProfileForm(
        community_id=person.community.id,
        categories=person.categories,
        skills=person.skills,
        free_times=person.free_times,
    )
    form.offer_communities()
    status = 422 if not _saved(form) and form.errors else 200
    if form.is_submitted() and status == 200:
        flash("已保存", "success")
        return redirect(url_for("resident.profile"), 303)
    return _page(form), status


def _saved(form: ProfileForm) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        act.change_profile(
            volunteer().id,
            categories=form.categories.data or [],
            skills=form.skills.data or [],
            free_times=form.free_times.data or [],
            community_id=form.community_id.data,
            now=clock.now(),
        )
    except Refusal as refusal:
        show_on(form, refusal)
        return False
    return True


def _page(form: ProfileForm) -> str:
    return render_template(
        "resident/profile/profile.html",
        form=form,
        person=volunteer(),
        most_categories=MOST_CATEGORIES,
        most_skills=MOST_SKILLS,
        weekdays=WEEKDAYS,
        day_parts=DAY_PARTS,
    )


@door.route("/h5/profile/phone", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("60/hour", methods=["POST"])
def change_phone() -> ResponseReturnValue:
    """Another phone, proven by a code; other devices must sign in again."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return show_change_phone(form), 422 if form.errors else 200
    try:
        changed = act.change_phone(own().id, form.phone.data, form.code.data, now=clock.now())
    except Refusal as refusal:
        status = show_on(form, refusal)
        return show_change_phone(form), status
    resident = current_resident()
    sign_resident_in(Resident(resident.identity_id, resident.open_id, changed))
    flash("手机号已更换，其他设备需要重新登录。", "success")
    return redirect(url_for("resident.account"), 303)


def show_change_phone(form: PhoneForm | None = None) -> str:
    """The page with the new phone and its code."""
    return render_template(
        "resident/profile/phone.html",
        form=form or PhoneForm(),
        current_phone=own().phone,
    )
