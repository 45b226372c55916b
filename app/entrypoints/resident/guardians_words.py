"""A minor signs up with her guardian's word: by code, by company, or from the guardian's WeChat."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.activities import with_guardian
from app.domain.activities.minors import TEXT, Word, needs_word
from app.domain.activities.session_queries import activity_of_position
from app.domain.activities.sign_up import SignedUp
from app.domain.activities.views import ActivityView, PositionView, SessionPart
from app.domain.people import queries as people
from app.entrypoints.guard import needs_volunteer, settings
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own
from app.entrypoints.resident.forms import GuardiansWordForm, RequestedWordForm
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


def position_of(found: ActivityView, position_id: UUID) -> tuple[SessionPart, PositionView]:
    """The session and the position of an activity."""
    for part in found.sessions:
        for position in part.positions:
            if position.id == position_id:
                return part, position
    raise NotFound


def sign_up_minor(
    found: ActivityView, part: SessionPart, position: PositionView
) -> ResponseReturnValue:
    """The three ways on one page."""
    form = GuardiansWordForm()
    if not form.validate_on_submit():
        return _page(form, found, part, position), 422 if form.errors else 200
    try:
        done = _signed_up(form, position.id)
    except Refusal as refusal:
        status = show_on(form, refusal)
        return _page(form, found, part, position), status
    return redirect(url_for("resident.my_sign_up", sign_up_id=done.sign_up_id, new=1), 303)


def _signed_up(form: GuardiansWordForm, position_id: UUID) -> SignedUp:
    now, comes = clock.now(), form.way.data == "accompanies"
    word = Word(form.way.data, form.guardian_name.data, form.phone.data, form.relation.data, comes)
    if comes:
        return with_guardian.sign_up_accompanied(own(), position_id, companion=word, now=now)
    return with_guardian.sign_up_by_guardians_code(
        own(), position_id, guardian=word, code=form.code.data or "", now=now
    )


def show_guardians_word() -> str:
    """The page again, when a code was sent without JavaScript; the position is in the address."""
    found = activities.published_activity(UUID(request.args.get("activity_id", "")))
    part, position = position_of(found, UUID(request.args.get("position_id", "")))
    return _page(GuardiansWordForm(), found, part, position)


def _page(
    form: GuardiansWordForm, found: ActivityView, part: SessionPart, position: PositionView
) -> str:
    asked = with_guardian.request_code(own().id, position.id, now=clock.now())
    link = url_for("resident.guardians_word", code=asked)
    return render_template(
        "resident/sign_ups/minor.html",
        form=form,
        activity=found,
        part=part,
        position=position,
        words=TEXT,
        link=settings().public_url + link,
        qr=url_for("resident.address_code", to=link),
        days=with_guardian.REQUEST_LASTS.days,
    )


@door.route("/h5/guardian/<code>", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("60/hour", methods=["POST"])
def guardians_word(code: str) -> ResponseReturnValue:
    """The guardian opens what her child sent her, reads, and agrees."""
    now, form = clock.now(), RequestedWordForm()
    asked = with_guardian.read_request(code, now=now)
    found = activities.published_activity(activity_of_position(asked.position_id))
    part, position = position_of(found, asked.position_id)
    child = people.volunteer(asked.volunteer_id)
    status = 200
    if form.validate_on_submit():
        try:
            with_guardian.agree_to_request(
                code,
                own(),
                relation=form.relation.data,
                accompanies=form.accompanies.data,
                now=now,
            )
        except Refusal as refusal:
            status = show_on(form, refusal)
        else:
            flash(f"已同意，{child.name}报名成功。", "success")
            return redirect(url_for("resident.activity", activity_id=found.id), 303)
    return render_template(
        "resident/sign_ups/guardians_word.html",
        form=form,
        child=child,
        activity=found,
        part=part,
        position=position,
        words=TEXT,
        needed=needs_word(child.birth_date, part.starts_at),
    ), status
