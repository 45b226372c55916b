"""Take a place in a session, or give it back.

The volunteer is held first, then the position: two overlapping sign-ups of one person cannot pass
together, and the last place goes to one. A full position puts her into its queue; a place given
back goes to the first who waits, under the same lock, exactly once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from app.domain.activities import errors, race_window
from app.domain.activities.asked import Asked, candidate
from app.domain.activities.asked import asked as asked_for
from app.domain.activities.asking import Sought, seeking, sought
from app.domain.activities.counting import count_in
from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import SignedUpEvent, SignUpCancelled, WaitingListed
from app.domain.activities.locks import hold_position
from app.domain.activities.minors import Word, keep, why_not_without_guardian
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.queue import end_of_queue, move_up, place_in_queue, place_told
from app.domain.activities.rules import cancels_late, why_not_cancel_sign_up, why_not_sign_up
from app.domain.people.holding import HeldVolunteer, held, hold, holding
from app.domain.qualifications import checking
from app.kernel import lean
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.said import Rows
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class SignedUp:
    """What a sign-up came to: `signed_up`, or `waiting` at a place that counts from 1."""

    sign_up_id: UUID
    state: str
    place_in_queue: int | None


@dataclass(frozen=True)
class Cancelled:
    """What a cancellation came to; `late` is noted."""

    sign_up_id: UUID
    late: bool


def sign_up(
    volunteer_id: UUID, position_id: UUID, *, word: Word | None = None, now: datetime
) -> SignedUp:
    """Take a place, or the next place in the queue. Asked again, the first answer.

    A minor's place needs her guardian's word.
    """
    with transaction():
        volunteer, place, overlapping = _asked(volunteer_id, position_id)
        earlier = _earlier(overlapping, place)
        if earlier is not None:
            return earlier
        asks = candidate(volunteer, team_id=place.team_id)
        refusal = why_not_sign_up(asks, place.offer, now=now)
        refusal = refusal or why_not_without_guardian(volunteer.birth_date, place.starts_at, word)
        refusal = refusal or checking.why_not(
            volunteer_id, place.qualification_id, at=place.starts_at, now=now
        )
        if refusal:
            raise refusal
        race_window.pass_through()
        return _take_place(volunteer_id, place, word, now=now)


def cancel_sign_up(
    volunteer_id: UUID, sign_up_id: UUID, *, now: datetime, reason: str = ""
) -> Cancelled:
    """Give a place back until the session starts. Asked again, the first answer."""
    with transaction():
        _held(volunteer_id)
        position = hold_position(_position_of(sign_up_id, volunteer_id))
        own, asked = _own(sign_up_id), asked_for(position)
        if own.state == "cancelled":
            return Cancelled(own.id, own.cancelled_late)
        if own.state == "released":
            raise errors.AlreadyReleased
        refusal = why_not_cancel_sign_up(own.starts_at, now=now)
        if refusal:
            raise refusal
        race_window.pass_through()
        return _give_back(own, asked, reason, now)


def _held(volunteer_id: UUID) -> HeldVolunteer:
    volunteer = hold([volunteer_id]).get(volunteer_id)
    if volunteer is None:
        raise NotFound
    return volunteer


def _asked(volunteer_id: UUID, position_id: UUID) -> tuple[HeldVolunteer, Sought, Rows]:
    """Hold her, then the position, and see what else she does in its hours: one journey."""
    her, position, around, overlapping = lean.run_together(
        holding(volunteer_id),
        *seeking(position_id),
        lean.question(_OVERLAPPING, volunteer_id=volunteer_id, wanted=position_id),
    )
    volunteer = held(her)
    if volunteer is None:
        raise NotFound
    return volunteer, sought(position_id, (position, around)), overlapping


def _earlier(overlapping: Rows, place: Sought) -> SignedUp | None:
    """Her living sign-up for this position; raises when another engagement overlaps (half-open)."""
    for own in overlapping:
        if own.position_id == place.position_id:
            return SignedUp(own.id, own.state, place_in_queue(own))
        if own.session_id == place.session_id:
            raise errors.OtherPositionTaken(position=own.position)
    for own in overlapping:
        raise errors.BusyThen(title=own.title, starts_at=own.starts_at, ends_at=own.ends_at)
    return None


_WANTED = aliased(Position)
_THEN = aliased(ActivitySession)
_OVERLAPPING = (
    select(
        SignUp.id,
        SignUp.session_id,
        SignUp.position_id,
        SignUp.state,
        SignUp.starts_at,
        SignUp.ends_at,
        SignUp.queued_at,
        Activity.title,
        Position.name.label("position"),
    )
    .join(Activity, Activity.id == SignUp.activity_id)
    .join(Position, Position.id == SignUp.position_id)
    .join(_WANTED, _WANTED.id == bindparam("wanted"))
    .join(_THEN, _THEN.id == _WANTED.session_id)
    .where(
        SignUp.volunteer_id == bindparam("volunteer_id"),
        SignUp.state.in_(ALIVE),
        SignUp.starts_at < _THEN.ends_at,
        SignUp.ends_at > _THEN.starts_at,
    )
    .order_by(SignUp.starts_at, SignUp.id)
)


def _take_place(
    volunteer_id: UUID, wanted: Sought, word: Word | None, *, now: datetime
) -> SignedUp:
    taken, sign_up_id = count_in(wanted.position_id), new_id()
    place, queued_at = (None, now) if taken else end_of_queue(wanted.position_id, now=now)
    state = "signed_up" if taken else "waiting"
    lean.add(
        SignUp,
        id=sign_up_id,
        activity_id=wanted.activity_id,
        session_id=wanted.session_id,
        position_id=wanted.position_id,
        volunteer_id=volunteer_id,
        state=state,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        queued_at=queued_at,
    )
    if word is not None:
        keep(word, sign_up_id=sign_up_id, volunteer_id=volunteer_id, now=now)
    told = wanted.told(sign_up_id, volunteer_id)
    happened(SignedUpEvent(told, now) if place is None else WaitingListed(told, place, now))
    return SignedUp(sign_up_id, state, place)


def _position_of(sign_up_id: UUID, volunteer_id: UUID) -> UUID:
    found = session.scalar(
        select(SignUp.position_id).where(
            SignUp.id == sign_up_id, SignUp.volunteer_id == volunteer_id
        )
    )
    if found is None:
        raise NotFound
    return found


def _own(sign_up_id: UUID) -> SignUp:
    return session.get_one(SignUp, sign_up_id, populate_existing=True)


def _give_back(own: SignUp, asked: Asked, reason: str, now: datetime) -> Cancelled:
    had_place = own.state == "signed_up"
    # Who did not ask for the place herself may always decline it.
    own.cancelled_late = not own.taken_by_leader and cancels_late(
        state=own.state,
        starts_at=own.starts_at,
        deadline_hours=asked.activity.cancel_deadline_hours,
        now=now,
    )
    own.state = "cancelled"
    own.cancelled_at = now
    own.cancel_reason = reason.strip()[:200] or None
    session.flush()
    told = place_told(own, asked.activity, asked.position)
    happened(SignUpCancelled(told, own.cancelled_late, now))
    if had_place:
        asked.position.taken -= 1
        move_up(asked.activity, asked.position, now=now)
    session.flush()
    return Cancelled(own.id, own.cancelled_late)
