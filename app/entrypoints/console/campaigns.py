"""Campaigns of the centre: the list, a form, one with its numbers, and what is decided about it."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries, campaigns, public_notice
from app.domain.nominations.rules import (
    CAMPAIGN_TITLES,
    LONGEST_WORDS,
    NEXT_CAMPAIGN,
    TITLES,
    CampaignDecision,
)
from app.domain.nominations.vocabulary import FIVE, LEVELS
from app.entrypoints.console.campaign_forms import CampaignForm, CaseReasonForm, as_filled_in
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import Question, decided, decided_with_reason
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs, settings
from app.kernel import clock

Deciding = Callable[..., object]
USUAL = {
    "kind": "good_person",
    "categories": list(FIVE),
    "levels": list(LEVELS),
    "residents_only": True,
    "holders_out": True,
    "deed_within_years": 5,
    "notice_working_days": 5,
    "quota": 10,
}


@door.get("/campaigns", endpoint="campaigns")
@needs(Permission.NOMINATIONS_READ)
def campaign_list() -> ResponseReturnValue:
    """Every campaign, the latest first."""
    return render_template(
        "console/campaigns/list.html",
        page=campaign_queries.campaigns(request.args.get("page", 1, type=int)),
        titles=CAMPAIGN_TITLES,
    )


@door.route("/campaigns/new", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def new_campaign() -> ResponseReturnValue:
    """Write a campaign down; nobody sees it yet."""
    staff = current_staff()
    form = CampaignForm(data=None if request.method == "POST" else USUAL)
    made: list[UUID] = []
    if done(form, lambda: made.append(campaigns.draft(staff, form.plan, now=clock.now()))):
        flash("已保存草稿，看过没有问题再发布", "success")
        return redirect(url_for("console.campaign", campaign_id=made[0]), 303)
    page = render_template("console/campaigns/form.html", form=form, campaign=None)
    return page, status(form)


@door.get("/campaigns/<uuid:campaign_id>")
@needs(Permission.NOMINATIONS_READ)
def campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Its conditions, its numbers, its code to print, and what can be decided now."""
    found = campaign_queries.campaign(campaign_id, current_staff())
    return render_template(
        "console/campaigns/campaign.html",
        campaign=found,
        counts=campaign_queries.counts(campaign_id),
        titles=CAMPAIGN_TITLES,
        case_titles=TITLES,
        levels=LEVELS,
        can={one.value for one in CampaignDecision if (found.state, one) in NEXT_CAMPAIGN},
        open_now=found.takes_nominations(clock.now()),
        address=settings().public_url + url_for("public.campaign", campaign_id=campaign_id),
    )


@door.route("/campaigns/<uuid:campaign_id>/edit", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def edit_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Change a draft."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    form = CampaignForm(data=None if request.method == "POST" else as_filled_in(found))
    if done(form, lambda: campaigns.edit(staff, campaign_id, form.plan, now=clock.now())):
        flash("已保存", "success")
        return redirect(url_for("console.campaign", campaign_id=campaign_id), 303)
    page = render_template("console/campaigns/form.html", form=form, campaign=found)
    return page, status(form)


@door.post("/campaigns/<uuid:campaign_id>/announce")
@needs(Permission.CAMPAIGNS_MANAGE)
def announce_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Everybody may read of it; it opens by itself."""
    return _decided(campaign_id, campaigns.announce, "已发布，到时自动开始和截止")


@door.post("/campaigns/<uuid:campaign_id>/publish")
@needs(Permission.CAMPAIGNS_MANAGE)
def publish_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Begin the public notice."""
    return _decided(campaign_id, public_notice.publish, "已开始公示，期满自动结束")


@door.post("/campaigns/<uuid:campaign_id>/conclude")
@needs(Permission.CAMPAIGNS_MANAGE)
def conclude_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Publish who came through the notice on the honour roll."""
    return _decided(campaign_id, public_notice.conclude, "已发布到好人榜，本人和推荐人会收到通知")


def _decided(campaign_id: UUID, decide: Deciding, told: str) -> ResponseReturnValue:
    staff = current_staff()
    campaign_queries.campaign(campaign_id, staff)
    back = url_for("console.campaign", campaign_id=campaign_id)
    return decided(lambda: decide(staff, campaign_id, now=clock.now()), told, back=back)


@door.route("/campaigns/<uuid:campaign_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def withdraw_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Give a campaign up, with a reason."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)

    def withdraw(reason: str) -> None:
        campaigns.withdraw(staff, campaign_id, reason, now=clock.now())

    asked = Question(
        section=("好人推选", url_for("console.campaigns")),
        question=f"结束“{found.title}”？",
        text="不再收推荐、不再审核，也不会发布任何人。不能恢复。",
        label="结束推选",
        hint=f"最多 {LONGEST_WORDS} 个字",
    )
    told = "这次推选已结束，不会发布任何人"
    back = url_for("console.campaign", campaign_id=campaign_id)
    return decided_with_reason(CaseReasonForm(), withdraw, asked, told=told, back=back)
