"""What becomes of a certificate: outdated by revoked hours, replaced, revoked, forgotten."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.certificates import issuing, proving, rules
from app.domain.certificates.errors import NothingToCertify
from app.domain.certificates.events import CertificateRevoked, CertificatesOutdated
from app.domain.certificates.issuing import Issue, told
from app.domain.certificates.models import (
    Certificate,
    CertificatePaper,
    CertifiedHonour,
    CertifiedHours,
)
from app.domain.certificates.rules import NEXT_STATE, Decision, State, Wish
from app.domain.hours.events import HoursCorrected, HoursRevoked
from app.domain.nominations.events import HonourRevoked
from app.domain.people import holding
from app.domain.people.events import VolunteerLeft
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

OUTDATABLE = (State.VALID.value, State.OUTDATED.value)
OUTDATED_REASON = "记录单里的部分时长后来被撤销或更正"
HONOUR_REASON = "记录单里写着的荣誉后来被撤销"
REPLACED_REASON = "已开具新的记录单"


def outdate(event: HoursRevoked) -> None:
    """Hours were revoked: every living certificate that counted them says so from now on."""
    _outdate({one.record_id for one in event.records}, now=event.now)


def follow_correction(event: HoursCorrected) -> None:
    """A record was replaced by a corrected one: what counted the old one says so, too."""
    _outdate({event.old.record_id}, now=event.now)


def outdate_honour(event: HonourRevoked) -> None:
    """An honour was revoked: every living certificate that prints it says so from now on."""
    printed = CertifiedHonour.nomination_id == event.honour.nomination_id
    _say(_mark_revoked(CertifiedHonour, printed, now=event.now), HONOUR_REASON, now=event.now)


def _outdate(record_ids: Collection[UUID], *, now: datetime) -> None:
    counted = CertifiedHours.record_id.in_(record_ids)
    _say(_mark_revoked(CertifiedHours, counted, now=now), OUTDATED_REASON, now=now)


def _say(touched: set[UUID], reason: str, *, now: datetime) -> None:
    """What no longer holds of these certificates, on their pages and to their people."""
    if not touched:
        return
    changed = [row for row in _held(touched) if row.state in OUTDATABLE]
    for row in changed:
        row.revoked_minutes = _revoked_minutes(row.id)
        row.revoked_honours = _revoked_honours(row.id)
        _move(row, Decision.OUTDATE, reason, by=SYSTEM, now=now)
    if changed:
        happened(CertificatesOutdated(tuple(told(row, reason) for row in changed), now))


def _mark_revoked(
    table: type[CertifiedHours | CertifiedHonour], these: ColumnElement[bool], *, now: datetime
) -> set[UUID]:
    """Note the moment where none is noted yet; the certificates it was noted for."""
    query = select(table.certificate_id).where(these, table.revoked_at.is_(None))
    touched = set(session.scalars(query))
    if touched:
        session.execute(
            update(table).where(these, table.certificate_id.in_(touched)).values(revoked_at=now)
        )
    return touched


def _revoked_honours(certificate_id: UUID) -> int:
    query = select(func.count()).where(
        CertifiedHonour.certificate_id == certificate_id, CertifiedHonour.revoked_at.is_not(None)
    )
    return session.scalar(query) or 0


def _revoked_minutes(certificate_id: UUID) -> int:
    query = select(func.coalesce(func.sum(CertifiedHours.minutes), 0)).where(
        CertifiedHours.certificate_id == certificate_id, CertifiedHours.revoked_at.is_not(None)
    )
    return int(session.scalar(query) or 0)


def replace_own(volunteer_id: UUID, certificate_id: UUID, *, by: Actor, now: datetime) -> UUID:
    """A new one of the same period in the place of an outdated one; the second click gets it too.

    When no hours are left there is nothing to certify, and the old one stays as it is.
    """
    with transaction():
        holding.hold([volunteer_id])
        row = next(iter(_held([certificate_id])), None)
        if row is None or row.volunteer_id != volunteer_id:
            raise NotFound
        already = session.scalar(select(Certificate.id).where(Certificate.replaces_id == row.id))
        if already is not None:
            return already
        return _replace(row, by=by, now=now)


def _replace(row: Certificate, *, by: Actor, now: datetime) -> UUID:
    refusal = rules.why_not(State(row.state), Decision.REPLACE)
    if refusal is not None:
        raise refusal
    wish = Wish(row.until, row.since, row.with_rows, row.with_id_number)
    scope = _scope_of(row)
    found = issuing.grounds([row.volunteer_id], wish, scope)
    if not found:
        raise NothingToCertify
    unit = issuing.issuing_unit(found[0])
    new = issuing.write(found[0], wish, unit, Issue(by, replaces_id=row.id), now=now)
    _move(row, Decision.REPLACE, REPLACED_REASON, by=by, now=now)
    return new.id


def _scope_of(row: Certificate) -> Scope:
    """What the old one could count: its unit's subtree."""
    return Scope(places.place(row.place_id).path)


def revoke(staff: Staff, certificate_id: UUID, reason: str, *, now: datetime) -> None:
    """Declare a certificate void, with a reason its person reads; for good."""
    refusal = rules.why_not_this_text(reason, field="reason", what="理由")
    if refusal is not None:
        raise refusal
    with transaction():
        row = next(iter(_held([certificate_id])), None)
        if row is None:
            raise NotFound
        staff.require(Permission.CERTIFICATES_REVOKE, places.place(row.place_id).path)
        refusal = rules.why_not(State(row.state), Decision.REVOKE)
        if refusal is not None:
            raise refusal
        _move(row, Decision.REVOKE, reason.strip(), by=staff.actor, now=now)
        happened(CertificateRevoked(told(row, row.reason), now))


def forget_who_left(event: VolunteerLeft) -> None:
    """What her papers said is deleted; that they were issued, and for how much, stays."""
    mine = select(Certificate.id).where(Certificate.volunteer_id == event.volunteer_id)
    session.execute(delete(CertificatePaper).where(CertificatePaper.certificate_id.in_(mine)))
    session.execute(
        update(Certificate)
        .where(Certificate.volunteer_id == event.volunteer_id)
        .values(snapshot=None)
    )


def _held(certificate_ids: Collection[UUID]) -> list[Certificate]:
    return list(
        session.scalars(
            select(Certificate)
            .where(Certificate.id.in_(certificate_ids))
            .order_by(Certificate.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _move(row: Certificate, decision: Decision, reason: str, *, by: Actor, now: datetime) -> None:
    row.state = NEXT_STATE[State(row.state), decision].value
    row.state_at, row.reason = now, reason
    proving.note(row, decision.value, by=by, now=now)
