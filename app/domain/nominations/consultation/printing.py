"""A letter on paper: what it says, and the ID numbers that only the police may need."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.consultation import errors, queries, rules
from app.domain.nominations.consultation.links import held_letter
from app.domain.nominations.consultation.views import LetterView
from app.domain.nominations.holding import note_campaign
from app.domain.nominations.models import Nomination
from app.domain.people.on_paper import whole_id_number
from app.kernel.database import session
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class LetterOnPaper:
    """The letter, and by line the ID numbers to print; without any, a column to write them in."""

    letter: LetterView
    id_numbers: dict[UUID, str] = field(repr=False)
    with_id_numbers: bool


def print_letter(
    staff: Staff, letter_id: UUID, *, with_id_numbers: bool, now: datetime
) -> LetterOnPaper:
    """What goes on the paper; kept in the trail, with whether ID numbers are on it.

    They are printed for the police alone, by who may, and only when asked for.
    """
    with transaction():
        row, campaign = held_letter(staff, letter_id)
        found = queries.letter(row.id, staff)
        if with_id_numbers:
            staff.require(Permission.NOMINEE_IDS_USE, campaign.place_path)
            if found.kind not in rules.BY_ID_NUMBER:
                raise errors.NoIdNumbersHere
        note_campaign(
            staff.actor,
            campaign,
            "print_letter",
            now=now,
            count=found.number,
            with_id_numbers=with_id_numbers,
        )
        numbers = _numbers(found) if with_id_numbers else {}
    return LetterOnPaper(found, numbers, with_id_numbers)


def _numbers(letter: LetterView) -> dict[UUID, str]:
    ids = {one.nomination_id: one.id for one in letter.lines}
    query = select(Nomination.id, Nomination.volunteer_id).where(Nomination.id.in_(ids))
    found = {}
    for nomination_id, volunteer_id in session.execute(query):
        number = whole_id_number(volunteer_id) if volunteer_id else None
        if number:
            found[ids[nomination_id]] = number
    return found
