"""Nominations in the console: the queue, one case with all behind it, and naming for somebody."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.attachments.queries import attachments, picture
from app.domain.nominations import (
    answering,
    campaign_queries,
    joining,
    nominating,
    parts,
    queries,
    scoring_queries,
    visiting,
)
from app.domain.nominations.consultation import queries as consultation
from app.domain.nominations.consultation.views import LineView
from app.domain.nominations.rules import NEXT, TITLES, Decision, State
from app.domain.nominations.vocabulary import CONSENTS, LEVELS
from app.domain.places import queries as places
from app.entrypoints.console.campaign_forms import DecisionForm, NominateForForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound

STEP_WORDS = {
    Decision.JOIN: "推荐",
    Decision.AMEND: "补充后重新提交",
    Decision.PASS: "通过",
    Decision.PASS_LAST: "通过终审",
    Decision.RETURN: "退回补充",
    Decision.REJECT: "不通过",
    Decision.CONSENT: "本人同意",
    Decision.DECLINE: "本人不同意",
    Decision.WRITE: "写公开事迹",
    Decision.LEAVE_OUT: "本次未入选",
    Decision.PUBLISH: "开始公示",
    Decision.ANSWER: "答复异议：不成立",
    Decision.UPHOLD: "答复异议：成立",
    Decision.END_NOTICE: "公示期满",
    Decision.CONFER: "发布",
    Decision.REVOKE: "撤销",
    Decision.VISIT: "实地走访",
    Decision.RELATE: "声明有关系，不参与处理",
    Decision.ASK: "指定答复异议的人",
    Decision.SCORE: "专家评分",
    Decision.RECUSE: "专家回避",
    Decision.CLOSE_SCORES: "评分结束",
    Decision.MERGE: "并入另一份推荐",
    Decision.CONSULT: "征求有关单位意见",
    Decision.HEAR: "收到答复",
    Decision.CLEAR: "意见收齐，没有不同意的",
    Decision.RECOMMEND: "向上级推荐",
}


@door.get("/cases")
@needs(Permission.NOMINATIONS_READ)
def cases() -> ResponseReturnValue:
    """What waits in her subtree, at her level unless she asks otherwise; due first comes first."""
    staff = current_staff()
    asked = request.args.get("state", State.IN_REVIEW.value)
    state = asked if asked in set(State) else State.IN_REVIEW.value
    usual = staff.place.level if state == State.IN_REVIEW.value else ""
    level = request.args.get("level", usual)
    return render_template(
        "console/cases/list.html",
        page=queries.cases(
            staff.scope,
            state=state,
            level=level if level in LEVELS else "",
            campaign_id=request.args.get("campaign", type=UUID),
            page=request.args.get("page", 1, type=int),
        ),
        state=state,
        level=level,
        levels=LEVELS,
        titles=TITLES,
        consents=CONSENTS,
        today=local_date(clock.now()),
        asked=answering.asked_of(staff),
        to_score=len(scoring_queries.to_score(staff)),
    )


@door.get("/cases/<uuid:nomination_id>")
@needs(Permission.NOMINATIONS_READ)
def case(nomination_id: UUID) -> ResponseReturnValue:
    """The person, the voices, the history, and what she may decide."""
    return case_page(nomination_id, DecisionForm(formdata=None))


def case_page(nomination_id: UUID, form: DecisionForm) -> ResponseReturnValue:
    """One case on one page; also shown again when a decision was refused."""
    staff = current_staff()
    found = queries.case(nomination_id, staff.scope)
    visits = visiting.visits_to(nomination_id, staff)
    page = render_template(
        "console/cases/case.html",
        case=found,
        form=form,
        pictures={voice.id: attachments(voice.pictures) for voice in found.voices},
        visits=visits,
        seen={one.id: attachments(one.pictures) for one in visits},
        joins=joining.joins_of(nomination_id, staff),
        rounds=scoring_queries.rounds_of(nomination_id, staff),
        scoring_plan=scoring_queries.plan_of(found.row.campaign_id),
        refusal=parts.why_not_mine(staff, nomination_id),
        titles=TITLES,
        levels=LEVELS,
        consents=CONSENTS,
        steps=STEP_WORDS,
        can={one.value for one in Decision if (found.row.state, one) in NEXT},
        today=local_date(clock.now()),
        asked_outside=_asked_outside(nomination_id),
    )
    return page, status(form)


def _asked_outside(nomination_id: UUID) -> list[LineView]:
    """What authorities said: for who asks them."""
    may = current_staff().may(Permission.CONSULTATIONS_MANAGE)
    return consultation.about(nomination_id) if may else []


@door.get("/cases/<uuid:nomination_id>/pictures/<uuid:attachment_id>")
@needs(Permission.NOMINATIONS_READ)
def case_picture(nomination_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that came with a nomination."""
    queries.row(nomination_id, current_staff().scope)
    if not queries.has_picture(nomination_id, attachment_id):
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.route("/campaigns/<uuid:campaign_id>/nominate", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_ENTER)
def nominate_for(campaign_id: UUID) -> ResponseReturnValue:
    """Write down what somebody came to say."""
    staff, form = current_staff(), NominateForForm()
    found = campaign_queries.campaign(campaign_id, staff)
    stations = [one for one in places.tree(staff.scope) if one.level == "station"]
    form.place_id.choices = [(one.id, one.short_name) for one in stations]
    form.category.choices = [(one, one) for one in found.conditions.categories]
    made: list[nominating.Nominated] = []

    def act() -> None:
        wanted = form.application
        made.append(nominating.nominate_for(staff, campaign_id, wanted, now=clock.now()))

    if done(form, act):
        joined = made[0].joined or made[0].again
        flash("这个人已有推荐，已并在一起" if joined else "已登记，进入审核", "success")
        return redirect(url_for("console.case", nomination_id=made[0].id), 303)
    page = render_template("console/cases/nominate.html", form=form, campaign=found)
    return page, status(form)
