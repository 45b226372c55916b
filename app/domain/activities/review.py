"""Another person, one level up, says whether a plan may be published."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import reviewable
from app.domain.activities.locks import hold_activity
from app.domain.activities.models import Activity
from app.domain.activities.plan_rows import plan_of
from app.domain.activities.plan_rules import why_not_submit
from app.domain.activities.rules import (
    Decision,
    next_state,
    why_not_this_reason,
)
from app.domain.audit import trail
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


def approve(staff: Staff, activity_id: UUID, *, now: datetime) -> None:
    """The plan may be published. It is looked at by the same rules again: time has passed."""
    with transaction():
        activity = _reviewable(staff, activity_id)
        following = next_state(activity.state, Decision.APPROVE)
        _raise(why_not_submit(plan_of(activity), now=now))
        _decide(staff, activity, Decision.APPROVE, now=now)
        activity.state, activity.state_reason = following, None


def return_(staff: Staff, activity_id: UUID, *, reason: str, now: datetime) -> None:
    """Back to those who planned it, with what has to change; also after approval."""
    with transaction():
        activity = _reviewable(staff, activity_id)
        following = next_state(activity.state, Decision.RETURN)
        _raise(why_not_this_reason(reason))
        _decide(staff, activity, Decision.RETURN, now=now, reason=reason.strip())
        activity.state, activity.state_reason = following, reason.strip()


def _reviewable(staff: Staff, activity_id: UUID) -> Activity:
    activity, place = hold_activity(activity_id)
    staff.require(Permission.ACTIVITIES_REVIEW, place.path)
    authors = (activity.created_by_id, activity.submitted_by_id)
    _raise(reviewable.why_not_of(staff, authors, place))
    return activity


def _decide(
    staff: Staff, activity: Activity, decision: Decision, *, now: datetime, **detail: str
) -> None:
    activity.reviewed_by_id = staff.id
    trail.record(
        staff.actor,
        f"activity.{decision}",
        "activity",
        activity.id,
        now=now,
        place_id=activity.place_id,
        title=activity.title,
        **detail,
    )


def _raise(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal
