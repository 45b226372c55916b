"""A session that runs over or ends early: staff on the spot move its end; nobody is told extra."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import errors
from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import SessionProlonged
from app.domain.activities.locks import hold_activity, hold_positions
from app.domain.activities.models import Activity, ActivitySession, SignUp
from app.domain.activities.plan_rules import SESSION_LONGEST
from app.domain.activities.rules import State, why_not_this_reason
from app.domain.audit import trail
from app.domain.people.holding import hold
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import Refusal
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

# As long as one can still check out: C-03. A test compares the two.
RUNNING_OVER_SAID_WITHIN = timedelta(minutes=60)
_UNDER_WAY = (State.PUBLISHED, State.RUNNING, State.ENDED)


def prolong(staff: Staff, session_id: UUID, *, until: datetime, reason: str, now: datetime) -> None:
    """It goes on until then; what is credited follows, also of those who have just left."""
    with transaction():
        part, activity = _held(staff, session_id)
        refusal = why_not_prolong(
            part.starts_at, part.ends_at, state=activity.state, until=until, now=now
        ) or why_not_this_reason(reason)
        if refusal:
            raise refusal
        ended_at = part.ends_at
        _move_end(part, activity, until)
        _record(staff, activity, "prolong", part, reason=reason.strip(), now=now)
        session.flush()
        happened(SessionProlonged(part.id, ended_at, until, now))


def end_now(staff: Staff, session_id: UUID, *, reason: str, now: datetime) -> None:
    """It is over: from now on nobody checks in, and who is there checks out."""
    with transaction():
        part, activity = _held(staff, session_id)
        refusal = why_not_end(
            part.starts_at, part.ends_at, state=activity.state, now=now
        ) or why_not_this_reason(reason)
        if refusal:
            raise refusal
        _move_end(part, activity, now)
        _record(staff, activity, "end_early", part, reason=reason.strip(), now=now)


def why_not_prolong(
    starts_at: datetime, ends_at: datetime, *, state: str, until: datetime, now: datetime
) -> Refusal | None:
    """While it runs or one can still check out; later than planned; never beyond twelve hours."""
    if state not in _UNDER_WAY or not starts_at <= now <= ends_at + RUNNING_OVER_SAID_WITHIN:
        return errors.SessionNotRunning(what="延长")
    if until <= max(now, ends_at):
        return errors.NotLater(ends_at=ends_at)
    if until - starts_at > SESSION_LONGEST:
        hours = int(SESSION_LONGEST.total_seconds()) // 3600
        return errors.LongerThanADay(most=hours, latest=starts_at + SESSION_LONGEST)
    return None


def why_not_end(
    starts_at: datetime, ends_at: datetime, *, state: str, now: datetime
) -> Refusal | None:
    """Only what has begun and is not over."""
    if state not in _UNDER_WAY or not starts_at < now < ends_at:
        return errors.SessionNotRunning(what="提前结束")
    return None


def _held(staff: Staff, session_id: UUID) -> tuple[ActivitySession, Activity]:
    """Everybody with a place first, then activity and positions: the order all actions lock in."""
    found = row_with(ActivitySession, session_id)
    with_a_place = select(SignUp.volunteer_id).where(
        SignUp.session_id == session_id, SignUp.state.in_(ALIVE)
    )
    hold(session.scalars(with_a_place).all())
    activity, place = hold_activity(found.activity_id)
    staff.require(Permission.ATTENDANCE_RUN, place.path)
    hold_positions(activity.id)
    return session.get_one(ActivitySession, session_id, populate_existing=True), activity


def _move_end(part: ActivitySession, activity: Activity, ends_at: datetime) -> None:
    part.ends_at = ends_at
    session.execute(
        update(SignUp)
        .where(SignUp.session_id == part.id, SignUp.state.in_(ALIVE))
        .values(ends_at=ends_at)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    last = select(func.max(ActivitySession.ends_at))
    activity.ends_at = session.scalars(last.where(ActivitySession.activity_id == activity.id)).one()


def _record(
    staff: Staff,
    activity: Activity,
    word: str,
    part: ActivitySession,
    *,
    reason: str,
    now: datetime,
) -> None:
    trail.record(
        staff.actor,
        f"session.{word}",
        "session",
        part.id,
        now=now,
        place_id=activity.place_id,
        title=activity.title,
        reason=reason,
        ends_at=part.ends_at.isoformat(),
    )
