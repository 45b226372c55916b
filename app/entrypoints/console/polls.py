"""A campaign's poll in the console: arranged, stopped, its result, what looks odd in it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries
from app.domain.nominations.campaign_queries import CampaignView
from app.domain.nominations.polls import arranging, counting, excluding, queries
from app.domain.nominations.polls.anomaly_rules import RULES
from app.domain.nominations.polls.counting import Result
from app.domain.nominations.polls.queries import PollView
from app.domain.nominations.polls.rules import (
    LONGEST_REASON,
    POLL_TITLES,
    USUAL_NAMES,
    PollState,
)
from app.entrypoints.console.campaign_forms import CaseReasonForm
from app.entrypoints.console.door import door
from app.entrypoints.console.poll_forms import PollForm
from app.entrypoints.console.reasons import Question, decided_with_reason
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs, settings
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/campaigns/<uuid:campaign_id>/poll")
@needs(Permission.POLLS_READ)
def poll(campaign_id: UUID) -> ResponseReturnValue:
    """How it stands; the result once it has ended."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    view = queries.poll_of(campaign_id)
    counts = counting.result_for_staff(staff, campaign_id) if view and view.ended else None
    return _poll_page(found, view, counts)


def _poll_page(
    found: CampaignView, view: PollView | None, counts: Result | None
) -> ResponseReturnValue:
    waits = view is not None and view.state is PollState.ARRANGED
    return render_template(
        "console/polls/poll.html",
        campaign=found,
        poll=view,
        result=counts,
        titles=POLL_TITLES,
        rules=RULES,
        exclusions=queries.exclusions(view) if view and view.ended else [],
        waits_for=arranging.what_it_waits_for(found.id) if waits else None,
        may_arrange=view is None and found.state in arranging.ALIVE,
        me=current_staff(),
    )


@door.post("/campaigns/<uuid:campaign_id>/poll/watch")
@needs(Permission.POLLS_WATCH)
def watch_poll(campaign_id: UUID) -> ResponseReturnValue:
    """The auditor looks at the count while neighbours vote; it is written down."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    counts = counting.look(staff, campaign_id, now=clock.now())
    return _poll_page(found, queries.poll(campaign_id), counts)


@door.route("/campaigns/<uuid:campaign_id>/poll/arrange", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def arrange_poll(campaign_id: UUID) -> ResponseReturnValue:
    """Switch voting on, or change it before it begins."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    view = queries.poll_of(campaign_id)
    start = view or {"opens_at": found.closes_at, "most_names": USUAL_NAMES}
    as_it_is = {"obj": start} if isinstance(start, PollView) else {"data": start}
    form = PollForm() if request.method == "POST" else PollForm(**as_it_is)

    def act() -> None:
        plan = form.plan(settings().ballots_kept_days)
        arranging.arrange(staff, campaign_id, plan, now=clock.now())

    if done(form, act):
        flash("投票已安排，到时自动开始和结束", "success")
        return redirect(url_for("console.poll", campaign_id=campaign_id), 303)
    kept = settings().ballots_kept_days
    page = render_template(
        "console/polls/arrange.html", form=form, campaign=found, poll=view, kept_days=kept
    )
    return page, status(form)


@door.route("/campaigns/<uuid:campaign_id>/poll/call-off", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def call_off_poll(campaign_id: UUID) -> ResponseReturnValue:
    """Stop it, with a reason everybody reads."""
    staff = current_staff()
    campaign_queries.campaign(campaign_id, staff)
    queries.poll(campaign_id)
    asked = Question(
        section=_section(),
        question="停止这次投票？",
        text="居民会读到理由。已投的票不再公布，不能重新开始。",
        label="停止投票",
        hint=f"最多 {LONGEST_REASON} 个字",
    )

    def act(reason: str) -> None:
        arranging.call_off(staff, campaign_id, reason, now=clock.now())

    back = url_for("console.poll", campaign_id=campaign_id)
    return decided_with_reason(CaseReasonForm(), act, asked, told="投票已停止", back=back)


def _section() -> tuple[str, str]:
    return "好人推选", url_for("console.campaigns")


@door.get("/campaigns/<uuid:campaign_id>/poll/odd")
@needs(Permission.POLLS_READ)
def odd_ballots(campaign_id: UUID) -> ResponseReturnValue:
    """What looks odd: how many, when, by which rule. Never for whom."""
    found = campaign_queries.campaign(campaign_id, current_staff())
    view = queries.poll(campaign_id)
    return render_template(
        "console/polls/odd.html",
        campaign=found,
        poll=view,
        anomalies=excluding.odd_ballots(view.id),
        rules=RULES,
    )


@door.route("/campaigns/<uuid:campaign_id>/poll/exclude", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def exclude_ballots(campaign_id: UUID) -> ResponseReturnValue:
    """Propose that a group of odd ballots be left out; a colleague confirms."""
    staff, rule = current_staff(), request.args.get("rule", "")
    campaign_queries.campaign(campaign_id, staff)
    odd = excluding.odd_group(queries.poll(campaign_id).id, rule, _key())
    asked = Question(
        section=_section(),
        question=f"剔除这 {len(odd.ballots)} 张选票？",
        text=f"{odd.sentence}。选票不会删除，剔除的单独计数；要由另一位工作人员确认。",
        label="提出剔除",
        hint="最多 500 个字",
    )

    def act(reason: str) -> None:
        excluding.propose(staff, campaign_id, rule, odd.key, reason=reason, now=clock.now())

    told = "已提出，要由另一位工作人员确认才剔除"
    back = url_for("console.poll", campaign_id=campaign_id)
    return decided_with_reason(CaseReasonForm(), act, asked, told=told, back=back)


def _key() -> UUID:
    try:
        return UUID(request.args.get("key", ""))
    except ValueError:
        raise NotFound from None


@door.route("/ballot-exclusions/<uuid:exclusion_id>", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def ballot_exclusion(exclusion_id: UUID) -> ResponseReturnValue:
    """Confirm what a colleague proposed, or drop it."""
    staff = current_staff()
    found = queries.exclusion(exclusion_id)
    campaign = campaign_queries.campaign(found.campaign_id, staff)
    form = CaseReasonForm(formdata=None)
    if request.method == "POST":
        return _decided(staff, exclusion_id, found.campaign_id)
    return render_template(
        "console/polls/exclusion.html",
        exclusion=found,
        campaign=campaign,
        form=form,
        rule=RULES[found.rule],
        own=found.proposed_by_id == staff.id,
    )


def _decided(staff: Staff, exclusion_id: UUID, campaign_id: UUID) -> ResponseReturnValue:
    agreed = request.form.get("answer") == "yes"
    if request.form.get("answer") not in ("yes", "no"):
        raise NotAllowed
    excluding.decide(staff, exclusion_id, agreed=agreed, now=clock.now())
    flash("已确认剔除，单独计数" if agreed else "不剔除，仍计入票数", "success")
    return redirect(url_for("console.poll", campaign_id=campaign_id), 303)
