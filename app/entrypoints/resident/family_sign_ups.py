"""A family signs up together: one page, one tap, and each is told what came of it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.activities.minors import ACCOMPANIED_BELOW, TEXT, needs_word
from app.domain.activities.views import ActivityView, PositionView, SessionPart
from app.domain.activities.with_guardian import sign_up_family as act
from app.domain.people.rules import age_on
from app.domain.teams import queries as teams
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.resident.door import acted_for, door, own
from app.entrypoints.resident.family import Member, chosen_members, household
from app.kernel import clock
from app.kernel.calendar import local_date


def sign_up_family(
    found: ActivityView, part: SessionPart, position: PositionView
) -> ResponseReturnValue:
    """Whom, and whether she comes along; then the answers."""
    if request.method == "GET":
        return _page(found, part, position)
    chosen = chosen_members()
    if not chosen:
        flash("请勾选为谁报名", "warning")
        return _page(found, part, position), 422
    outcome = act(
        own(),
        chosen,
        position.id,
        accompanies=bool(request.form.get("accompanies")),
        now=clock.now(),
    )
    names = {one.id: one.name for one in household()}
    for member_id, refusal in outcome.refused.items():
        flash(f"{names[member_id]}没有报上：{refusal.sentence}。{refusal.advice}", "warning")
    there = url_for("resident.family_sign_ups", activity_id=found.id)
    if outcome.signed_up:
        return redirect(there, 303)
    return _page(found, part, position), 409


def _page(found: ActivityView, part: SessionPart, position: PositionView) -> str:
    members, day = household(), local_date(part.starts_at)
    child = acted_for()
    ticked = {str(child.id)} if child else {str(one.id) for one in members}
    if request.method == "POST":
        ticked = set(request.form.getlist("member"))
    return render_template(
        "resident/family/sign_up.html",
        activity=found,
        part=part,
        position=position,
        members=members,
        ticked=ticked,
        minors=[one for one in members if needs_word(one.birth_date, part.starts_at)],
        small=[one for one in members if _is_small(one, day)],
        accompanied_below=ACCOMPANIED_BELOW,
        words=TEXT,
        led=teams.led_by(own().id),
    )


def _is_small(member: Member, day: object) -> bool:
    return bool(member.birth_date and age_on(member.birth_date, day) < ACCOMPANIED_BELOW)  # type: ignore[arg-type]


@door.get("/h5/family/activities/<uuid:activity_id>")
@needs_volunteer
def family_sign_ups(activity_id: UUID) -> ResponseReturnValue:
    """Where each of us stands with an activity."""
    now = clock.now()
    standing = [
        (member, one)
        for member in household()
        for one in activities.my_sign_ups(member.id, upcoming=True, now=now)
        if one.activity_id == activity_id
    ]
    return render_template(
        "resident/family/sign_ups.html",
        activity=activities.published_activity(activity_id),
        standing=standing,
        person=own(),
    )
