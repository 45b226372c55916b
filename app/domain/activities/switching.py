"""Change to another position of the same session in one step: never a moment without a place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import place_errors, race_window
from app.domain.activities.asked import asked, candidate, offered
from app.domain.activities.counting import count_in
from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import PositionChanged
from app.domain.activities.locks import hold_both_positions
from app.domain.activities.models import SignUp
from app.domain.activities.queue import move_up, place_told
from app.domain.activities.rules import why_not_change_position
from app.domain.people.holding import hold
from app.domain.qualifications import checking
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def change_position(
    volunteer_id: UUID, sign_up_id: UUID, position_id: UUID, *, now: datetime
) -> None:
    """Take a free place at another position and give the old one to who waits. Again: nothing.

    Who waited for the old position may change too. The word of a minor's guardian goes with her.
    """
    with transaction():
        volunteer = hold([volunteer_id]).get(volunteer_id)
        if volunteer is None:
            raise NotFound
        held = hold_both_positions(_position_of(sign_up_id, volunteer_id), position_id)
        own = session.get_one(SignUp, sign_up_id, populate_existing=True)
        if own.position_id == position_id:
            return
        old, new = held[own.position_id], held[position_id]
        if old.session_id != new.session_id:
            raise place_errors.OtherSession
        if own.state not in ALIVE:
            raise place_errors.NoPlaceToChange
        what = asked(new)
        refusal = why_not_change_position(
            candidate(volunteer), offered(what), now=now
        ) or checking.why_not(volunteer_id, new.qualification_id, at=own.starts_at, now=now)
        if refusal:
            raise refusal
        race_window.pass_through()
        if not count_in(new.id):
            raise place_errors.PositionFull(position=new.name)
        had_place = own.state == "signed_up"
        own.position_id, own.state, own.queued_at, own.confirm_by = new.id, "signed_up", now, None
        if had_place:
            old.taken -= 1
        session.flush()
        happened(PositionChanged(place_told(own, what.activity, new), old.name, now))
        move_up(what.activity, old, now=now)


def _position_of(sign_up_id: UUID, volunteer_id: UUID) -> UUID:
    found = session.scalar(
        select(SignUp.position_id).where(
            SignUp.id == sign_up_id, SignUp.volunteer_id == volunteer_id
        )
    )
    if found is None:
        raise NotFound
    return found
