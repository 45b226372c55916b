"""The wait-list of a position. Call under the position's lock only."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import MovedUp, SessionPlace
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.rules import confirm_by
from app.domain.qualifications import checking
from app.kernel import lean
from app.kernel.database import session
from app.kernel.happenings import happened


def place_told(sign_up: SignUp, activity: Activity, position: Position) -> SessionPlace:
    """A sign-up as events carry it."""
    return SessionPlace(
        sign_up_id=sign_up.id,
        activity_id=activity.id,
        session_id=sign_up.session_id,
        volunteer_id=sign_up.volunteer_id,
        title=activity.title,
        position=position.name,
        venue=activity.venue,
        starts_at=sign_up.starts_at,
        ends_at=sign_up.ends_at,
        contact_name=activity.contact_name,
        contact_phone=activity.contact_phone,
    )


def end_of_queue(position_id: UUID, *, now: datetime) -> tuple[int, datetime]:
    """The place the next one gets, and her moment in the queue.

    Processes read their clocks before they wait for the lock, so moments are kept in the order of
    the lock: whoever comes later stands later.
    """
    waiting, last = lean.run(_WAITING, position_id=position_id).one()
    return waiting + 1, max(now, last + timedelta(microseconds=1)) if waiting else now


_WAITING = select(func.count().label("waiting"), func.max(SignUp.queued_at).label("last")).where(
    SignUp.position_id == bindparam("position_id"), SignUp.state == "waiting"
)


def place_in_queue(sign_up: SignUp) -> int | None:
    """How many wait up to and including this one; None when she does not wait."""
    if sign_up.state != "waiting":
        return None
    return session.scalar(
        select(func.count()).where(
            SignUp.position_id == sign_up.position_id,
            SignUp.state == "waiting",
            SignUp.queued_at <= sign_up.queued_at,
        )
    )


def move_up(activity: Activity, position: Position, *, now: datetime) -> int:
    """Fill the position's free places with those who wait, in order; how many moved."""
    free = position.capacity - position.taken
    if free <= 0:
        return 0
    waiting = _first_who_may(position, free, now=now)
    for sign_up in waiting:
        sign_up.state = "signed_up"
        sign_up.moved_up_at = now
        sign_up.confirm_by = confirm_by(sign_up.starts_at, now=now)
    position.taken += len(waiting)
    session.flush()
    for sign_up in waiting:
        happened(MovedUp(place_told(sign_up, activity, position), now, sign_up.confirm_by))
    return len(waiting)


def _first_who_may(position: Position, free: int, *, now: datetime) -> list[SignUp]:
    """The first who wait; where a qualification is asked for, those who hold it still.

    Who does not any more keeps her place in the queue: she may have it again in time.
    """
    query = (
        select(SignUp)
        .where(SignUp.position_id == position.id, SignUp.state == "waiting")
        .order_by(SignUp.queued_at, SignUp.id)
        .execution_options(populate_existing=True)
    )
    needed = position.qualification_id
    if needed is None:
        return list(session.scalars(query.limit(free)))
    waiting = session.scalars(query).all()
    if not waiting:
        return []
    people, begins = [one.volunteer_id for one in waiting], waiting[0].starts_at
    refused = checking.why_none_of(people, needed, at=begins, now=now)
    return [one for one in waiting if one.volunteer_id not in refused][:free]


def alive_of(activity: Activity) -> list[SignUp]:
    """Everyone who has a place in an activity or waits for one."""
    return list(
        session.scalars(
            select(SignUp)
            .where(SignUp.activity_id == activity.id, SignUp.state.in_(ALIVE))
            .order_by(SignUp.id)
            .execution_options(populate_existing=True)
        )
    )
