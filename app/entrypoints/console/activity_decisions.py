"""Decide about an activity: hand it in, review it, publish it, take it back, call it off."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.activities import planning, publication, review
from app.domain.activities.errors import PlanRefusal
from app.domain.activities.queries import activity as find
from app.domain.activities.views import ActivityView
from app.domain.series import alone
from app.entrypoints.console.activity_forms import ActivityReasonForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.post("/activities/<uuid:activity_id>/submit")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def submit_activity(activity_id: UUID) -> ResponseReturnValue:
    """Hand a draft in for review."""
    try:
        planning.submit(current_staff(), activity_id, now=clock.now())
    except PlanRefusal as refusal:
        return _to_be_mended(activity_id, refusal)
    return _decided(activity_id, "已提交审核，等待上一级审核")


@door.post("/activities/<uuid:activity_id>/approve")
@limiter.limit("60 per minute")
@needs(Permission.ACTIVITIES_REVIEW)
def approve_activity(activity_id: UUID) -> ResponseReturnValue:
    """The plan may be published."""
    review.approve(current_staff(), activity_id, now=clock.now())
    return _decided(activity_id, "审核通过，组织单位现在可以发布")


@door.route("/activities/<uuid:activity_id>/return", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_REVIEW)
def return_activity(activity_id: UUID) -> ResponseReturnValue:
    """Back to those who planned it, with what has to change."""

    def act(reason: str) -> None:
        review.return_(current_staff(), activity_id, reason=reason, now=clock.now())

    return _with_reason(activity_id, "return", act, "已退回，组织单位修改后可以再提交")


@door.post("/activities/<uuid:activity_id>/publish")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def publish_activity(activity_id: UUID) -> ResponseReturnValue:
    """Residents can find it from now on."""
    publication.publish(current_staff(), activity_id, now=clock.now())
    return _decided(activity_id, "已发布，居民现在可以看到这个活动")


@door.route("/activities/<uuid:activity_id>/withdraw", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def withdraw_activity(activity_id: UUID) -> ResponseReturnValue:
    """Give a plan up before it is published."""

    def act(reason: str) -> None:
        alone.withdraw(current_staff(), activity_id, reason=reason, now=clock.now())

    return _with_reason(activity_id, "withdraw", act, "已撤回，这个活动不再办理")


@door.route("/activities/<uuid:activity_id>/cancel", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_PLAN)
def cancel_activity(activity_id: UUID) -> ResponseReturnValue:
    """Call a published activity off; the page says first how many people will be told."""

    def act(reason: str) -> None:
        alone.cancel(current_staff(), activity_id, reason=reason, now=clock.now())

    return _with_reason(activity_id, "cancel", act, "活动已取消，报名的人都会收到通知")


def _with_reason(
    activity_id: UUID, decision: str, act: Callable[[str], None], words: str
) -> ResponseReturnValue:
    found, form = find(activity_id, within=current_staff().scope), ActivityReasonForm()
    if done(form, lambda: act(form.reason.data)):
        return _decided(activity_id, words)
    page = render_template(
        "console/activities/decide.html",
        form=form,
        activity=found,
        decision=decision,
        told=_yet_to_come(found),
    )
    return page, status(form)


def _yet_to_come(found: ActivityView) -> tuple[int, int]:
    """Places taken and people waiting in sessions that are not over."""
    now = clock.now()
    positions = [
        position for part in found.sessions if part.ends_at > now for position in part.positions
    ]
    return sum(one.taken for one in positions), sum(one.waiting for one in positions)


def _decided(activity_id: UUID, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("console.activity", activity_id=activity_id), 303)


def _to_be_mended(activity_id: UUID, refusal: PlanRefusal) -> ResponseReturnValue:
    """The form, with the sentence beside the field it is about."""
    flash(f"还不能提交：{refusal.sentence}", "warning")
    return redirect(url_for("console.edit_activity", activity_id=activity_id, check=1), 303)
