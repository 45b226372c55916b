"""Publish an activity, cancel it with everyone told, and let time start and end it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.events import ActivityCancelled
from app.domain.activities.locks import hold_activity, hold_positions
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.plan_rows import plan_of
from app.domain.activities.plan_rules import why_not_submit
from app.domain.activities.queue import alive_of
from app.domain.activities.rules import Decision, State, next_state, why_not_this_reason
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def publish(staff: Staff, activity_id: UUID, *, now: datetime) -> None:
    """Residents can find it from now on, and sign up within its window."""
    with transaction():
        activity, place = hold_activity(activity_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        following = next_state(activity.state, Decision.PUBLISH)
        refusal = why_not_submit(plan_of(activity), now=now)
        if refusal:
            raise refusal
        activity.state, activity.state_reason = following, None
        activity.published_at = now
        _record(staff.actor, activity, Decision.PUBLISH, now=now)


def cancel(staff: Staff, activity_id: UUID, *, reason: str, now: datetime) -> int:
    """Call it off; how many people are told.

    Places in sessions that have not started are released. Who is in a session that has started
    keeps her place, so that what she has given is still recorded; she is told all the same.
    """
    with transaction():
        activity, place = hold_activity(activity_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        return _call_off(staff.actor, activity, reason, tell=happened, now=now)


def call_off(
    by: Actor,
    activity_id: UUID,
    *,
    reason: str,
    tell: Callable[[ActivityCancelled], None] = happened,
    now: datetime,
) -> int:
    """The same for another room, whose own rules said who may; within its action.

    `tell` is given what people must hear.
    """
    activity, _place = hold_activity(activity_id)
    return _call_off(by, activity, reason, tell=tell, now=now)


def _call_off(
    by: Actor,
    activity: Activity,
    reason: str,
    *,
    tell: Callable[[ActivityCancelled], None],
    now: datetime,
) -> int:
    following = next_state(activity.state, Decision.CANCEL)
    refusal = why_not_this_reason(reason)
    if refusal:
        raise refusal
    positions = hold_positions(activity.id)
    told = [each for each in alive_of(activity) if each.ends_at > now]
    activity.state, activity.state_reason = following, reason.strip()
    _release(positions, told, now)
    _record(by, activity, Decision.CANCEL, now=now, reason=reason.strip(), told=len(told))
    session.flush()
    tell(_cancelled(activity, told, now))
    return len(told)


def advance(*, now: datetime) -> int:
    """What the clock decides: published activities start, running ones end; how many changed."""
    with transaction():
        return _move(Decision.START, now) + _move(Decision.END, now)


def _move(decision: Decision, now: datetime) -> int:
    before = State.PUBLISHED if decision is Decision.START else State.RUNNING
    moment = Activity.starts_at if decision is Decision.START else Activity.ends_at
    due = (
        select(Activity.id)
        .where(Activity.state == before, moment <= now)
        .order_by(Activity.id)
        .with_for_update(key_share=True)
    )
    ids = session.scalars(due).all()
    if ids:
        session.execute(
            update(Activity)
            .where(Activity.id.in_(ids))
            .values(state=next_state(before, decision))
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def _release(positions: list[Position], sign_ups: list[SignUp], now: datetime) -> None:
    by_id = {position.id: position for position in positions}
    for sign_up in sign_ups:
        if sign_up.starts_at <= now:
            continue
        if sign_up.state == "signed_up":
            by_id[sign_up.position_id].taken -= 1
        sign_up.state = "released"
        sign_up.cancelled_at = now


def _cancelled(activity: Activity, told: list[SignUp], now: datetime) -> ActivityCancelled:
    return ActivityCancelled(
        activity_id=activity.id,
        title=activity.title,
        reason=activity.state_reason or "",
        starts_at=activity.starts_at,
        venue=activity.venue,
        contact_name=activity.contact_name,
        contact_phone=activity.contact_phone,
        volunteer_ids=tuple(sorted({sign_up.volunteer_id for sign_up in told})),
        now=now,
    )


def _record(
    by: Actor, activity: Activity, decision: Decision, *, now: datetime, **detail: object
) -> None:
    trail.record(
        by,
        f"activity.{decision}",
        "activity",
        activity.id,
        now=now,
        place_id=activity.place_id,
        title=activity.title,
        **detail,
    )
