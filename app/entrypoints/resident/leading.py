"""What a leader does: answer who asks, hand over, and bring the team to an activity."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.activities.session_queries import activity_of_position
from app.domain.activities.sign_up import cancel_sign_up
from app.domain.activities.team_sign_up import TeamOutcome, sign_up_team
from app.domain.teams import joining, queries
from app.domain.teams import leading as act
from app.domain.teams.queries import MemberView, TeamView
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.guardians_words import position_of
from app.kernel import clock
from app.kernel.refusal import NotFound

DECLINED = "谢绝队长代报名"


@door.post("/h5/teams/<uuid:team_id>/answer")
@needs_volunteer
def answer_member(team_id: UUID) -> ResponseReturnValue:
    """Let in who asked, or decline."""
    welcome = request.form.get("welcome") == "1"
    joining.answer(own().id, team_id, _person(), welcome=welcome, now=clock.now())
    flash("已答复，对方会收到通知", "success")
    return redirect(url_for("resident.team", team_id=team_id), 303)


@door.post("/h5/teams/<uuid:team_id>/hand-over")
@needs_volunteer
def hand_over_team(team_id: UUID) -> ResponseReturnValue:
    """Ask a member to lead; she has to agree."""
    act.offer_lead(own().id, team_id, _person(), now=clock.now())
    flash("已请对方担任队长，同意后完成交接", "success")
    return redirect(url_for("resident.team", team_id=team_id), 303)


@door.post("/h5/teams/<uuid:team_id>/lead")
@needs_volunteer
def answer_lead(team_id: UUID) -> ResponseReturnValue:
    """She who was asked to lead says yes or no."""
    if request.form.get("agree") == "1":
        act.take_lead(own().id, team_id, now=clock.now())
        flash("您现在是队长了，谢谢您！", "success")
        return redirect(url_for("resident.team", team_id=team_id), 303)
    act.decline_lead(own().id, team_id)
    flash("已谢绝", "success")
    return redirect(url_for("resident.teams"), 303)


@door.route("/h5/teams/<uuid:team_id>/positions/<uuid:position_id>", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("30/minute", methods=["POST"])
def team_sign_up(team_id: UUID, position_id: UUID) -> ResponseReturnValue:
    """Who of the team comes; then who has a place, who waits, who has none and why."""
    found = queries.team(team_id)
    if found.leader_id != own().id or found.state != "recognised":
        raise NotFound
    members = [one for one in queries.members(team_id) if one.state == "member"]
    outcome, status = None, 200
    if request.method == "POST":
        ticked = set(request.form.getlist("member"))
        chosen = [one.volunteer_id for one in members if str(one.volunteer_id) in ticked]
        outcome = sign_up_team(own().id, team_id, position_id, member_ids=chosen, now=clock.now())
        status = 200 if outcome.signed_up else 409
    return _sign_up_page(found, members, position_id, outcome), status


def _sign_up_page(
    found: TeamView, members: list[MemberView], position_id: UUID, outcome: TeamOutcome | None
) -> str:
    activity = activities.published_activity(activity_of_position(position_id))
    part, position = position_of(activity, position_id)
    return render_template(
        "resident/teams/sign_up.html",
        team=found,
        members=members,
        activity=activity,
        part=part,
        position=position,
        outcome=outcome,
    )


@door.post("/h5/sign-ups/<uuid:sign_up_id>/decline")
@needs_volunteer
@limiter.limit("30/minute")
def decline_team_place(sign_up_id: UUID) -> ResponseReturnValue:
    """One tap: she does not come, and nothing is noted."""
    cancel_sign_up(volunteer().id, sign_up_id, reason=DECLINED, now=clock.now())
    flash("已谢绝，不会有任何记录。", "success")
    return redirect(url_for("resident.sign_ups"), 303)


def _person() -> UUID:
    try:
        return UUID(request.form.get("person", ""))
    except ValueError as error:
        raise NotFound from error
