"""An invitation from staff: accept with one's phone, or say no. Doing nothing is a no as well."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import consents
from app.domain.people import invitations as act
from app.domain.people.application import Application
from app.domain.people.invitations import InvitationView
from app.domain.people.queries import Resident
from app.domain.people.registration import Registered
from app.entrypoints.guard import current_resident, open_to_all, sign_resident_in
from app.entrypoints.limits import limiter
from app.entrypoints.resident.births import birth_date_or_id_number
from app.entrypoints.resident.door import door, home
from app.entrypoints.resident.forms import InvitationForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import Refusal


@door.route("/h5/invitations/<uuid:invitation_id>", methods=["GET", "POST"])
@open_to_all
@limiter.limit("60/hour", methods=["POST"])
def invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Who invites, what it means, and the few fields that are missing."""
    asked = act.invitation(invitation_id, now=clock.now())
    form = _form(asked)
    if not form.validate_on_submit():
        return _page(form, asked), 422 if form.errors else 200
    try:
        done = _accepted(form, asked)
    except Refusal as refusal:
        status = show_on(form, refusal, birth_date="born", id_number="born")
        return _page(form, asked), status
    sign_resident_in(_resident(done))
    flash(f"注册成功，您的志愿者编号是 {done.volunteer.number}", "success")
    return redirect(url_for("resident.me"), 303)


def _form(asked: InvitationView) -> InvitationForm:
    form = InvitationForm(community_id=asked.community.id)
    form.offer_communities()
    return form


def _page(form: InvitationForm, asked: InvitationView) -> str:
    """The phone is shown in part: the link may have reached somebody else."""
    return render_template(
        "resident/register/invitation.html", form=form, asked=asked, terms_title=consents.TITLE
    )


def show_invitation() -> str:
    """The page again, when a code was sent without JavaScript."""
    asked = act.invitation(UUID(request.args.get("invitation_id", "")), now=clock.now())
    return _page(_form(asked), asked)


def _accepted(form: InvitationForm, asked: InvitationView) -> Registered:
    birth_date, id_number = birth_date_or_id_number(form.born.data)
    application = Application(
        name=asked.name,
        phone=form.phone.data,
        community_id=form.community_id.data,
        birth_date=birth_date,
        id_number=id_number,
        categories=[],
        consent_version=form.consent_version.data,
    )
    resident = current_resident()
    return act.accept(
        asked.id,
        application,
        code=form.code.data,
        identity_id=resident.identity_id if resident.volunteer is None else None,
        now=clock.now(),
    )


def _resident(done: Registered) -> Resident:
    here = current_resident()
    unbound = here.volunteer is None
    return Resident(
        here.identity_id if unbound else None, here.open_id if unbound else None, done.volunteer
    )


@door.post("/h5/invitations/<uuid:invitation_id>/decline")
@open_to_all
@limiter.limit("60/hour")
def decline_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Nobody asks again."""
    act.decline(invitation_id, now=clock.now())
    flash("好的，不会替您注册，也不会再发邀请。", "success")
    return redirect(home(), 303)
