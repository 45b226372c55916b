"""What staff decide about a volunteer: freeze, unfreeze, and a new phone for who stands there."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.people.denials import denied
from app.domain.people.errors import AlreadyFrozen, NotFrozen, PhoneDenied, PhoneUnchanged
from app.domain.people.models import Volunteer
from app.domain.people.profile import locked, move_phone
from app.domain.people.queries import VolunteerView, view
from app.domain.people.rules import required_phone, why_not_this_reason
from app.domain.places import queries as places
from app.kernel.masking import masked_phone
from app.kernel.transaction import transaction


def freeze(by: Staff, volunteer_id: UUID, *, reason: str, now: datetime) -> VolunteerView:
    """From now on she cannot sign up or check in; what she has done stays hers."""
    _refuse_reason(reason)
    with transaction():
        person = _reached(by, volunteer_id, Permission.PEOPLE_FREEZE)
        if person.state == "frozen":
            raise AlreadyFrozen(name=person.name)
        person.state = "frozen"
        person.frozen_reason = reason.strip()
        return _decided(by, "volunteer.freeze", person, now=now, reason=reason.strip())


def unfreeze(by: Staff, volunteer_id: UUID, *, reason: str, now: datetime) -> VolunteerView:
    """She may take part again."""
    _refuse_reason(reason)
    with transaction():
        person = _reached(by, volunteer_id, Permission.PEOPLE_FREEZE)
        if person.state != "frozen":
            raise NotFrozen(name=person.name)
        person.state = "active"
        person.frozen_reason = None
        return _decided(by, "volunteer.unfreeze", person, now=now, reason=reason.strip())


def change_phone_in_person(
    by: Staff, volunteer_id: UUID, *, new_phone: str, reason: str, now: datetime
) -> VolunteerView:
    """Give her a new phone after seeing her ID card, when the old one can prove nothing."""
    _refuse_reason(reason)
    new_phone = required_phone(new_phone)
    with transaction():
        person = _reached(by, volunteer_id, Permission.PEOPLE_MANAGE)
        if person.phone == new_phone:
            raise PhoneUnchanged
        if denied(person.id, new_phone):
            raise PhoneDenied
        move_phone(person, new_phone)
        return _decided(
            by,
            "volunteer.change_phone_in_person",
            person,
            now=now,
            reason=reason.strip(),
            phone=masked_phone(new_phone),
        )


def _refuse_reason(reason: str) -> None:
    problem = why_not_this_reason(reason)
    if problem:
        raise problem


def _reached(by: Staff, volunteer_id: UUID, permission: Permission) -> Volunteer:
    person = locked(volunteer_id)
    by.require(permission, places.place(person.community_id).path)
    return person


def _decided(
    by: Staff, action: str, person: Volunteer, *, now: datetime, **detail: str
) -> VolunteerView:
    trail.record(
        by.actor,
        action,
        "volunteer",
        person.id,
        now=now,
        place_id=person.community_id,
        name=person.name,
        **detail,
    )
    return view(person, places.place(person.community_id))
