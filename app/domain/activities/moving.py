"""Move a session to another day or time, as the calendar does: looked at first, then revised."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import clashes as clashing
from app.domain.activities import errors
from app.domain.activities.clashes import Clash
from app.domain.activities.in_series import people_ahead
from app.domain.activities.locks import look_at_activity
from app.domain.activities.models import ActivitySession
from app.domain.activities.plan_rows import plan_of
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.revision import revise, why_not_write
from app.domain.activities.rules import OPEN_STATES
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class Move:
    """What a move would do. `people` would be told; `why_not` says what forbids it."""

    session_id: UUID
    activity_id: UUID
    title: str
    place_name: str
    state: str
    version: int
    was: tuple[datetime, datetime]
    to: tuple[datetime, datetime]
    people: int
    clashes: tuple[Clash, ...]
    plan: ActivityPlan
    why_not: Refusal | None

    @property
    def seen_by_residents(self) -> bool:
        """Whether it is published: then it is asked once more before it is done."""
        return self.state in OPEN_STATES


def look(staff: Staff, session_id: UUID, to: datetime, *, now: datetime) -> Move:
    """What would come of it; nothing is changed."""
    part = session.get(ActivitySession, session_id, populate_existing=True)
    if part is None:
        raise NotFound
    activity, place = look_at_activity(part.activity_id)
    staff.require(Permission.ACTIVITIES_PLAN, place.path)
    published = activity.state in OPEN_STATES
    plan = moved(plan_of(activity), session_id, to, published=published)
    goes_to = (to, to + (part.ends_at - part.starts_at))
    why_not, _old = why_not_write(activity.id, plan, now=now)
    if why_not is None and to <= now:
        why_not = errors.StartsInThePast(starts_at=to)
    people = people_ahead([activity.id], now=now) if published else {}
    found = clashing.clashes(
        plan, place_id=place.id, within=staff.scope, stretches=[goes_to], besides=[activity.id]
    )
    return Move(
        session_id=session_id,
        activity_id=activity.id,
        title=activity.title,
        place_name=place.name,
        state=activity.state,
        version=activity.version,
        was=(part.starts_at, part.ends_at),
        to=goes_to,
        people=len(people.get(activity.id, ())),
        clashes=tuple(found),
        plan=plan,
        why_not=why_not,
    )


def move(staff: Staff, session_id: UUID, to: datetime, *, version: int, now: datetime) -> Move:
    """Do it as any other change of a plan: published, everyone with a place is told.

    A draft's sessions are written anew: the answer names the one it has become.
    """
    found = look(staff, session_id, to, now=now)
    if found.why_not:
        raise found.why_not
    revise(staff, found.activity_id, found.plan, version=version, now=now)
    become = select(ActivitySession.id).where(
        ActivitySession.activity_id == found.activity_id, ActivitySession.starts_at == to
    )
    return replace(found, session_id=session.scalars(become).first() or session_id)


def moved(plan: ActivityPlan, session_id: UUID, to: datetime, *, published: bool) -> ActivityPlan:
    """The plan with one session elsewhere; recruitment goes along with an only session.

    Of a published activity recruitment never begins later than it did: who may sign up now may
    still do so.
    """
    was = next(each for each in plan.sessions if each.id == session_id)
    step = to - was.starts_at
    sessions = tuple(
        replace(each, starts_at=each.starts_at + step, ends_at=each.ends_at + step)
        if each.id == session_id
        else each
        for each in plan.sessions
    )
    last = max(each.ends_at for each in sessions)
    if len(sessions) > 1:
        return replace(plan, sessions=sessions, recruits_until=min(plan.recruits_until, last))
    later = step > timedelta(0) and published
    return replace(
        plan,
        sessions=sessions,
        recruits_from=plan.recruits_from + (timedelta(0) if later else step),
        recruits_until=plan.recruits_until + step,
    )
