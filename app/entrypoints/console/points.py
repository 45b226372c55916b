"""Points: the rules they are earned by, what is switched on, and one person's ledger."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional

from app.domain.access import queries as access
from app.domain.access.rules import Permission
from app.domain.people import queries as people
from app.domain.recognition import queries, terms
from app.domain.recognition.rules import DEFAULT_TERMS, Terms, terms_on
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import DateField, Form, required
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date

SWITCHES = {"points": "积分", "stars": "星级", "rankings": "时长榜"}


class RuleForm(Form):
    """What service from a day on is worth; an empty cap is none."""

    valid_from = DateField("从哪天的服务起", [required("请选择日期")])
    per_hour = IntegerField("每小时积分", [InputRequired("请填写每小时积分")])
    per_honour = IntegerField("每项荣誉积分", [Optional()])
    most_per_activity = IntegerField("同一活动最多", [Optional()])
    most_per_day = IntegerField("一天最多", [Optional()])
    lasts_months = IntegerField("有效期（月）", [Optional()])

    def terms(self) -> Terms:
        """What was typed, for the rule to look at."""
        return Terms(
            per_hour=self.per_hour.data,
            per_honour=self.per_honour.data,
            most_per_activity=self.most_per_activity.data,
            most_per_day=self.most_per_day.data,
            lasts_months=self.lasts_months.data,
            valid_from=self.valid_from.data,
        )


@door.get("/points")
@needs(Permission.RECOGNITION_READ)
def points() -> ResponseReturnValue:
    """The rule in force, those before and after it, and the switches."""
    today, made = local_date(clock.now()), terms.rules_so_far()
    return render_template(
        "console/points/rules.html",
        rules=made,
        names=access.names({one.made_by_id for one in made}),
        now_in_force=terms_on(today, [one.terms for one in reversed(made)]),
        default=DEFAULT_TERMS,
        switches=terms.switches(),
        words=SWITCHES,
        today=today,
    )


@door.route("/points/rules/new", methods=["GET", "POST"])
@needs(Permission.POINTS_MANAGE)
def new_point_rule() -> ResponseReturnValue:
    """A rule from a day on, beginning with what is in force."""
    staff, now = current_staff(), clock.now()
    _, every = terms.in_force()
    form = RuleForm(obj=terms_on(local_date(now), every))
    if request.method == "GET":
        form.valid_from.data = None
    if done(form, lambda: terms.make_rule(staff, form.terms(), now=now)):
        flash("新规则已保存，到那一天起生效", "success")
        return redirect(url_for("console.points"), 303)
    return render_template("console/points/rule.html", form=form), status(form)


@door.post("/points/switches")
@needs(Permission.POINTS_MANAGE)
def turn_switch() -> ResponseReturnValue:
    """Show points, stars or rankings to residents, or no longer."""
    what, is_on = request.form.get("what", ""), request.form.get("on") == "1"
    terms.turn(current_staff(), what, is_on, now=clock.now())
    flash(f"{SWITCHES[what]}已{'打开' if is_on else '关闭'}", "success")
    return redirect(url_for("console.points"), 303)


@door.get("/people/<uuid:person_id>/points")
@needs(Permission.RECOGNITION_READ)
def person_points(person_id: UUID) -> ResponseReturnValue:
    """One person's ledger, entry by entry."""
    person = people.volunteer(person_id, within=current_staff().scope)
    return render_template(
        "console/points/person.html",
        person=person,
        points=queries.points_of(person.id, today=local_date(clock.now())),
        page=queries.entries(person.id, request.args.get("page", 1, type=int)),
    )
