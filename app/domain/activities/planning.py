"""Draft an activity, copy one, hand it in for review, take it back. Revising is revision.py."""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.events import ActivityPlanned, ActivityWithdrawn
from app.domain.activities.locks import hold_activity, look_at_activity
from app.domain.activities.models import Activity
from app.domain.activities.plan_rows import add_sessions, plan_of, write_fields
from app.domain.activities.plan_rules import why_not_keep, why_not_submit
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.domain.activities.qualified_plans import refuse_foreign_qualifications
from app.domain.activities.revision import revise
from app.domain.activities.rules import Decision, State, next_state, why_not_this_reason
from app.domain.audit import trail
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.numbers import spoken_number
from app.kernel.transaction import transaction

__all__ = [
    "ActivityPlan",
    "PositionPlan",
    "SessionPlan",
    "copy",
    "draft",
    "plan_of_activity",
    "revise",
    "submit",
    "withdraw",
]

# Letters and digits that cannot be taken for one another when read aloud.
_NUMBER_LENGTH = 6
_COPY_MOVES = timedelta(days=7)


def draft(
    staff: Staff,
    plan: ActivityPlan,
    *,
    place_id: UUID,
    now: datetime,
    copied_from: UUID | None = None,
    series_id: UUID | None = None,
) -> UUID:
    """Keep a plan for a place of hers as a draft; its id. `series_id`: it is one of a series."""
    with transaction():
        place = places.place(place_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        refusal = why_not_keep(plan)
        if refusal:
            raise refusal
        refuse_foreign_qualifications(plan, place.path)
        row = Activity(
            id=new_id(),
            number=new_number(now),
            place_id=place_id,
            state=State.DRAFT,
            created_by_id=staff.id,
            created_at=now,
            series_id=series_id,
        )
        write_fields(row, plan)
        session.add(row)
        session.flush()
        add_sessions(row.id, plan)
        _record(staff, "draft", row, now=now)
        happened(ActivityPlanned(row.id, place_id, plan.work_type, copied_from, now))
        return row.id


def copy(staff: Staff, activity_id: UUID, *, now: datetime) -> UUID:
    """A new draft like an earlier activity, as many whole weeks later as puts it ahead of now."""
    activity, place = look_at_activity(activity_id)
    staff.require(Permission.ACTIVITIES_PLAN, place.path)
    plan = _ahead(plan_of(activity), now)
    return draft(staff, plan, place_id=place.id, now=now, copied_from=activity_id)


def plan_of_activity(staff: Staff, activity_id: UUID) -> tuple[ActivityPlan, int]:
    """The form as it stands, with the version to hand back when it is revised."""
    activity, place = look_at_activity(activity_id)
    staff.require(Permission.ACTIVITIES_READ, place.path)
    return plan_of(activity), activity.version


def submit(staff: Staff, activity_id: UUID, *, now: datetime) -> None:
    """Hand a draft in for review; it must be complete and be volunteer service."""
    with transaction():
        activity, place = hold_activity(activity_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        following = next_state(activity.state, Decision.SUBMIT)
        refusal = why_not_submit(plan_of(activity), now=now)
        if refusal:
            raise refusal
        activity.state, activity.state_reason = following, None
        activity.submitted_by_id = staff.id
        _record(staff, "submit", activity, now=now)


def withdraw(staff: Staff, activity_id: UUID, *, reason: str, now: datetime) -> None:
    """Give a plan up before it is published; nobody has signed up."""
    with transaction():
        activity, place = hold_activity(activity_id)
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        following = next_state(activity.state, Decision.WITHDRAW)
        refusal = why_not_this_reason(reason)
        if refusal:
            raise refusal
        activity.state, activity.state_reason = following, reason.strip()
        _record(staff, "withdraw", activity, now=now, reason=reason.strip())
        session.flush()
        happened(ActivityWithdrawn(activity.id, reason.strip(), now))


def _record(staff: Staff, decision: str, row: Activity, *, now: datetime, **detail: str) -> None:
    trail.record(
        staff.actor,
        f"activity.{decision}",
        "activity",
        row.id,
        now=now,
        place_id=row.place_id,
        title=row.title,
        **detail,
    )


def new_number(now: datetime) -> str:
    """HD, the day, and six signs at random."""
    return spoken_number("HD", now, signs=_NUMBER_LENGTH)


def _ahead(plan: ActivityPlan, now: datetime) -> ActivityPlan:
    late = now + timedelta(days=1) - plan.starts_at
    weeks = max(1, -(-late // _COPY_MOVES))
    return plan.moved_by(weeks * _COPY_MOVES)
