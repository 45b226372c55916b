"""Reading families: who is in whose care, and for whom somebody acts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.people.models import Guardianship, Volunteer
from app.domain.people.queries import VolunteerView, view
from app.domain.places import queries as places
from app.kernel.database import session


@dataclass(frozen=True)
class Child:
    """Somebody in a guardian's care."""

    id: UUID
    number: str
    name: str
    birth_date: date | None
    state: str
    relation: str  # of the guardian to the child
    given_at: datetime


@dataclass(frozen=True)
class GuardianView:
    """Who answers for a child, since when, by which words."""

    guardian_id: UUID | None
    name: str
    phone: str
    relation: str
    version: str
    channel: str
    given_at: datetime


def in_care_of(guardian_id: UUID, phone: str) -> ColumnElement[bool]:
    """Consents in force of a guardian: a volunteer, or who has the phone and is none."""
    return and_(
        Guardianship.withdrawn_at.is_(None),
        or_(
            Guardianship.guardian_id == guardian_id,
            and_(Guardianship.guardian_id.is_(None), Guardianship.guardian_phone == phone),
        ),
    )


def children_of(person: VolunteerView) -> list[Child]:
    """The children somebody acts for, the eldest first. A single person asks the database nothing.

    Where the guardian is no volunteer, each of her children stands for the others as well.
    """
    if not person.guards_children:
        return []
    rows = session.execute(
        select(Volunteer, Guardianship)
        .join(Guardianship, Guardianship.child_id == Volunteer.id)
        .where(in_care_of(person.id, person.phone), Volunteer.id != person.id)
        .order_by(Volunteer.birth_date, Volunteer.id)
        .execution_options(populate_existing=True)
    )
    return [
        Child(row.id, row.number, row.name, row.birth_date, row.state, care.relation, care.given_at)
        for row, care in rows
    ]


def acted_for(person: VolunteerView, child_id: UUID) -> VolunteerView | None:
    """The child, if this person acts for her; one statement."""
    query = places.with_place(
        select(Volunteer).join(Guardianship, Guardianship.child_id == Volunteer.id),
        Volunteer.community_id,
    )
    row = session.execute(
        query.where(
            Volunteer.id == child_id, in_care_of(person.id, person.phone)
        ).execution_options(populate_existing=True)
    ).one_or_none()
    return view(row[0], places.view(row[1])) if row else None


def guardian_of(child_id: UUID) -> GuardianView | None:
    """Who answers for a child; None where nobody has to, or the consent was withdrawn."""
    row = session.scalars(
        select(Guardianship)
        .where(Guardianship.child_id == child_id, Guardianship.withdrawn_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    return GuardianView(
        row.guardian_id,
        row.guardian_name,
        row.guardian_phone,
        row.relation,
        row.version,
        row.channel,
        row.given_at,
    )
