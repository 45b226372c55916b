"""Register a child: the guardian applies, agrees, and acts for the child from then on.

Source: Personal Information Protection Law, article 31; Regulations on the protection of minors
online, articles 31 and 34.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people import consents
from app.domain.people.application import Application, Facts, checked
from app.domain.people.entering import announce, found_or_entered, locking
from app.domain.people.errors import ChildTaken, CommunityNotOpen, ConsentNeeded
from app.domain.people.identities import bind_row, locked_identity
from app.domain.people.models import Guardianship, Volunteer
from app.domain.people.phone_codes import one_at_a_time, try_code
from app.domain.people.profile import locked
from app.domain.people.queries import VolunteerView, view
from app.domain.people.rules import (
    clean_name,
    required_phone,
    why_not_a_guardian,
    why_not_this_childs_birth_date,
    why_not_this_name,
)
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction

SOURCE = "guardian"


@dataclass(frozen=True)
class ChildApplication:
    """What a guardian fills in about a child."""

    name: str
    birth_date: date | None
    id_number: str | None = field(repr=False)
    relation: str
    community_id: UUID
    consent_version: str
    categories: Sequence[str] = ()


@dataclass(frozen=True)
class RegisteredChild:
    """`already`: registered by her before. `speaks_for`: the account by which she comes in."""

    child: VolunteerView
    already: bool
    speaks_for: VolunteerView


@dataclass(frozen=True)
class _Guardian:
    """Who agrees; `id` is None when she is no volunteer herself."""

    id: UUID | None
    name: str
    phone: str
    birth_date: date | None
    channel: str


def register_child(
    guardian_id: UUID, application: ChildApplication, *, channel: str, now: datetime
) -> RegisteredChild:
    """A registered volunteer registers her child; `channel` is wechat | phone.

    The same child once more is the first answer.
    """
    with transaction():
        return _registered(_a_volunteer(locked(guardian_id), channel), application, now=now)


def register_child_by_phone(
    application: ChildApplication,
    *,
    guardian_name: str,
    guardian_phone: str,
    code: str,
    identity_id: UUID | None,
    now: datetime,
) -> RegisteredChild:
    """The same by somebody who is no volunteer and proves her phone.

    Her WeChat id, which is nobody's yet, then stands for the child and the child's family.
    """
    name, phone = clean_name(guardian_name), required_phone(guardian_phone)
    if why_not_this_name(name):
        raise BadInput(field="guardian_name", problem="请填写监护人的真实姓名")
    with transaction():
        one_at_a_time(f"phone {phone}")
        problem = try_code(phone, code, now=now)
        if problem is None:
            channel = "wechat" if identity_id else "phone"
            guardian = _behind_phone(name, phone, channel)
            done = _registered(guardian, application, now=now)
            if identity_id:
                speaks_for = session.get_one(Volunteer, done.speaks_for.id)
                bind_row(locked_identity(identity_id), speaks_for, now=now)
            return done
    # Raised outside the transaction: a wrong code counts.
    raise problem


def adopt(person: Volunteer) -> None:
    """Who registers herself takes over the children she registered by her phone; in an action."""
    hers = and_(
        Guardianship.guardian_id.is_(None),
        Guardianship.guardian_phone == person.phone,
        Guardianship.guardian_name == person.name,
    )
    taken_over = session.execute(
        update(Guardianship)
        .where(hers)
        .values(guardian_id=person.id)
        .returning(Guardianship.id)
        .execution_options(synchronize_session=False)
    ).all()
    if taken_over:
        person.guards_children = True


def _a_volunteer(row: Volunteer, channel: str) -> _Guardian:
    return _Guardian(row.id, row.name, row.phone, row.birth_date, channel)


def _behind_phone(name: str, phone: str, channel: str) -> _Guardian:
    """Who has this name and the phone just proven: a volunteer perhaps."""
    query = select(Volunteer).where(Volunteer.phone == phone, Volunteer.name == name)
    row = session.scalars(locking(query.order_by(Volunteer.id))).first()
    return _a_volunteer(row, channel) if row else _Guardian(None, name, phone, None, channel)


def _registered(
    guardian: _Guardian, application: ChildApplication, *, now: datetime
) -> RegisteredChild:
    refusal = why_not_a_guardian(
        guardian.birth_date, relation=application.relation, children=_count(guardian), now=now
    )
    if refusal:
        raise refusal
    facts = _facts(application, guardian.phone, now=now)
    child, already = found_or_entered(
        facts, lambda: _known(facts, guardian), source=SOURCE, now=now
    )
    if not _in_force(child):
        _agree(guardian, child, application.relation, now=now)
    if not already:
        announce(child, Actor("volunteer", guardian.id, guardian.name), now=now)
    seen = view(child, places.place(child.community_id))
    return RegisteredChild(seen, already, _seen(guardian.id) if guardian.id else seen)


def _seen(volunteer_id: UUID) -> VolunteerView:
    row = session.get_one(Volunteer, volunteer_id)
    return view(row, places.place(row.community_id))


def _facts(application: ChildApplication, phone: str, *, now: datetime) -> Facts:
    if application.consent_version != consents.GUARDIAN_VERSION:
        raise ConsentNeeded
    facts = checked(
        Application(
            name=application.name,
            phone=phone,
            community_id=application.community_id,
            birth_date=application.birth_date,
            id_number=application.id_number,
            categories=application.categories,
            consent_version=consents.VERSION,
        ),
        now=now,
        why_not_born_then=why_not_this_childs_birth_date,
    )
    if not places.is_open_station(facts.community_id):
        raise CommunityNotOpen
    return facts


def _of(guardian: _Guardian) -> ColumnElement[bool]:
    """Consents she ever gave."""
    by_phone = and_(
        Guardianship.guardian_id.is_(None), Guardianship.guardian_phone == guardian.phone
    )
    return or_(by_phone, Guardianship.guardian_id == guardian.id) if guardian.id else by_phone


def _count(guardian: _Guardian) -> int:
    query = select(func.count(Guardianship.id)).where(
        _of(guardian), Guardianship.withdrawn_at.is_(None)
    )
    return session.scalar(query) or 0


def _known(facts: Facts, guardian: _Guardian) -> Volunteer | None:
    """The child as registered before: by ID number, else by name and birth date in her care."""
    hers = select(Guardianship.child_id).where(_of(guardian))
    if facts.id_number_index:
        by_id_number = session.scalars(
            locking(select(Volunteer).where(Volunteer.id_number_index == facts.id_number_index))
        ).one_or_none()
        if by_id_number is not None:
            # Knowing a child's ID number is no proof of being her guardian.
            if by_id_number.id not in set(session.scalars(hers)):
                raise ChildTaken
            return by_id_number
    query = select(Volunteer).where(
        Volunteer.id.in_(hers),
        Volunteer.name == facts.name,
        Volunteer.birth_date == facts.birth_date,
    )
    return session.scalars(locking(query.order_by(Volunteer.id))).first()


def _in_force(child: Volunteer) -> bool:
    query = select(Guardianship.id).where(
        Guardianship.child_id == child.id, Guardianship.withdrawn_at.is_(None)
    )
    return session.scalar(query) is not None


def _agree(guardian: _Guardian, child: Volunteer, relation: str, *, now: datetime) -> None:
    session.add(
        Guardianship(
            id=new_id(),
            child_id=child.id,
            guardian_id=guardian.id,
            guardian_name=guardian.name,
            guardian_phone=guardian.phone,
            relation=relation,
            version=consents.GUARDIAN_VERSION,
            text_hash=consents.text_hash(consents.GUARDIAN_TEXT),
            channel=guardian.channel,
            given_at=now,
        )
    )
    child.phone, child.state = guardian.phone, "active"
    # A guardian who is no volunteer comes in as one of her children, and acts for the others.
    speaks_for = session.get_one(Volunteer, guardian.id) if guardian.id else child
    speaks_for.guards_children = True
    session.flush()
    trail.record(
        Actor("volunteer", guardian.id, guardian.name),
        "volunteer.guardian_agrees",
        "volunteer",
        child.id,
        now=now,
        place_id=child.community_id,
        relation=relation,
    )
