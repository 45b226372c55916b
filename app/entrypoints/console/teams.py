"""Teams of one's scope: found one, recognise it, dissolve it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from app.domain.access.rules import Permission
from app.domain.people import queries as people
from app.domain.teams import founding, queries
from app.domain.teams.rules import KINDS, NAME_LENGTH, PURPOSE_MOST, REASON_LENGTH, STATES
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, IdField, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


class TeamForm(Form):
    """A new team, and whom staff ask to lead it."""

    name = StringField("团队名称", [required("请填写团队名称"), at_most(NAME_LENGTH[1])])
    kind = SelectField("服务类型", choices=[("", "请选择"), *((one, one) for one in KINDS)])
    place_id = IdField("所属阵地", [required("请选择所属阵地")])
    leader_number = StringField("队长的志愿者编号", [required("请填写队长的志愿者编号")])
    purpose = TextAreaField("简介", [at_most(PURPOSE_MOST)], render_kw={"rows": 3})


class DissolveForm(Form):
    """Why a team ends, or is not recognised."""

    reason = TextAreaField(
        "原因", [required("请写明原因"), at_most(REASON_LENGTH[1])], render_kw={"rows": 3}
    )


@door.get("/teams")
@needs(Permission.TEAMS_READ)
def teams() -> ResponseReturnValue:
    """The teams of her subtree; those that wait first."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    number = request.args.get("page", 1, type=int)
    page = queries.teams_within(current_staff().scope, state=state, page=number)
    leaders = people.cards([one.leader_id for one in page.items if one.leader_id])
    return render_template(
        "console/teams/list.html", page=page, leaders=leaders, states=STATES, state=state
    )


@door.route("/teams/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.TEAMS_MANAGE)
def new_team() -> ResponseReturnValue:
    """A team that stands once its leader has agreed."""
    staff = current_staff()
    form = TeamForm(place_id=staff.place.id)
    form.place_id.choices = place_choices(staff.scope)
    made: list[UUID] = []
    if done(form, lambda: made.append(_found(form))):
        flash("已成立，队长同意后即得到认可", "success")
        return redirect(url_for("console.team", team_id=made[0]), 303)
    return render_template("console/teams/new.html", form=form), status(form)


@door.get("/teams/<uuid:team_id>")
@needs(Permission.TEAMS_READ)
def team(team_id: UUID) -> ResponseReturnValue:
    """One team and its people."""
    found = queries.team(team_id, within=current_staff().scope)
    members = queries.members(team_id)
    known = people.cards([one for one in (found.leader_id, found.next_leader_id) if one])
    return render_template("console/teams/team.html", team=found, members=members, people=known)


@door.post("/teams/<uuid:team_id>/recognise")
@limiter.limit("30 per minute")
@needs(Permission.TEAMS_MANAGE)
def recognise_team(team_id: UUID) -> ResponseReturnValue:
    """It may sign up as a team from now on."""
    founding.recognise(current_staff(), team_id, now=clock.now())
    flash("已认可，成员会收到通知", "success")
    return redirect(url_for("console.team", team_id=team_id), 303)


@door.route("/teams/<uuid:team_id>/dissolve", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.TEAMS_MANAGE)
def dissolve_team(team_id: UUID) -> ResponseReturnValue:
    """End it, or do not recognise it; its people read why."""
    staff, form = current_staff(), DissolveForm()
    found = queries.team(team_id, within=staff.scope)

    def act() -> None:
        founding.dissolve(staff, team_id, reason=form.reason.data, now=clock.now())

    if done(form, act):
        flash("已办理，成员会收到通知和原因", "success")
        return redirect(url_for("console.team", team_id=team_id), 303)
    page = render_template("console/teams/dissolve.html", team=found, form=form)
    return page, status(form)


def _found(form: TeamForm) -> UUID:
    return founding.found_by_staff(
        current_staff(),
        name=form.name.data,
        kind=form.kind.data,
        purpose=form.purpose.data or "",
        place_id=form.place_id.data,
        leader_number=form.leader_number.data,
        now=clock.now(),
    )
