"""My teams: found one, join one, leave it, and say what my leader may do."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.teams import founding, joining, queries
from app.domain.teams.queries import Mine, TeamView
from app.domain.teams.rules import INVITATION_LASTS, KINDS, NAME_LENGTH, PURPOSE_MOST
from app.entrypoints.forms import Form, IdField, at_most, required
from app.entrypoints.guard import needs_volunteer, settings
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own, volunteer
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


class FoundForm(Form):
    """A new team; she who founds it leads it."""

    name = StringField("团队名称", [required("请填写团队名称"), at_most(NAME_LENGTH[1])])
    kind = SelectField(
        "服务类型",
        [required("请选择服务类型")],
        choices=[("", "请选择"), *((one, one) for one in KINDS)],
    )
    place_id = IdField("由谁认可", [required("请选择")])
    purpose = TextAreaField("简介", [at_most(PURPOSE_MOST)], render_kw={"rows": 3})


@door.get("/h5/teams")
@needs_volunteer
def teams() -> ResponseReturnValue:
    """Where I belong, and what I could join at my community."""
    mine = queries.mine(volunteer().id)
    known = {one.team.id for one in mine}
    return render_template(
        "resident/teams/list.html",
        mine=mine,
        others=[one for one in queries.to_join(volunteer().community) if one.id not in known],
        me=volunteer().id,
    )


@door.route("/h5/teams/new", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("20/hour", methods=["POST"])
def new_team() -> ResponseReturnValue:
    """Found a team at my community, its office or the centre."""
    form = FoundForm()
    form.place_id.choices = [(one.id, one.name) for one in _above(own().community)]
    if not form.validate_on_submit():
        return _new_page(form), 422 if form.errors else 200
    try:
        made = founding.found(
            own().id,
            name=form.name.data,
            kind=form.kind.data,
            purpose=form.purpose.data or "",
            place_id=form.place_id.data,
            now=clock.now(),
        )
    except Refusal as refusal:
        status = show_on(form, refusal)
        return _new_page(form), status
    flash("已提交，等实践阵地认可。现在就可以看看团队页面。", "success")
    return redirect(url_for("resident.team", team_id=made), 303)


@door.get("/h5/teams/<uuid:team_id>")
@needs_volunteer
def team(team_id: UUID) -> ResponseReturnValue:
    """A team: for strangers what it is, for members who is in it, for the leader all she needs."""
    found, standing = queries.team(team_id), _standing(team_id)
    if standing is None and found.state != "recognised":
        raise NotFound
    leads = found.leader_id == own().id
    people = queries.members(team_id) if standing and standing.state == "member" else []
    return render_template(
        "resident/teams/team.html",
        team=found,
        standing=standing,
        leads=leads,
        asked_to_lead=found.next_leader_id == own().id,
        members=[one for one in people if one.state == "member"],
        asking=[one for one in people if one.state == "asked"] if leads else [],
        link=_link(found) if leads and found.state == "recognised" else "",
        public_url=settings().public_url,
        days=INVITATION_LASTS.days,
        me=volunteer(),
    )


@door.route("/h5/team-invitations/<code>", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("60/hour", methods=["POST"])
def team_invitation(code: str) -> ResponseReturnValue:
    """The leader's invitation: what it is, and the one who wants to joins."""
    now = clock.now()
    found = queries.team(joining.invited_to(code, now=now))
    if request.method == "POST":
        joining.join(volunteer().id, code, leader_may_sign_up=_may(), now=now)
        flash(f"欢迎加入“{found.name}”！随时可以退出。", "success")
        return redirect(url_for("resident.team", team_id=found.id), 303)
    return render_template(
        "resident/teams/invitation.html",
        team=found,
        code=code,
        standing=_standing(found.id),
        me=volunteer(),
    )


@door.post("/h5/teams/<uuid:team_id>/ask")
@needs_volunteer
@limiter.limit("20/hour")
def ask_to_join(team_id: UUID) -> ResponseReturnValue:
    """Ask the leader."""
    joining.ask(volunteer().id, team_id, leader_may_sign_up=_may(), now=clock.now())
    flash("已告诉队长，同意后会通知您", "success")
    return redirect(url_for("resident.team", team_id=team_id), 303)


@door.post("/h5/teams/<uuid:team_id>/leave")
@needs_volunteer
def leave_team(team_id: UUID) -> ResponseReturnValue:
    """Nobody has to agree."""
    joining.leave(volunteer().id, team_id, now=clock.now())
    flash("已退出团队，已经报名的活动不受影响", "success")
    return redirect(url_for("resident.teams"), 303)


@door.post("/h5/teams/<uuid:team_id>/word")
@needs_volunteer
def team_word(team_id: UUID) -> ResponseReturnValue:
    """Whether my leader may sign me up, from now on."""
    may = _may()
    joining.let_leader_sign_up(volunteer().id, team_id, may=may, now=clock.now())
    flash("已同意队长代您报名，每次都会通知您" if may else "已收回，以后只由您自己报名", "success")
    return redirect(url_for("resident.team", team_id=team_id), 303)


def _standing(team_id: UUID) -> Mine | None:
    return next((one for one in queries.mine(volunteer().id) if one.team.id == team_id), None)


def _may() -> bool:
    return request.form.get("leader_may_sign_up") == "1"


def _link(found: TeamView) -> str:
    code = joining.invitation_code(found.id, own().id, now=clock.now())
    return url_for("resident.team_invitation", code=code)


def _above(community: PlaceView) -> list[PlaceView]:
    found = [community]
    while found[-1].parent_id is not None:
        found.append(places.place(found[-1].parent_id))
    return found


def _new_page(form: FoundForm) -> str:
    return render_template("resident/teams/new.html", form=form)
