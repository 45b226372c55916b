"""At the door without a sign-up: her own card says that she is there and wants to help."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.activities.minors import Word, needs_word
from app.domain.activities.walking_in import sign_up_at_the_door
from app.domain.attendance.errors import GuardianNotHere, TooEarly, TooLate
from app.domain.attendance.models import Attendance
from app.domain.attendance.rules import opens_at
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.ways import scan_card
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people import families
from app.domain.people.card import holder_of
from app.domain.people.holding import hold
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


def walk_in(
    staff: Staff,
    card: str,
    *,
    session_id: UUID,
    device: str | None = None,
    nonce: str | None = None,
    now: datetime,
) -> ScanAnswer:
    """Sign the card's holder up and check her in, both or neither; again, the first answer."""
    holder = holder_of(card, now=now)
    with transaction():
        hold([holder])
        plan = outlines([session_id]).get(session_id)
        if plan is None:
            raise NotFound
        staff.require(Permission.ATTENDANCE_RUN, plan.place_path)
        given_place(staff.actor, plan, holder, now=now)
        return scan_card(
            staff,
            card,
            session_id=session_id,
            direction="in",
            device=device,
            nonce=nonce,
            now=now,
        )


def given_place(
    by: Actor,
    plan: SessionOutline,
    volunteer_id: UUID,
    *,
    position_id: UUID | None = None,
    device: str = "",
    now: datetime,
) -> None:
    """A free place for somebody at the door, unless she has one; `device` is what scanned her."""
    person = hold([volunteer_id]).get(volunteer_id)
    if person is None:
        raise NotFound
    if refusal := why_not_at_this_moment(plan, now=now):
        raise refusal
    word = None
    if needs_word(person.birth_date, plan.starts_at):
        word = _word_of_who_is_here(volunteer_id, plan.session_id)
    place = sign_up_at_the_door(
        volunteer_id, plan.session_id, position_id=position_id, word=word, now=now
    )
    if place.already:
        return
    trail.record(
        by,
        "session.walk_in",
        "session",
        plan.session_id,
        now=now,
        place_id=plan.place_id,
        title=plan.title,
        position=place.position,
        **({"device": device} if device else {}),
    )


def why_not_at_this_moment(plan: SessionOutline, *, now: datetime) -> Refusal | None:
    """While one can check in."""
    if now < opens_at(plan.starts_at):
        return TooEarly(opens_at=opens_at(plan.starts_at))
    return TooLate(closed_at=plan.ends_at, what="签到") if now > plan.ends_at else None


def _word_of_who_is_here(child_id: UUID, session_id: UUID) -> Word:
    """A guardian who has checked in to the same session, and is there, gives her word by that."""
    guardian = families.guardian_of(child_id)
    if guardian is None or guardian.guardian_id is None:
        raise GuardianNotHere
    there = select(Attendance.id).where(
        Attendance.session_id == session_id,
        Attendance.volunteer_id == guardian.guardian_id,
        Attendance.out_way.is_(None),
    )
    if session.scalar(there) is None:
        raise GuardianNotHere
    return Word("in_person", guardian.name, guardian.phone, guardian.relation, accompanies=True)
