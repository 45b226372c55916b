"""Leave at any time: the account ends, the records the law asks for stay and are shown to nobody.

Sources: PIPL, articles 15 and 47; 志愿服务条例, article 19; Order 67, article 5: name, birth date,
ID number, residence and contact are part of a service record. They also find it again when somebody
returns.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.audit.erasing import erase_words
from app.domain.people.events import GuardianConsentWithdrawn, VolunteerLeft
from app.domain.people.families import in_care_of
from app.domain.people.identities import unbind_all
from app.domain.people.models import Consent, Guardianship, Volunteer
from app.domain.people.profile import locked
from app.domain.people.purposes import PURPOSES
from app.domain.people.queries import LEFT_NAME
from app.domain.people.rules import YOUNGEST_ALONE, age_on
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

LEFT = "left"


def leave(volunteer_id: UUID, *, by: Actor | None = None, now: datetime) -> None:
    """End one's own account, and those of the children in one's care. Asked again, nothing more.

    `by` is given where staff remove an account that is nobody's.
    """
    with transaction():
        person = locked(volunteer_id)
        if person.state == LEFT:
            return
        by = by or Actor("volunteer", person.id, person.name)
        for care in _consents_of(person):
            _let_go(care, by, now=now)
        _end(person, by, now=now)


def withdraw_guardians_consent(guardian_id: UUID, child_id: UUID, *, now: datetime) -> None:
    """The guardian no longer agrees: under 14 the child's account ends, older it stands alone.

    Either way the child's sign-ups that have not begun are released.
    """
    with transaction():
        guardian = locked(guardian_id)
        care = next((one for one in _consents_of(guardian) if one.child_id == child_id), None)
        if care is None:
            raise NotFound
        _let_go(care, Actor("volunteer", guardian.id, care.guardian_name), now=now)


def anonymise(volunteer_id: UUID, *, now: datetime) -> None:
    """Forget who somebody was that left, where no record has to be kept; within an action."""
    person = locked(volunteer_id)
    person.name = person.name_pinyin = LEFT_NAME
    person.phone = ""
    person.birth_date = person.id_number = person.id_number_index = person.id_number_tail = None
    session.execute(
        update(Guardianship)
        .where(or_(Guardianship.guardian_id == person.id, Guardianship.child_id == person.id))
        .values(guardian_name=LEFT_NAME, guardian_phone="")
        .execution_options(synchronize_session=False)
    )
    erase_words(person.id, now=now)


def _consents_of(guardian: Volunteer) -> list[Guardianship]:
    query = select(Guardianship).where(in_care_of(guardian.id, guardian.phone))
    rows = session.scalars(
        query.order_by(Guardianship.child_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _let_go(care: Guardianship, by: Actor, *, now: datetime) -> None:
    care.withdrawn_at = now
    child = locked(care.child_id)
    trail.record(
        by,
        "volunteer.guardian_withdraws",
        "volunteer",
        child.id,
        now=now,
        place_id=child.community_id,
    )
    _end_what_was_agreed_for(child, now=now)
    happened(GuardianConsentWithdrawn(child.id, now))
    if child.birth_date is None or age_on(child.birth_date, local_date(now)) < YOUNGEST_ALONE:
        _end(child, by, now=now)


def _end_what_was_agreed_for(child: Volunteer, *, now: datetime) -> None:
    """What only the guardian's word allowed is allowed no more."""
    session.execute(
        update(Consent)
        .where(
            Consent.volunteer_id == child.id,
            Consent.kind.in_([one.kind for one in PURPOSES if not one.with_terms]),
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )


def _end(person: Volunteer, by: Actor, *, now: datetime) -> None:
    """The account's end: signed out, unbound, nothing agreed to, nothing kept without need."""
    person.state = LEFT
    person.categories, person.skills = [], []
    person.large_type = person.guards_children = False
    person.sign_in_generation += 1
    unbind_all(person, now=now)
    session.execute(
        update(Consent)
        .where(Consent.volunteer_id == person.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    trail.record(
        by, "volunteer.leave", "volunteer", person.id, now=now, place_id=person.community_id
    )
    session.flush()
    happened(VolunteerLeft(person.id, now))
