"""Templates for plans: what one may begin from, save an activity as one, remove one."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from app.domain.access.rules import Permission
from app.domain.activities.queries import activity as find
from app.domain.activities.vocabulary import ALL_WORK_TYPES
from app.domain.series import templates
from app.domain.series.rules import TEMPLATE_NAME_MOST
from app.domain.series.shipped_templates import FOR_WHOM
from app.domain.teams.rules import KINDS
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


class TemplateForm(Form):
    """What a template is called, and for whom it is."""

    name = StringField("模板名称", [required("请给模板起个名字"), at_most(TEMPLATE_NAME_MOST)])
    team_kind = SelectField("哪类队伍", choices=[("", "不限"), *((one, one) for one in KINDS)])
    for_whom = SelectField("五为", choices=[("", "不选"), *((one, one) for one in FOR_WHOM)])


@door.get("/templates")
@needs(Permission.ACTIVITIES_PLAN)
def activity_templates() -> ResponseReturnValue:
    """What she may begin from, by work type, by the kind of team and by whom it serves."""
    staff = current_staff()
    asked = {name: request.args.get(name, "") for name in ("work_type", "team_kind", "for_whom")}
    cards = [
        card
        for card in templates.usable_at(staff.place.path)
        if all(wish in ("", getattr(card, name)) for name, wish in asked.items())
    ]
    return render_template(
        "console/templates/list.html",
        cards=cards,
        removable=templates.removable(staff, cards),
        asked=asked,
        choices=(
            ("work_type", "工作类型", ALL_WORK_TYPES),
            ("team_kind", "哪类队伍", KINDS),
            ("for_whom", "五为", FOR_WHOM),
        ),
    )


@door.route("/activities/<uuid:activity_id>/template", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def save_template(activity_id: UUID) -> ResponseReturnValue:
    """Keep an activity's plan to begin from."""
    staff = current_staff()
    found = find(activity_id, within=staff.scope)
    form = TemplateForm(name=found.title[:TEMPLATE_NAME_MOST])

    def act() -> None:
        templates.save(
            staff,
            activity_id,
            name=form.name.data,
            team_kind=form.team_kind.data,
            for_whom=form.for_whom.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已存为模板，本单位和下级单位新建活动时可以选用", "success")
        return redirect(url_for("console.activity_templates"), 303)
    page = render_template("console/templates/save.html", form=form, activity=found)
    return page, status(form)


@door.post("/templates/<uuid:template_id>/remove")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def remove_template(template_id: UUID) -> ResponseReturnValue:
    """Nobody begins from it any more."""
    return decided(
        lambda: templates.remove(current_staff(), template_id, now=clock.now()),
        "模板已删除，用它建的活动不受影响",
        back=url_for("console.activity_templates"),
    )
