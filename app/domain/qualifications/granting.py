"""Grant a qualification, by a named decision or by the rule of a course; revoke one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.people import on_paper
from app.domain.people.holding import hold
from app.domain.places import queries as places
from app.domain.qualifications import errors
from app.domain.qualifications.events import QualificationNews
from app.domain.qualifications.models import Qualification, QualificationGrant
from app.domain.qualifications.rules import (
    NEXT_GRANT,
    Grant,
    GrantStep,
    ends_at,
    why_not_these_words,
)
from app.kernel.calendar import last_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


def grant(
    staff: Staff,
    qualification_id: UUID,
    volunteer_id: UUID,
    *,
    basis: str,
    course_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """A member of staff decides that somebody holds it, and on what basis; renews one she holds."""
    refusal = why_not_these_words(basis, field="basis", what="授予的依据")
    if refusal:
        raise refusal
    with transaction():
        if volunteer_id not in hold([volunteer_id]):
            raise NotFound
        row = row_with(Qualification, qualification_id)
        staff.require(Permission.QUALIFICATIONS_MANAGE, places.place(row.place_id).path)
        if staff.volunteer_id == volunteer_id:
            raise errors.OwnQualification
        if row.retired_at is not None:
            raise errors.Retired(name=row.name)
        given = _give(row, volunteer_id, basis.strip(), now=now)
        given.granted_by_id, given.course_id = staff.id, course_id
        session.flush()
        _record(staff, row, given, now=now)
        return given.id


def grant_to_number(
    staff: Staff, qualification_id: UUID, number: str, *, basis: str, now: datetime
) -> UUID:
    """The same for whoever has this volunteer number."""
    volunteer_id = on_paper.ids_with_numbers([number.strip()]).get(number.strip())
    if volunteer_id is None:
        raise errors.NobodyWithThatNumber
    return grant(staff, qualification_id, volunteer_id, basis=basis, now=now)


def grant_by_rule(
    qualification_id: UUID, volunteer_id: UUID, *, course_id: UUID, basis: str, now: datetime
) -> UUID | None:
    """A course was attended and passed; inside its action. Once a course; None when retired.

    The volunteer's row is held by then.
    """
    before = session.scalar(
        select(QualificationGrant.id).where(
            QualificationGrant.qualification_id == qualification_id,
            QualificationGrant.volunteer_id == volunteer_id,
            QualificationGrant.course_id == course_id,
        )
    )
    row = session.get_one(Qualification, qualification_id)
    if before is not None or row.retired_at is not None:
        return before
    given = _give(row, volunteer_id, basis, now=now)
    given.course_id = course_id
    session.flush()
    _record(None, row, given, now=now)
    return given.id


def revoke(staff: Staff, grant_id: UUID, *, reason: str, now: datetime) -> None:
    """It counts no longer, and she is told why; sign-ups she has are for staff to look at."""
    refusal = why_not_these_words(reason, field="reason", what="撤销的原因")
    if refusal:
        raise refusal
    with transaction():
        found = row_with(QualificationGrant, grant_id)
        hold([found.volunteer_id])
        given = session.get_one(QualificationGrant, grant_id, populate_existing=True)
        row = session.get_one(Qualification, given.qualification_id)
        staff.require(Permission.QUALIFICATIONS_MANAGE, places.place(row.place_id).path)
        after = NEXT_GRANT.get((Grant(given.state), GrantStep.REVOKE))
        if after is None:
            raise errors.NotHeld
        given.state, given.revoked_at, given.revoked_by_id = after.value, now, staff.id
        given.revoke_reason = reason.strip()
        session.flush()
        trail.prove(
            staff.actor,
            "qualification.revoke",
            "qualification_grant",
            given.id,
            now=now,
            facts={"qualification": str(row.id)},
            person_id=given.volunteer_id,
            place_id=row.place_id,
            detail={"name": row.name, "reason": reason.strip()},
        )
        happened(_news("revoked", row, given, reason.strip(), now=now))


def _give(
    row: Qualification, volunteer_id: UUID, basis: str, *, now: datetime
) -> QualificationGrant:
    """The new grant takes the place of one she holds, and never ends before it."""
    until = ends_at(now, row.valid_months)
    held = session.scalars(
        select(QualificationGrant)
        .where(
            QualificationGrant.qualification_id == row.id,
            QualificationGrant.volunteer_id == volunteer_id,
            QualificationGrant.state == Grant.HELD.value,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is not None:
        held.state = NEXT_GRANT[Grant.HELD, GrantStep.RENEW].value
        lasting = held.ends_at is None or until is None
        until = None if lasting else max(held.ends_at, until)  # type: ignore[type-var]
        session.flush()
    given = QualificationGrant(
        id=new_id(),
        qualification_id=row.id,
        volunteer_id=volunteer_id,
        state=Grant.HELD.value,
        granted_at=now,
        ends_at=until,
        basis=basis,
    )
    session.add(given)
    return given


def _record(
    staff: Staff | None, row: Qualification, given: QualificationGrant, *, now: datetime
) -> None:
    trail.prove(
        staff.actor if staff else SYSTEM,
        "qualification.grant",
        "qualification_grant",
        given.id,
        now=now,
        facts={
            "qualification": str(row.id),
            "ends_at": round(given.ends_at.timestamp()) if given.ends_at else None,
            "course": str(given.course_id) if given.course_id else None,
        },
        person_id=given.volunteer_id,
        place_id=row.place_id,
        detail={"name": row.name, "basis": given.basis},
    )
    happened(_news("granted", row, given, given.basis, now=now))


def _news(
    what: str, row: Qualification, given: QualificationGrant, reason: str, *, now: datetime
) -> QualificationNews:
    return QualificationNews(
        what=what,  # type: ignore[arg-type]
        grant_id=given.id,
        qualification_id=row.id,
        volunteer_id=given.volunteer_id,
        name=row.name,
        until=last_day(given.ends_at) if given.ends_at else None,
        reason=reason,
        now=now,
    )
