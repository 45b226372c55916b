"""Between a plan and its rows."""

from uuid import UUID

from sqlalchemy import delete, select

from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.ids import new_id

_WORDS = (
    *("title", "work_type", "category", "content", "venue", "risk_level", "risk_text"),
    *("contact_name", "contact_phone"),
)
_FACTS = (
    *("check_radius_metres", "recruits_from", "recruits_until"),
    *("cancel_deadline_hours", "scene_code_allowed", "starts_at", "ends_at"),
)


def write_fields(row: Activity, plan: ActivityPlan) -> None:
    """Everything of a plan but its sessions."""
    for name in _WORDS:
        setattr(row, name, getattr(plan, name).strip())
    for name in _FACTS:
        setattr(row, name, getattr(plan, name))
    row.targets = list(plan.targets)
    row.insurance_number = (plan.insurance_number or "").strip() or None
    row.latitude = plan.point.latitude if plan.point else None
    row.longitude = plan.point.longitude if plan.point else None


def add_sessions(activity_id: UUID, plan: ActivityPlan) -> None:
    """Write a plan's sessions and positions as new rows; a constant number of statements."""
    sessions = [
        ActivitySession(
            id=new_id(), activity_id=activity_id, starts_at=each.starts_at, ends_at=each.ends_at
        )
        for each in plan.sessions
    ]
    session.add_all(sessions)
    session.flush()
    # Ids in the order of the form: that is the order positions are shown in.
    ids = iter(sorted(new_id() for _ in plan.positions))
    for row, each in zip(sessions, plan.sessions, strict=True):
        session.add_all(_position(next(ids), row.id, position) for position in each.positions)
    session.flush()


def replace_sessions(activity_id: UUID, plan: ActivityPlan) -> None:
    """Before anybody has signed up a plan's sessions are simply written anew."""
    sessions = select(ActivitySession.id).where(ActivitySession.activity_id == activity_id)
    session.execute(delete(Position).where(Position.session_id.in_(sessions)))
    session.execute(delete(ActivitySession).where(ActivitySession.activity_id == activity_id))
    add_sessions(activity_id, plan)


def sessions_of(activity_id: UUID) -> list[ActivitySession]:
    """An activity's sessions in order of time, as they stand now."""
    return list(
        session.scalars(
            select(ActivitySession)
            .where(ActivitySession.activity_id == activity_id)
            .order_by(ActivitySession.starts_at, ActivitySession.id)
            .execution_options(populate_existing=True)
        )
    )


def plan_of(activity: Activity) -> ActivityPlan:
    """The form an activity's rows came from, with the ids of its sessions and positions."""
    sessions = sessions_of(activity.id)
    positions: dict[UUID, list[PositionPlan]] = {}
    for row in session.scalars(
        select(Position)
        .where(Position.session_id.in_([each.id for each in sessions]))
        .order_by(Position.id)
        .execution_options(populate_existing=True)
    ):
        positions.setdefault(row.session_id, []).append(_planned(row))
    located = activity.latitude is not None and activity.longitude is not None
    return ActivityPlan(
        **{name: getattr(activity, name) for name in _WORDS},
        targets=tuple(activity.targets),
        recruits_from=activity.recruits_from,
        recruits_until=activity.recruits_until,
        insurance_number=activity.insurance_number,
        point=Point(activity.latitude or 0.0, activity.longitude or 0.0) if located else None,
        check_radius_metres=activity.check_radius_metres,
        cancel_deadline_hours=activity.cancel_deadline_hours,
        scene_code_allowed=activity.scene_code_allowed,
        sessions=tuple(
            SessionPlan(each.starts_at, each.ends_at, tuple(positions.get(each.id, ())), each.id)
            for each in sessions
        ),
    )


def _position(position_id: UUID, session_id: UUID, plan: PositionPlan) -> Position:
    return Position(
        id=position_id,
        session_id=session_id,
        name=plan.name.strip(),
        duties=plan.duties.strip(),
        capacity=plan.capacity,
        youngest=plan.youngest,
        oldest=plan.oldest,
        skills=list(plan.skills),
        qualification_id=plan.qualification_id,
    )


def _planned(row: Position) -> PositionPlan:
    return PositionPlan(
        name=row.name,
        capacity=row.capacity,
        duties=row.duties,
        youngest=row.youngest,
        oldest=row.oldest,
        skills=tuple(row.skills),
        id=row.id,
        qualification_id=row.qualification_id,
    )
