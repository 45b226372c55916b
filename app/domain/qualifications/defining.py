"""Define a qualification, change its words, stop using it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.qualifications import errors
from app.domain.qualifications.models import Qualification
from app.domain.qualifications.rules import why_not_this_qualification
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def define(
    staff: Staff,
    *,
    place_id: UUID,
    name: str,
    about: str,
    valid_months: int | None,
    now: datetime,
) -> UUID:
    """One of a place: positions of its subtree may ask for it, courses there may lead to it."""
    refusal = why_not_this_qualification(name, about, valid_months)
    if refusal:
        raise refusal
    with transaction():
        place = places.place(place_id)
        staff.require(Permission.QUALIFICATIONS_MANAGE, place.path)
        _refuse_same_name(place_id, name)
        row = Qualification(
            id=new_id(),
            place_id=place_id,
            name=name.strip(),
            about=about.strip(),
            valid_months=valid_months,
            created_by_id=staff.id,
            created_at=now,
        )
        session.add(row)
        session.flush()
        _record(staff, "define", row, now=now)
        return row.id


def rewrite(
    staff: Staff, qualification_id: UUID, *, about: str, valid_months: int | None, now: datetime
) -> None:
    """Other words, or another time from now on; what is held already keeps its end."""
    with transaction():
        row = held_row(staff, qualification_id)
        refusal = why_not_this_qualification(row.name, about, valid_months)
        if refusal:
            raise refusal
        row.about, row.valid_months = about.strip(), valid_months
        _record(staff, "rewrite", row, now=now)


def retire(staff: Staff, qualification_id: UUID, *, now: datetime) -> None:
    """Nothing new asks for it or leads to it; who holds it keeps it. Again: nothing."""
    with transaction():
        row = held_row(staff, qualification_id)
        if row.retired_at is None:
            row.retired_at = now
            _record(staff, "retire", row, now=now)


def held_row(staff: Staff, qualification_id: UUID) -> Qualification:
    """The row, held until the end of the action; outside her subtree it is not found."""
    row = session.get(Qualification, qualification_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    staff.require(Permission.QUALIFICATIONS_MANAGE, places.place(row.place_id).path)
    return row


def _refuse_same_name(place_id: UUID, name: str) -> None:
    same = select(Qualification.id).where(
        Qualification.place_id == place_id,
        Qualification.name == name.strip(),
        Qualification.retired_at.is_(None),
    )
    if session.scalar(same) is not None:
        raise errors.NameTaken(name=name.strip())


def _record(staff: Staff, word: str, row: Qualification, *, now: datetime) -> None:
    trail.record(
        staff.actor,
        f"qualification.{word}",
        "qualification",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.name,
        valid_months=row.valid_months,
    )
