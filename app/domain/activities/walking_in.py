"""Who comes to the door without having signed up: a free place is hers, by the usual rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.asked import candidate
from app.domain.activities.engagements import ALIVE
from app.domain.activities.errors import BusyThen
from app.domain.activities.locks import hold_position, look_at_activity
from app.domain.activities.minors import Word, keep, why_not_without_guardian
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.place_errors import NoFreePlace
from app.domain.activities.queue import move_up
from app.domain.activities.rules import Offer, why_not_walk_in
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.qualifications import checking
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class WalkedIn:
    """The place she has now; `already`: she had signed up, or waits."""

    sign_up_id: UUID
    position: str
    already: bool


def sign_up_at_the_door(
    volunteer_id: UUID,
    session_id: UUID,
    *,
    position_id: UUID | None = None,
    word: Word | None = None,
    now: datetime,
) -> WalkedIn:
    """Give her a free place of a session: in that position, else in the first she suits.

    Refuses as signing up does, but for the window; and where no place is free, or the activity is
    of high risk. She is told nothing: she stands there. When is the door's to decide.
    """
    with transaction():
        person = hold([volunteer_id]).get(volunteer_id)
        part = session.get(ActivitySession, session_id)
        if person is None or part is None:
            raise NotFound
        positions = _held_positions(session_id)
        own = _living(volunteer_id, part)
        if own is not None:
            name = next(one.name for one in positions if one.id == own.position_id)
            return WalkedIn(own.id, name, already=True)
        offered = [one for one in positions if position_id in (None, one.id)]
        if not offered:
            raise NotFound
        activity, _ = look_at_activity(part.activity_id)
        chosen = _first_that_suits(person, offered, activity, part, now=now)
        if refusal := why_not_without_guardian(person.birth_date, part.starts_at, word):
            raise refusal
        row = _placed(person, chosen, part, now=now)
        if word is not None:
            keep(word, sign_up_id=row.id, volunteer_id=row.volunteer_id, now=now)
        session.flush()
        return WalkedIn(row.id, chosen.name, already=False)


def give_up_walk_in(sign_up_id: UUID, *, now: datetime) -> None:
    """Her check-in was a slip and never was: neither was a place she had got with it at the door.

    A place she had signed up for stays hers. Call with her row held.
    """
    with transaction():
        own = session.get_one(SignUp, sign_up_id, populate_existing=True)
        if not own.at_the_door or own.state != "signed_up":
            return
        position = hold_position(own.position_id)
        own.state, own.cancelled_at = "cancelled", now
        position.taken -= 1
        session.flush()
        if now < own.starts_at:
            move_up(session.get_one(Activity, own.activity_id), position, now=now)


def _held_positions(session_id: UUID) -> Sequence[Position]:
    return session.scalars(
        select(Position)
        .where(Position.session_id == session_id)
        .order_by(Position.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _living(volunteer_id: UUID, part: ActivitySession) -> SignUp | None:
    """Her sign-up for this session; raises when another engagement overlaps."""
    rows = session.execute(
        select(SignUp, Activity.title)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.state.in_(ALIVE),
            SignUp.starts_at < part.ends_at,
            SignUp.ends_at > part.starts_at,
        )
        .order_by(SignUp.starts_at, SignUp.id)
        .execution_options(populate_existing=True)
    ).all()
    for own, _ in rows:
        if own.session_id == part.id:
            return own
    for own, title in rows:
        raise BusyThen(title=title, starts_at=own.starts_at, ends_at=own.ends_at)
    return None


def _first_that_suits(
    person: HeldVolunteer,
    positions: Sequence[Position],
    activity: Activity,
    part: ActivitySession,
    *,
    now: datetime,
) -> Position:
    asks = candidate(person, team_id=activity.team_id)
    refusals: list[Refusal] = []
    for position in positions:
        offer = Offer(
            activity_state=activity.state,
            risk_level=activity.risk_level,
            recruits_from=activity.recruits_from,
            recruits_until=activity.recruits_until,
            starts_at=part.starts_at,
            youngest=position.youngest,
            oldest=position.oldest,
            skills=position.skills,
            for_a_team=activity.team_id is not None,
        )
        refusal = why_not_walk_in(asks, offer) or checking.why_not(
            person.id, position.qualification_id, at=part.starts_at, now=now
        )
        if refusal is None and position.taken < position.capacity:
            return position
        refusals.append(refusal or NoFreePlace(position=position.name))
    raise next((one for one in refusals if isinstance(one, NoFreePlace)), refusals[0])


def _placed(
    person: HeldVolunteer, position: Position, part: ActivitySession, *, now: datetime
) -> SignUp:
    position.taken += 1
    row = SignUp(
        id=new_id(),
        activity_id=part.activity_id,
        session_id=part.id,
        position_id=position.id,
        volunteer_id=person.id,
        state="signed_up",
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        queued_at=now,
        at_the_door=True,
    )
    session.add(row)
    session.flush()
    return row
