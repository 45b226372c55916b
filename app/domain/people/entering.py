"""Write a new volunteer, or find who she is already; within the action that registers her."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from app.domain.access.appointment import link_volunteer
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.application import Facts
from app.domain.people.events import VolunteerRegistered
from app.domain.people.models import Volunteer
from app.domain.people.numbers import new_number
from app.domain.people.pinyin import name_pinyin
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id

_DRAWS = 8


def found_or_entered(
    facts: Facts, find: Callable[[], Volunteer | None], *, source: str, now: datetime
) -> tuple[Volunteer, bool]:
    """Whom `find` knows already (True), or a new row (False); two at once end in one."""
    for _ in range(_DRAWS):
        known = find()
        try:
            with session.begin_nested():
                person = known or _new_volunteer(facts, source=source, now=now)
                _note_id_number(person, facts)
                session.add(person)
                session.flush()
        except IntegrityError:
            continue  # the ID number was registered, or the number drawn, a moment ago: look again
        return person, known is not None
    raise RuntimeError(f"no free volunteer number in {_DRAWS} draws")


def locking(query: Select[Volunteer]) -> Select[Volunteer]:
    """The rows held until the end of the action, as they stand now."""
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def _new_volunteer(facts: Facts, *, source: str, now: datetime) -> Volunteer:
    return Volunteer(
        id=new_id(),
        number=new_number(now=now),
        name=facts.name,
        name_pinyin=name_pinyin(facts.name),
        phone=facts.phone,
        birth_date=facts.birth_date,
        community_id=facts.community_id,
        categories=list(facts.categories),
        skills=[],
        state="active",
        registered_at=now,
        source=source,
    )


def _note_id_number(person: Volunteer, facts: Facts) -> None:
    if facts.id_number and person.id_number_index is None:
        person.id_number = facts.id_number
        person.id_number_index = facts.id_number_index
        person.id_number_tail = facts.id_number_tail
        person.birth_date = facts.birth_date


def announce(person: Volunteer, by: Actor, *, now: datetime) -> None:
    """Write down and tell that somebody is a volunteer from now on."""
    link_volunteer(name=person.name, phone=person.phone, volunteer_id=person.id)
    trail.record(
        by,
        "volunteer.register",
        "volunteer",
        person.id,
        now=now,
        place_id=person.community_id,
        source=person.source,
    )
    happened(
        VolunteerRegistered(
            volunteer_id=person.id,
            number=person.number,
            name=person.name,
            phone=person.phone,
            community_id=person.community_id,
            source=person.source,
            now=now,
        )
    )
