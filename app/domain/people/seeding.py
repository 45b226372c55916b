"""Enter made-up volunteers by the thousand: for the demo and benchmarks, never for real people.

They pass the same checks as anybody who registers, and are encrypted like everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain.people import consents
from app.domain.people.application import Application, Facts, checked
from app.domain.people.models import Consent, Invitation, Volunteer
from app.domain.people.numbers import new_number
from app.domain.people.pinyin import name_pinyin
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

SOURCE = "demo"


@dataclass(frozen=True)
class SeededVolunteer:
    """Somebody who registered at a moment in the past."""

    application: Application
    registered_at: datetime
    skills: tuple[str, ...] = ()


def enter_volunteers(people: Sequence[SeededVolunteer]) -> list[UUID]:
    """Write them with their consents, in two statements; the ids in the order given."""
    numbers = _free_numbers(people)
    rows = [
        _row(person, checked(person.application, now=person.registered_at), number)
        for person, number in zip(people, numbers, strict=True)
    ]
    with transaction():
        session.execute(insert(Volunteer), rows)
        session.execute(insert(Consent), [_consent(row) for row in rows])
    return [row["id"] for row in rows]


def accept_invitations(people: Sequence[SeededVolunteer]) -> list[UUID]:
    """Enter people who had been invited under this name and phone, by accepting it."""
    with transaction():
        ids = enter_volunteers(people)
        for person, volunteer_id in zip(people, ids, strict=True):
            asked = person.application
            session.execute(
                update(Invitation)
                .where(
                    Invitation.name == asked.name,
                    Invitation.phone == asked.phone,
                    Invitation.state == "invited",
                )
                .values(
                    state="accepted", answered_at=person.registered_at, volunteer_id=volunteer_id
                )
                .execution_options(synchronize_session=False)
            )
    return ids


def _free_numbers(people: Sequence[SeededVolunteer]) -> list[str]:
    taken = set(session.scalars(select(Volunteer.number)))
    numbers = []
    for person in people:
        number = new_number(now=person.registered_at)
        while number in taken:
            number = new_number(now=person.registered_at)
        taken.add(number)
        numbers.append(number)
    return numbers


def _row(person: SeededVolunteer, facts: Facts, number: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "number": number,
        "name": facts.name,
        "name_pinyin": name_pinyin(facts.name),
        "phone": facts.phone,
        "birth_date": facts.birth_date,
        "id_number": facts.id_number,
        "id_number_index": facts.id_number_index,
        "id_number_tail": facts.id_number_tail,
        "community_id": facts.community_id,
        "categories": list(facts.categories),
        "skills": list(person.skills),
        "state": "active",
        "registered_at": person.registered_at,
        "source": SOURCE,
    }


def _consent(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "volunteer_id": row["id"],
        "kind": consents.KIND,
        "version": consents.VERSION,
        "text_hash": consents.text_hash(),
        "channel": SOURCE,
        "given_at": row["registered_at"],
    }
