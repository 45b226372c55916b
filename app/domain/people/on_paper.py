"""Who somebody is, as a paper of hers says it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain.people.id_numbers import LENGTH, TAIL
from app.domain.people.models import Volunteer
from app.kernel.database import session
from app.kernel.masking import masked_name


@dataclass(frozen=True)
class PersonOnPaper:
    """`id_number` is masked but for its last four; None when it is not known."""

    id: UUID
    name: str
    number: str
    id_number: str | None

    @property
    def masked_name(self) -> str:
        """The name as strangers may see it."""
        return masked_name(self.name)


def on_paper(ids: Collection[UUID]) -> dict[UUID, PersonOnPaper]:
    """Several people at once; who has left is missing."""
    query = select(Volunteer.id, Volunteer.name, Volunteer.number, Volunteer.id_number_tail).where(
        Volunteer.id.in_(ids), Volunteer.state != "left"
    )
    return {
        row.id: PersonOnPaper(row.id, row.name, row.number, _masked(row.id_number_tail))
        for row in session.execute(query)
    }


def whole_id_number(volunteer_id: UUID) -> str | None:
    """Her ID number in full: only for a paper on which she wants it printed."""
    return session.scalar(select(Volunteer.id_number).where(Volunteer.id == volunteer_id))


def ids_with_numbers(numbers: Collection[str]) -> dict[str, UUID]:
    """People by their volunteer numbers; who does not exist or has left is missing."""
    query = select(Volunteer.number, Volunteer.id).where(
        Volunteer.number.in_(numbers), Volunteer.state != "left"
    )
    return {row.number: row.id for row in session.execute(query)}


def _masked(tail: str | None) -> str | None:
    return "*" * (LENGTH - TAIL) + tail if tail else None
