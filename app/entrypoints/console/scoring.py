"""Experts' scores in the console: named by the centre, given each by herself, read together."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments.queries import attachments, picture
from app.domain.nominations import campaign_queries, queries, scoring, scoring_queries
from app.domain.nominations import scoring_setup as setup
from app.domain.nominations.scoring_queries import PlanView
from app.domain.nominations.scoring_rules import ScoringWanted
from app.domain.nominations.vocabulary import LEVELS
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.console.campaign_forms import CaseReasonForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.scoring_forms import ScoringPlanForm, score_form
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput, NotFound

USUAL = {"criteria": "事迹突出\n群众认可\n示范带动", "most_points": 10, "method": "trimmed"}


@door.route("/campaigns/<uuid:campaign_id>/experts", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def campaign_experts(campaign_id: UUID) -> ResponseReturnValue:
    """Who scores, what they look at, and how their scores become one."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    plan = scoring_queries.plan_of(campaign_id)
    start = _as_typed(plan) if plan else USUAL
    form = ScoringPlanForm(data=None if request.method == "POST" else start)

    def act() -> None:
        setup.plan_scoring(staff, campaign_id, _wanted(form, staff), now=clock.now())

    if done(form, act):
        flash("评分专家已保存", "success")
        return redirect(url_for("console.campaign", campaign_id=campaign_id), 303)
    page = render_template(
        "console/campaigns/experts.html", form=form, campaign=found, levels=LEVELS
    )
    return page, status(form)


def _wanted(form: ScoringPlanForm, staff: Staff) -> ScoringWanted:
    experts = {}
    for level in LEVELS:
        typed = form.usernames(level)
        known = access.staff_by_usernames(typed, staff.scope)
        for username in typed:
            if username not in known:
                problem = f"没有用户名是“{username}”的工作人员"
                raise BadInput(field=f"{level}_experts", problem=problem)
        experts[level] = tuple(known[one].id for one in typed)
    return ScoringWanted(form.lines(), form.most_points.data or 0, form.method.data or "", experts)


def _as_typed(plan: PlanView) -> dict[str, object]:
    names = {
        one: access.staff_member(one, EVERYWHERE).username
        for ids in plan.experts.values()
        for one in ids
    }
    return {
        "criteria": "\n".join(plan.criteria),
        "most_points": plan.most_points,
        "method": plan.method,
        **{
            f"{level}_experts": "\n".join(names[one] for one in ids)
            for level, ids in plan.experts.items()
        },
    }


@door.get("/scoring")
@needs(Permission.NOMINATIONS_READ)
def to_score() -> ResponseReturnValue:
    """What waits for her as an expert."""
    return render_template(
        "console/cases/to_score.html",
        rows=scoring_queries.to_score(current_staff()),
        today=local_date(clock.now()),
        levels=LEVELS,
    )


@door.route("/cases/<uuid:nomination_id>/score", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_READ)
def score_case(nomination_id: UUID) -> ResponseReturnValue:
    """Give points criterion by criterion, or leave the case to the others; then the next one."""
    staff = current_staff()
    sheet = scoring_queries.sheet(staff, nomination_id)
    form = score_form(sheet.plan.criteria, sheet.plan.most_points, sheet.points, sheet.note)

    def act() -> None:
        if request.form.get("action") == "recuse":
            scoring.recuse(staff, nomination_id, form.note.data or "", now=clock.now())
        else:
            scoring.score(staff, nomination_id, form.given(), now=clock.now())

    if done(form, act):
        rest = scoring_queries.to_score(staff)
        name = sheet.case.row.name
        flash(f"{name}：已记下" + ("。这是下一份" if rest else "。没有别的等您评分了"), "success")
        if rest:
            return redirect(url_for("console.score_case", nomination_id=rest[0].id), 303)
        return redirect(url_for("console.to_score"), 303)
    page = render_template(
        "console/cases/score.html",
        form=form,
        sheet=sheet,
        pictures={voice.id: attachments(voice.pictures) for voice in sheet.case.voices},
    )
    return page, status(form)


@door.get("/cases/<uuid:nomination_id>/score/<uuid:attachment_id>")
@needs(Permission.NOMINATIONS_READ)
def scored_picture(nomination_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo of the nomination, for an expert wherever she works."""
    scoring_queries.sheet(current_staff(), nomination_id)
    if not queries.has_picture(nomination_id, attachment_id):
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.route("/cases/<uuid:nomination_id>/close-scoring", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def close_scoring(nomination_id: UUID) -> ResponseReturnValue:
    """End a round before all have scored."""
    staff, form = current_staff(), CaseReasonForm()
    row = queries.row(nomination_id, staff.scope)
    back = url_for("console.case", nomination_id=nomination_id)

    def act() -> None:
        scoring.close(staff, nomination_id, form.reason.data, now=clock.now())

    if done(form, act):
        flash("评分已结束，审核的人现在看得到各位专家的分数", "success")
        return redirect(back, 303)
    page = render_template(
        "console/campaigns/reason.html",
        form=form,
        question=f"提前结束对{row.name}的评分？",
        text="没有评分的专家不能再评，按已评的算总分。理由会留在经过里。",
        label="结束评分",
        back=back,
    )
    return page, status(form)
