"""What a volunteer changes about herself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update

from app.domain.access.appointment import link_volunteer
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.errors import CommunityNotOpen, InGuardiansCare, PhoneUnchanged
from app.domain.people.free_time import why_not_these_times
from app.domain.people.models import Guardianship, Volunteer
from app.domain.people.phone_codes import try_code
from app.domain.people.queries import VolunteerView, view
from app.domain.people.rules import (
    required_phone,
    why_not_these_categories,
    why_not_these_skills,
)
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.rows import held_row
from app.kernel.transaction import transaction


def change_profile(
    volunteer_id: UUID,
    *,
    categories: Sequence[str],
    skills: Sequence[str],
    community_id: UUID,
    now: datetime,
    free_times: Sequence[str] = (),
) -> VolunteerView:
    """Choose anew what she likes to do, what she can, when she has time, and where she lives."""
    problem = (
        why_not_these_categories(categories)
        or why_not_these_skills(skills)
        or why_not_these_times(free_times)
    )
    if problem:
        raise problem
    with transaction():
        person = locked(volunteer_id)
        if community_id != person.community_id and not places.is_open_station(community_id):
            raise CommunityNotOpen
        person.categories = list(categories)
        person.skills = list(skills)
        person.free_times = sorted(free_times)
        person.community_id = community_id
        _write_down("volunteer.change_profile", person, now=now)
        return view(person, places.place(community_id))


def change_phone(volunteer_id: UUID, new_phone: str, code: str, *, now: datetime) -> VolunteerView:
    """Change to a phone proven by a code; sign-ins elsewhere end, this one takes the new
    `sign_in_generation`."""
    new_phone = required_phone(new_phone)
    with transaction():
        person = locked(volunteer_id)
        if person.phone == new_phone:
            raise PhoneUnchanged
        if session.scalar(select(Guardianship.id).where(_cares_for(person))) is not None:
            raise InGuardiansCare
        problem = try_code(new_phone, code, now=now)
        if problem is None:
            move_phone(person, new_phone)
            _write_down("volunteer.change_phone", person, now=now)
            return view(person, places.place(person.community_id))
    # Raised outside the transaction: a wrong code counts.
    raise problem


def set_large_type(volunteer_id: UUID, large: bool) -> None:
    """Care mode: large type on every page of hers."""
    with transaction():
        locked(volunteer_id).large_type = large


def sign_out_everywhere(volunteer_id: UUID, *, now: datetime) -> None:
    """End every sign-in of hers, on all devices."""
    with transaction():
        person = locked(volunteer_id)
        person.sign_in_generation += 1
        _write_down("volunteer.sign_out_everywhere", person, now=now)


def locked(volunteer_id: UUID) -> Volunteer:
    """Her row, locked and read anew; within an action."""
    return held_row(Volunteer, volunteer_id)


def move_phone(person: Volunteer, new_phone: str) -> None:
    """Give a locked person another phone: the old one opens nothing any more."""
    person.phone = new_phone
    person.sign_in_generation += 1
    _move_childrens_phone(person)
    link_volunteer(name=person.name, phone=new_phone, volunteer_id=person.id)


def _cares_for(child: Volunteer) -> ColumnElement[bool]:
    return and_(Guardianship.child_id == child.id, Guardianship.withdrawn_at.is_(None))


def _move_childrens_phone(person: Volunteer) -> None:
    """Children in her care are called at her phone."""
    if not person.guards_children:
        return
    hers = and_(Guardianship.guardian_id == person.id, Guardianship.withdrawn_at.is_(None))
    at_once = {"synchronize_session": False}
    session.execute(
        update(Guardianship).where(hers).values(guardian_phone=person.phone),
        execution_options=at_once,
    )
    session.execute(
        update(Volunteer)
        .where(Volunteer.id.in_(select(Guardianship.child_id).where(hers)))
        .values(phone=person.phone),
        execution_options=at_once,
    )


def _write_down(action: str, person: Volunteer, *, now: datetime) -> None:
    actor = Actor("volunteer", person.id, person.name)
    trail.record(actor, action, "volunteer", person.id, now=now, place_id=person.community_id)
