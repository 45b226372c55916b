"""Revise a plan: freely until it is published, within limits and with everyone told afterwards."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import errors
from app.domain.activities.changes import Changes, what_changed
from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import ActivityChanged, ActivityPlanned, ActivityRevised
from app.domain.activities.locks import (
    hold_activity,
    hold_positions,
    look_at_activity,
    look_at_positions,
)
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.plan_rows import plan_of, replace_sessions, sessions_of, write_fields
from app.domain.activities.plan_rules import why_not_keep, why_not_revise_published
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.qualified_plans import refuse_foreign_qualifications
from app.domain.activities.queue import alive_of, move_up
from app.domain.activities.rules import NEXT_STATE, OPEN_STATES, Decision, State, next_state
from app.domain.audit import trail
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


def revise(
    staff: Staff, activity_id: UUID, plan: ActivityPlan, *, version: int, now: datetime
) -> None:
    """Write a changed form; `version` is the one the form was filled from."""
    with transaction():
        if hold_activity(activity_id)[0].version != version:
            raise errors.StaleForm
        write_anew(staff, activity_id, plan, tell=happened, now=now)
        happened(ActivityRevised(activity_id))


def why_not_write(
    activity_id: UUID, plan: ActivityPlan, *, now: datetime
) -> tuple[Refusal | None, ActivityPlan]:
    """What a changed form would be refused for, and how the activity stands now; nothing held."""
    activity, _place = look_at_activity(activity_id)
    old = plan_of(activity)
    if (State(activity.state), Decision.REVISE) not in NEXT_STATE:
        title = State(activity.state).title
        return errors.ActivityNotThere(state=title, decision=Decision.REVISE.title), old
    if activity.state not in OPEN_STATES:
        return why_not_keep(plan), old
    return why_not_revise_published(old, plan, now=now) or _why_below_taken(
        look_at_positions(activity_id), plan
    ), old


def write_anew(
    staff: Staff,
    activity_id: UUID,
    plan: ActivityPlan,
    *,
    tell: Callable[[ActivityChanged], None],
    now: datetime,
) -> None:
    """Write a changed form as it is; `tell` is given what who signed up must hear. In an action."""
    with transaction():
        activity, place = hold_activity(activity_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        following = next_state(activity.state, Decision.REVISE)
        if activity.state in OPEN_STATES:
            told = _revise_published(activity, plan, tell=tell, now=now)
        else:
            refuse_foreign_qualifications(plan, place.path)
            told = _rewrite(activity, plan)
        if activity.state not in OPEN_STATES:
            happened(ActivityPlanned(activity.id, activity.place_id, plan.work_type, None, now))
        activity.state = following
        activity.version += 1
        trail.record(
            staff.actor,
            "activity.revise",
            "activity",
            activity.id,
            now=now,
            place_id=activity.place_id,
            title=activity.title,
            what=list(told),
        )


def _rewrite(activity: Activity, plan: ActivityPlan) -> tuple[str, ...]:
    refusal = why_not_keep(plan)
    if refusal:
        raise refusal
    write_fields(activity, plan)
    replace_sessions(activity.id, plan)
    return ()


def _revise_published(
    activity: Activity,
    plan: ActivityPlan,
    *,
    tell: Callable[[ActivityChanged], None],
    now: datetime,
) -> tuple[str, ...]:
    old = plan_of(activity)
    refusal = why_not_revise_published(old, plan, now=now)
    if refusal:
        raise refusal
    positions = hold_positions(activity.id)
    if too_few := _why_below_taken(positions, plan):
        raise too_few
    changes = what_changed(old, plan)
    write_fields(activity, plan)
    _move_sessions(activity.id, plan)
    _resize(positions, plan)
    session.flush()
    if changes.sentences:
        tell(_news(activity, changes, now))
    for position in positions:
        if _starts_at(plan, position) > now:
            move_up(activity, position, now=now)
    return changes.sentences


def _why_below_taken(positions: list[Position], plan: ActivityPlan) -> Refusal | None:
    planned = {position.id: position.capacity for position in plan.positions}
    for position in positions:
        if planned[position.id] < position.taken:
            return errors.BelowTaken(position=position.name, taken=position.taken)
    return None


def _move_sessions(activity_id: UUID, plan: ActivityPlan) -> None:
    """New times go to the session and to everyone's place in it; reminders start over."""
    planned = {each.id: each for each in plan.sessions}
    for row in sessions_of(activity_id):
        each = planned[row.id]
        if (row.starts_at, row.ends_at) == (each.starts_at, each.ends_at):
            continue
        row.starts_at, row.ends_at, row.reminded_at = each.starts_at, each.ends_at, None
        session.execute(
            update(SignUp)
            .where(SignUp.session_id == row.id, SignUp.state.in_(ALIVE))
            .values(starts_at=each.starts_at, ends_at=each.ends_at)
            .execution_options(synchronize_session=False)
        )


def _resize(positions: list[Position], plan: ActivityPlan) -> None:
    planned = {position.id: position for position in plan.positions}
    for position in positions:
        position.capacity = planned[position.id].capacity
        position.duties = planned[position.id].duties.strip()


def _starts_at(plan: ActivityPlan, position: Position) -> datetime:
    return next(each.starts_at for each in plan.sessions if each.id == position.session_id)


def _news(activity: Activity, changes: Changes, now: datetime) -> ActivityChanged:
    concerned = {
        sign_up.volunteer_id
        for sign_up in alive_of(activity)
        if sign_up.ends_at > now and changes.concerns(sign_up.session_id)
    }
    return ActivityChanged(
        activity_id=activity.id,
        title=activity.title,
        what=changes.sentences,
        starts_at=activity.starts_at,
        venue=activity.venue,
        contact_name=activity.contact_name,
        contact_phone=activity.contact_phone,
        volunteer_ids=tuple(sorted(concerned)),
        now=now,
    )
