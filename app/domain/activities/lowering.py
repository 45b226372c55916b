"""Fewer places than are taken: the last who signed up wait again, ahead of all who waited before.

Staff first see who that is and say why; nobody who has checked in loses her place, and shortly
before the start nobody does.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import place_errors as errors
from app.domain.activities import race_window
from app.domain.activities.events import ActivityRevised, PlaceTakenBack
from app.domain.activities.locks import hold_activity, hold_positions, look_at_activity
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.queue import place_told
from app.domain.activities.rules import (
    Decision,
    next_state,
    why_not_lower,
    why_not_this_reason,
)
from app.domain.activities.session_queries import activity_of_position
from app.domain.audit import trail
from app.domain.people import queries as people
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

# Whose attendance stands in a session: known by a room above, asked within the action.
WhoIsIn = Callable[[UUID], Collection[UUID]]


@dataclass(frozen=True)
class Loser:
    """Somebody who would lose her place, or has lost it."""

    sign_up_id: UUID
    volunteer_id: UUID
    name: str
    number: str
    queued_at: datetime


def who_would_lose(
    staff: Staff,
    position_id: UUID,
    *,
    capacity: int,
    reason: str,
    who_is_in: WhoIsIn,
    now: datetime,
) -> list[Loser]:
    """Those who would wait again, in the order in which they would move up; nothing is changed."""
    _in_words(reason)
    activity, place = look_at_activity(activity_of_position(position_id))
    staff.require(Permission.ACTIVITIES_PLAN, place.path)
    position = session.get_one(Position, position_id, populate_existing=True)
    losers = _losers(activity, position, capacity, who_is_in, now=now)
    persons = people.cards([each.volunteer_id for each in losers])
    return [
        Loser(
            each.id,
            each.volunteer_id,
            persons[each.volunteer_id].name,
            persons[each.volunteer_id].number,
            each.queued_at,
        )
        for each in losers
    ]


def lower(
    staff: Staff,
    position_id: UUID,
    *,
    capacity: int,
    reason: str,
    confirmed: Collection[UUID],
    who_is_in: WhoIsIn,
    now: datetime,
) -> int:
    """Lower a position's capacity; how many wait again. `confirmed` are the sign-ups she saw."""
    why = _in_words(reason)
    with transaction():
        activity, place = hold_activity(activity_of_position(position_id))
        staff.require(Permission.ACTIVITIES_PLAN, place.path)
        position = _held(activity, position_id)
        losers = _losers(activity, position, capacity, who_is_in, now=now)
        if {each.id for each in losers} != set(confirmed):
            raise errors.OthersLose
        race_window.pass_through()
        _wait_again(position, losers, capacity=capacity)
        activity.version += 1
        session.flush()
        for place_in_queue, each in enumerate(losers, start=1):
            told = place_told(each, activity, position)
            happened(PlaceTakenBack(told, place_in_queue, why, now))
        happened(ActivityRevised(activity.id))
        trail.record(
            staff.actor,
            "activity.lower_capacity",
            "activity",
            activity.id,
            now=now,
            place_id=activity.place_id,
            title=activity.title,
            name=position.name,
            count=len(losers),
            reason=why,
        )
        return len(losers)


def _in_words(reason: str) -> str:
    """The reason as people will read it; raises where there is none."""
    refusal = why_not_this_reason(reason)
    if refusal:
        raise refusal
    return reason.strip()


def _wait_again(position: Position, losers: Sequence[SignUp], *, capacity: int) -> None:
    _ahead_of_who_waits(position, losers)
    for each in losers:
        each.state, each.moved_up_at, each.confirm_by = "waiting", None, None
    position.capacity, position.taken = capacity, position.taken - len(losers)


def _held(activity: Activity, position_id: UUID) -> Position:
    for position in hold_positions(activity.id):
        if position.id == position_id:
            return position
    raise NotFound


def _losers(
    activity: Activity, position: Position, capacity: int, who_is_in: WhoIsIn, *, now: datetime
) -> Sequence[SignUp]:
    """The last who signed up and have not come yet, as many as are too many, in their order."""
    next_state(activity.state, Decision.REVISE)
    its_session = session.get_one(ActivitySession, position.session_id, populate_existing=True)
    too_many = max(0, position.taken - capacity)
    there = set(who_is_in(its_session.id)) if too_many else set()
    refusal = why_not_lower(
        capacity, was=position.capacity, too_many=too_many, starts_at=its_session.starts_at, now=now
    )
    if refusal:
        raise refusal
    rows = session.scalars(
        select(SignUp)
        .where(SignUp.position_id == position.id, SignUp.state == "signed_up")
        .order_by(SignUp.queued_at.desc(), SignUp.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    away = [row for row in rows if row.volunteer_id not in there]
    if len(away) < too_many:
        raise errors.MoreAreIn(there=len(rows) - len(away))
    return away[:too_many][::-1]


def _ahead_of_who_waits(position: Position, losers: Sequence[SignUp]) -> None:
    """They signed up earlier than who waits; where they did not, their moment is put before."""
    first = session.scalar(
        select(func.min(SignUp.queued_at)).where(
            SignUp.position_id == position.id, SignUp.state == "waiting"
        )
    )
    if not losers or first is None or losers[-1].queued_at < first:
        return
    for steps, each in enumerate(reversed(losers), start=1):
        each.queued_at = first - timedelta(microseconds=steps)
