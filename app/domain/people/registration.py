"""Become a volunteer: once in a life, from any number of WeChat ids, at any number of taps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people import consents
from app.domain.people.application import Application, Facts, checked
from app.domain.people.entering import announce, found_or_entered, locking
from app.domain.people.errors import CodeAlreadyUsed, CommunityNotOpen, IdNumberTaken
from app.domain.people.guardians import adopt
from app.domain.people.identities import bind_row, locked_identity
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.people.phone_codes import one_at_a_time, try_code
from app.domain.people.queries import VolunteerView, view
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.masking import masked_phone
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Registered:
    """`already`: she was a volunteer before, and this WeChat id now stands for her as well."""

    volunteer: VolunteerView
    already: bool


def register(
    application: Application, *, code: str, identity_id: UUID | None, source: str, now: datetime
) -> Registered:
    """Register a person, or recognise her by ID number, name and proven phone.

    `source` is wechat | phone | demo. A second tap with the same code gives the first answer.
    """
    facts = checked(application, now=now)
    with transaction():
        one_at_a_time(f"phone {facts.phone}")
        identity = locked_identity(identity_id) if identity_id else None
        person = _bound_to(identity, facts)
        if person is not None:
            return Registered(_view(person), already=True)
        problem = _code_problem(facts, code, now=now)
        if problem is None:
            return _registered(facts, identity, source=source, now=now)
    # Raised outside the transaction: a wrong code counts.
    raise problem


def _bound_to(identity: WeChatIdentity | None, facts: Facts) -> Volunteer | None:
    """The same person once more from the same WeChat id: a second tap, needing no code."""
    if identity is None or identity.volunteer_id is None:
        return None
    person = session.get_one(Volunteer, identity.volunteer_id)
    return person if (person.name, person.phone) == (facts.name, facts.phone) else None


def _code_problem(facts: Facts, code: str, *, now: datetime) -> Refusal | None:
    problem = try_code(facts.phone, code, now=now)
    used_by_her = (
        isinstance(problem, CodeAlreadyUsed) and session.scalars(_namesakes(facts)).first()
    )
    return None if used_by_her else problem


def _registered(
    facts: Facts, identity: WeChatIdentity | None, *, source: str, now: datetime
) -> Registered:
    if not places.is_open_station(facts.community_id):
        raise CommunityNotOpen
    person, already = found_or_entered(facts, lambda: _known(facts), source=source, now=now)
    adopt(person)
    _welcome_back(person, facts, now=now)
    if identity is not None:
        bind_row(identity, person, now=now)
    consents.give(person.id, channel=source, now=now)
    if not already:
        announce(person, Actor("volunteer", person.id, person.name), now=now)
    return Registered(_view(person), already)


def _welcome_back(person: Volunteer, facts: Facts, *, now: datetime) -> None:
    """Who left and comes again finds her records; what froze her before still does."""
    if person.state != "left":
        return
    person.state = "frozen" if person.frozen_reason else "active"
    person.community_id, person.categories = facts.community_id, list(facts.categories)
    actor = Actor("volunteer", person.id, person.name)
    trail.record(
        actor, "volunteer.return", "volunteer", person.id, now=now, place_id=person.community_id
    )


def _known(facts: Facts) -> Volunteer | None:
    """Who she is already: by her ID number, else by her name and the phone just proven."""
    if facts.id_number_index:
        by_id_number = session.scalars(
            locking(select(Volunteer).where(Volunteer.id_number_index == facts.id_number_index))
        ).one_or_none()
        if by_id_number is not None:
            # Knowing somebody's ID number is no proof of being her; her phone is.
            if (by_id_number.name, by_id_number.phone) != (facts.name, facts.phone):
                raise IdNumberTaken(phone=masked_phone(by_id_number.phone))
            return by_id_number
    for row in session.scalars(locking(_namesakes(facts))):
        if None in {row.id_number_index, facts.id_number_index}:
            return row
    return None


def _namesakes(facts: Facts) -> Select[Volunteer]:
    query = select(Volunteer).where(Volunteer.phone == facts.phone, Volunteer.name == facts.name)
    return query.order_by(Volunteer.id)


def _view(person: Volunteer) -> VolunteerView:
    return view(person, places.place(person.community_id))
