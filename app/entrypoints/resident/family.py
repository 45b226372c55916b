"""My family: register a child, switch between us, take my consent back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import consents, families, leaving
from app.domain.people.guardians import (
    ChildApplication,
    RegisteredChild,
    register_child,
    register_child_by_phone,
)
from app.domain.people.queries import Resident, VolunteerView
from app.domain.people.rules import YOUNGEST_ALONE, age_on
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
from app.entrypoints.resident.door import ACTS_FOR, door, own
from app.entrypoints.resident.forms import ChildForm, GuardianForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class Member:
    """One of a family, to be ticked."""

    id: UUID
    name: str
    birth_date: date | None


def household() -> list[Member]:
    """She who asks and the children in her care; a single person asks the database nothing."""
    person = own()
    children = families.children_of(person)
    return [
        Member(person.id, person.name, person.birth_date),
        *(Member(one.id, one.name, one.birth_date) for one in children),
    ]


def in_family(person: VolunteerView) -> bool:
    """Whether a page asks "for whom": she has children in her care."""
    return person.guards_children


def one_of_us(volunteer_id: UUID) -> bool:
    """Whether it is she who asks, or a child she acts for."""
    return own().id == volunteer_id or families.acted_for(own(), volunteer_id) is not None


def chosen_members() -> list[UUID]:
    """Who was ticked, in the order of the page."""
    ticked = set(request.form.getlist("member"))
    return [one.id for one in household() if str(one.id) in ticked]


@door.get("/h5/family")
@needs_volunteer
def family() -> ResponseReturnValue:
    """The children in my care, and for whom I act just now."""
    return render_template(
        "resident/family/family.html",
        person=own(),
        children=families.children_of(own()),
        acts_for=session.get(ACTS_FOR),
        in_care=families.guardian_of(own().id),
        today=local_date(clock.now()),
        age_on=age_on,
    )


@door.post("/h5/family/act-for")
@needs_volunteer
def act_for() -> ResponseReturnValue:
    """Switch to a child, or back to oneself."""
    chosen = request.form.get("member", "")
    if chosen == str(own().id):
        session.pop(ACTS_FOR, None)
    elif chosen in {str(one.id) for one in household()}:
        session[ACTS_FOR] = chosen
    else:
        raise NotFound
    return redirect(safe_next(request.form.get("next"), url_for("resident.me")), 303)


@door.route("/h5/family/new", methods=["GET", "POST"])
@open_to_all
@limiter.limit("60/hour", methods=["POST"])
def new_child() -> ResponseReturnValue:
    """The guardian registers a child; who is no volunteer herself proves her phone."""
    if in_wechat() and current_resident().identity_id is None:
        return redirect(url_for("resident.sign_in", next=here()))
    form = _form()
    if not form.validate_on_submit():
        return show_new_child(form), 422 if form.errors else 200
    try:
        done = _registered(form)
    except Refusal as refusal:
        status = show_on(form, refusal, birth_date="born", id_number="born")
        return show_new_child(form), status
    word = "以前注册过，已经接上" if done.already else "注册好了"
    flash(f"{done.child.name}{word}，志愿者编号是 {done.child.number}", "success")
    return redirect(url_for("resident.family"), 303)


def show_new_child(form: ChildForm | None = None) -> str:
    """The page; what is agreed to is always the words as they stand now."""
    form = form or _form()
    if form.consent_version.data != consents.GUARDIAN_VERSION:
        form.consent_version.data, form.consent.data = consents.GUARDIAN_VERSION, False
    return render_template(
        "resident/family/new.html",
        form=form,
        by_phone=isinstance(form, GuardianForm),
        youngest_alone=YOUNGEST_ALONE,
        terms_title=consents.GUARDIAN_TITLE,
    )


def _guardian() -> VolunteerView | None:
    """She herself, unless she comes in as one of her children."""
    person = current_resident().volunteer
    return person if person and families.guardian_of(person.id) is None else None


def _form() -> ChildForm:
    guardian = _guardian()
    form = ChildForm(community_id=guardian.community.id) if guardian else GuardianForm()
    form.offer_communities()
    return form


def _registered(form: ChildForm) -> RegisteredChild:
    birth_date, id_number = birth_date_or_id_number(form.born.data)
    application = ChildApplication(
        name=form.name.data,
        birth_date=birth_date,
        id_number=id_number,
        relation=form.relation.data,
        community_id=form.community_id.data,
        consent_version=form.consent_version.data,
    )
    resident, guardian, now = current_resident(), _guardian(), clock.now()
    if guardian is not None:
        channel = "wechat" if resident.identity_id else "phone"
        return register_child(guardian.id, application, channel=channel, now=now)
    done = register_child_by_phone(
        application,
        guardian_name=form.guardian_name.data,
        guardian_phone=form.phone.data,
        code=form.code.data,
        identity_id=resident.identity_id if resident.volunteer is None else None,
        now=now,
    )
    if resident.volunteer is None:
        sign_resident_in(Resident(resident.identity_id, resident.open_id, done.speaks_for))
    return done


@door.route("/h5/family/<uuid:child_id>/withdraw", methods=["GET", "POST"])
@needs_volunteer
def withdraw_guardians_consent(child_id: UUID) -> ResponseReturnValue:
    """What it means, and then do it."""
    child = families.acted_for(own(), child_id)
    if child is None:
        raise NotFound
    now = clock.now()
    if request.method == "POST":
        leaving.withdraw_guardians_consent(own().id, child_id, now=now)
        session.pop(ACTS_FOR, None)
        flash(f"已撤回对{child.name}的监护人同意，还没开始的报名已经取消。", "success")
        there = "resident.home" if child_id == own().id else "resident.family"
        return redirect(url_for(there), 303)
    small = child.birth_date is None or age_on(child.birth_date, local_date(now)) < YOUNGEST_ALONE
    return render_template("resident/family/withdraw.html", child=child, small=small)


@door.get("/h5/guardian-terms")
@open_to_all
def guardian_terms() -> ResponseReturnValue:
    """The words a guardian agrees to, as they stand."""
    return render_template(
        "resident/register/terms.html",
        heading=consents.GUARDIAN_TITLE,
        text=consents.GUARDIAN_TEXT,
        version=consents.GUARDIAN_VERSION,
        contact_phone=settings().contact_phone,
    )
