"""Rows of back-fills as rules and events see them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.activities import queries as activities
from app.domain.audit import trail
from app.domain.hours.back_fill_rules import BackFillFacts, Person
from app.domain.hours.events import BackFilled
from app.domain.hours.models import BackFill, BackFillConfirmation, BackFillLine
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import NotFound


def held_back_fill(back_fill_id: UUID) -> BackFill:
    """One back-fill, locked; the people on it must be held before."""
    row = session.scalar(
        select(BackFill)
        .where(BackFill.id == back_fill_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def lines_of(back_fill_ids: Collection[UUID]) -> list[BackFillLine]:
    """The lines of several back-fills, in the order they were typed."""
    return list(
        session.scalars(
            select(BackFillLine)
            .where(BackFillLine.back_fill_id.in_(back_fill_ids))
            .order_by(BackFillLine.id)
        )
    )


def confirmations_of(back_fill_ids: Collection[UUID]) -> list[BackFillConfirmation]:
    """Who has confirmed, the first first."""
    return list(
        session.scalars(
            select(BackFillConfirmation)
            .where(BackFillConfirmation.back_fill_id.in_(back_fill_ids))
            .order_by(BackFillConfirmation.at, BackFillConfirmation.id)
        )
    )


def person(staff: Staff) -> Person:
    """A member of staff as a human being."""
    return Person(staff.id, staff.volunteer_id, staff.phone)


def facts(row: BackFill, lines: Iterable[BackFillLine]) -> BackFillFacts:
    """A row as the rules see it."""
    entered_by = access.staff_member(row.entered_by_id, EVERYWHERE)
    others = [access.staff_member(one.staff_id, EVERYWHERE) for one in confirmations_of([row.id])]
    return BackFillFacts(
        state=row.state,
        place_path=row.place_path,
        entered_from=row.entered_from,
        entered_at_centre=entered_by.place.level == "centre",
        volunteer_ids=frozenset(line.volunteer_id for line in lines),
        behind=tuple(person(one) for one in (entered_by, *others)),
    )


def told(row: BackFill, lines: Iterable[BackFillLine]) -> BackFilled:
    """A row as the events carry it."""
    plan = activities.session(row.session_id)
    return BackFilled(
        back_fill_id=row.id,
        title=plan.title,
        place_name=plan.place_name,
        contact=f"{plan.contact_name} {plan.contact_phone}".strip(),
        service_date=local_date(plan.starts_at),
        lines=tuple((line.volunteer_id, line.minutes) for line in lines),
    )


def note(
    staff: Staff, row: BackFill, word: str, *, now: datetime, reason: str | None = None
) -> UUID:
    """Add what was done to a back-fill to the trail; returns the entry's id."""
    return trail.prove(
        staff.actor,
        word,
        "back_fill",
        row.id,
        now=now,
        place_id=row.place_id,
        facts={"people": row.people, "minutes": row.minutes, "session": str(row.session_id)},
        detail={"count": row.people, "minutes": row.minutes, "reason": reason},
    )
