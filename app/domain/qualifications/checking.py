"""Whether people hold what a position asks for: asked by every way into a place."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.qualifications.models import Qualification, QualificationGrant
from app.domain.qualifications.rules import Holding, Needed, why_not_held
from app.kernel.database import session
from app.kernel.refusal import Refusal


def why_not(
    volunteer_id: UUID, qualification_id: UUID | None, *, at: datetime, now: datetime
) -> Refusal | None:
    """Why she cannot take a position that asks for this when its session begins; None: she can."""
    return why_none_of([volunteer_id], qualification_id, at=at, now=now).get(volunteer_id)


def why_none_of(
    volunteer_ids: Collection[UUID],
    qualification_id: UUID | None,
    *,
    at: datetime,
    now: datetime,
) -> dict[UUID, Refusal]:
    """The same of several people, by who cannot; two statements, none where nothing is asked."""
    if qualification_id is None:
        return {}
    held = holdings(volunteer_ids, [qualification_id])
    needed = _needed(qualification_id)
    refusals = {
        who: why_not_held(needed, held.get((who, qualification_id)), at=at, now=now)
        for who in volunteer_ids
    }
    return {who: refusal for who, refusal in refusals.items() if refusal is not None}


def holdings(
    volunteer_ids: Collection[UUID], qualification_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], Holding]:
    """What people hold of these, by person and qualification; one statement."""
    if not volunteer_ids or not qualification_ids:
        return {}
    rows = session.execute(
        select(
            QualificationGrant.volunteer_id,
            QualificationGrant.qualification_id,
            QualificationGrant.ends_at,
        ).where(
            QualificationGrant.volunteer_id.in_(set(volunteer_ids)),
            QualificationGrant.qualification_id.in_(set(qualification_ids)),
            QualificationGrant.state == "held",
        )
    )
    return {(row.volunteer_id, row.qualification_id): Holding(row.ends_at) for row in rows}


def held_by(
    volunteer_id: UUID, *moments: datetime | InstrumentedAttribute[datetime]
) -> Select[UUID]:
    """Ids of what she holds at each of these moments, for `.in_()`; a moment may be a column."""
    return select(QualificationGrant.qualification_id).where(
        QualificationGrant.volunteer_id == volunteer_id,
        QualificationGrant.state == "held",
        *(
            or_(QualificationGrant.ends_at.is_(None), QualificationGrant.ends_at > moment)
            for moment in moments
        ),
    )


def needed(qualification_ids: Collection[UUID | None]) -> dict[UUID, Needed]:
    """What several positions ask for; one statement, none where nothing is asked."""
    wanted = {one for one in qualification_ids if one is not None}
    if not wanted:
        return {}
    query = select(Qualification.id, Qualification.name).where(Qualification.id.in_(wanted))
    return {row.id: Needed(row.id, row.name) for row in session.execute(query)}


def _needed(qualification_id: UUID) -> Needed:
    name = session.scalars(
        select(Qualification.name).where(Qualification.id == qualification_id)
    ).one()
    return Needed(qualification_id, name)
