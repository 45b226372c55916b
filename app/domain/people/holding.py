"""Hold a person's row, so that what decides about her happens one after the other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.people.models import Volunteer
from app.kernel import lean
from app.kernel.lean import Question
from app.kernel.said import Rows


@dataclass(frozen=True)
class HeldVolunteer:
    """What rules ask about a person whose row is held until the end of the action."""

    id: UUID
    name: str
    number: str
    state: str
    birth_date: date | None
    skills: tuple[str, ...]


def hold(ids: Collection[UUID]) -> dict[UUID, HeldVolunteer]:
    """Lock these volunteers in id order, in one statement; who does not exist is missing.

    Call it first in an action, before any lock on sessions, positions or records.
    """
    if len(ids) == 1:
        return _held(lean.run(_ONE, one=next(iter(ids))))
    return _held(lean.run(_ALL, ids=list(ids)))


def holding(volunteer_id: UUID) -> Question:
    """To hold one person and ask more in the same journey; `held` reads the answer."""
    return lean.question(_ONE, one=volunteer_id)


def held(rows: Rows) -> HeldVolunteer | None:
    """The person `holding` asked for."""
    return next(iter(_held(rows).values()), None)


def _held(rows: Rows) -> dict[UUID, HeldVolunteer]:
    return {
        row.id: HeldVolunteer(
            row.id, row.name, row.number, row.state, row.birth_date, tuple(row.skills)
        )
        for row in rows
    }


_LOOKED_AT = select(
    Volunteer.id,
    Volunteer.name,
    Volunteer.number,
    Volunteer.state,
    Volunteer.birth_date,
    Volunteer.skills,
)
_HELD = _LOOKED_AT.with_for_update(key_share=True)
_ONE = _HELD.where(Volunteer.id == bindparam("one"))
_ALL = _HELD.where(Volunteer.id.in_(bindparam("ids", expanding=True))).order_by(Volunteer.id)
