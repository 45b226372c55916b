"""Who belongs together, and who shares a phone number with people she does not belong to."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.domain.people.models import Guardianship, Volunteer
from app.kernel.database import session


def households_of(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """A word for each person that a guardian and the children in her care have in common."""
    if not ids:
        return {}
    query = select(
        Guardianship.child_id, Guardianship.guardian_id, Guardianship.guardian_phone
    ).where(Guardianship.child_id.in_(ids), Guardianship.withdrawn_at.is_(None))
    guarded = {
        row.child_id: str(row.guardian_id or row.guardian_phone) for row in session.execute(query)
    }
    return {one: guarded.get(one, str(one)) for one in ids}


def others_with_number(ids: Collection[UUID]) -> dict[UUID, int]:
    """How many others, no children in anybody's care, have a person's phone; none are missing."""
    if not ids:
        return {}
    in_care = select(Guardianship.child_id).where(Guardianship.withdrawn_at.is_(None))
    other = aliased(Volunteer)
    query = (
        select(Volunteer.id, func.count(other.id))
        .join(other, (other.phone == Volunteer.phone) & (other.id != Volunteer.id))
        .where(
            Volunteer.id.in_(ids),
            Volunteer.phone != "",
            Volunteer.id.not_in(in_care),
            other.id.not_in(in_care),
            other.state != "left",
        )
        .group_by(Volunteer.id)
    )
    return {one: int(count) for one, count in session.execute(query)}
