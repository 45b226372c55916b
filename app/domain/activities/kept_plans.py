"""A plan without its dates, as plain values: what a template keeps."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.kernel.calendar import SHANGHAI, local

_WORDS = (
    *("title", "work_type", "category", "content", "venue", "risk_level", "risk_text"),
    *("contact_name", "contact_phone"),
)
_MINUTE = timedelta(minutes=1)


def as_kept(plan: ActivityPlan) -> dict[str, Any]:
    """Words, positions and times of day; recruitment as minutes before the first session."""
    first = plan.starts_at
    return {
        **{name: getattr(plan, name) for name in _WORDS},
        "targets": list(plan.targets),
        "cancel_deadline_hours": plan.cancel_deadline_hours,
        "recruits_from_minutes": (first - plan.recruits_from) // _MINUTE,
        "recruits_until_minutes": (first - plan.recruits_until) // _MINUTE,
        "sessions": [_session(each, first) for each in plan.sessions],
    }


def as_plan(kept: dict[str, Any], day: date) -> ActivityPlan:
    """The plan on a day, with new sessions; insurance and coordinates are not kept."""
    sessions = tuple(_planned(each, day) for each in kept["sessions"])
    first = min(each.starts_at for each in sessions)
    return ActivityPlan(
        **{name: kept.get(name, "") for name in _WORDS},
        targets=tuple(kept["targets"]),
        cancel_deadline_hours=kept["cancel_deadline_hours"],
        recruits_from=first - kept["recruits_from_minutes"] * _MINUTE,
        recruits_until=first - kept["recruits_until_minutes"] * _MINUTE,
        sessions=sessions,
    )


def _session(each: SessionPlan, first: datetime) -> dict[str, Any]:
    begin = local(each.starts_at)
    return {
        "day": (begin.date() - local(first).date()).days,
        "at": f"{begin:%H:%M}",
        "minutes": (each.ends_at - each.starts_at) // _MINUTE,
        "positions": [_position(one) for one in each.positions],
    }


def _position(one: PositionPlan) -> dict[str, Any]:
    return {
        "name": one.name,
        "capacity": one.capacity,
        "duties": one.duties,
        "youngest": one.youngest,
        "oldest": one.oldest,
        "skills": list(one.skills),
        "qualification_id": one.qualification_id.hex if one.qualification_id else None,
    }


def _planned(kept: dict[str, Any], day: date) -> SessionPlan:
    at = time.fromisoformat(kept["at"])
    begin = datetime.combine(day + timedelta(days=kept["day"]), at, tzinfo=SHANGHAI)
    positions = tuple(
        PositionPlan(
            **{
                **one,
                "skills": tuple(one["skills"]),
                "qualification_id": UUID(one["qualification_id"])
                if one["qualification_id"]
                else None,
            }
        )
        for one in kept["positions"]
    )
    return SessionPlan(begin, begin + kept["minutes"] * _MINUTE, positions)
