"""Issue certificates: a person her own, staff for somebody, the worker for a group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.described import described
from app.domain.audit.actors import Actor
from app.domain.certificates import proving, rules, snapshot
from app.domain.certificates.errors import (
    NobodyWithThisNumber,
    NothingToCertify,
    TooManyToday,
)
from app.domain.certificates.events import CertificateFacts, CertificatesIssued
from app.domain.certificates.indexing import code_index
from app.domain.certificates.models import Certificate, CertifiedHonour, CertifiedHours
from app.domain.certificates.rules import State, Wish
from app.domain.certificates.sections import sections_of
from app.domain.certificates.snapshot import Ground
from app.domain.certificates.units import Unit, unit_at
from app.domain.hours.certifiable import CertifiableHours, certifiable
from app.domain.people import holding, on_paper
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.calendar import local_date, start_of_day
from app.kernel.canonical import digest
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Issue:
    """By whom, and as part of what; `issued_by_id` is None when it is her own doing."""

    by: Actor
    issued_by_id: UUID | None = None
    group_id: UUID | None = None
    replaces_id: UUID | None = None


def issue_own(volunteer_id: UUID, wish: Wish, *, by: Actor, now: datetime) -> UUID:
    """Her own certificate, at once. The same wish on the same day with the same hours is the same.

    The lowest place in which all the hours were recorded issues it.
    """
    _refuse_wish(wish, now)
    with transaction():
        holding.hold([volunteer_id])
        ground = _ground_of(volunteer_id, wish, EVERYWHERE)
        if ground is None:
            raise NothingToCertify
        same = _same_today(ground, wish, now)
        if same is not None:
            return same
        _refuse_too_many(volunteer_id, now)
        return write(ground, wish, issuing_unit(ground), Issue(by), now=now).id


def issuing_unit(ground: Ground) -> Unit:
    """The lowest place that all the hours were recorded in: who records, certifies."""
    path = rules.common_path(one.place_path for one in ground.hours)
    return unit_at(places.in_force(places.place_at(path)))


def issue_for(staff: Staff, number: str, wish: Wish, *, now: datetime) -> UUID:
    """At somebody's wish, for hours recorded in the subtree; she is told."""
    staff.require(Permission.CERTIFICATES_ISSUE, staff.place.path)
    _refuse_wish(wish, now)
    volunteer_id = on_paper.ids_with_numbers([number.strip()]).get(number.strip())
    with transaction():
        if volunteer_id is not None:
            holding.hold([volunteer_id])
        ground = _ground_of(volunteer_id, wish, staff.scope) if volunteer_id else None
        if ground is None:
            raise NobodyWithThisNumber
        unit = unit_at(staff.place, handled_by=staff.name)
        row = write(ground, wish, unit, Issue(staff.actor, staff.id), now=now)
        happened(CertificatesIssued((told(row),), now))
        return row.id


def _ground_of(volunteer_id: UUID, wish: Wish, within: Scope) -> Ground | None:
    return next(iter(grounds([volunteer_id], wish, within)), None)


def grounds(volunteer_ids: Collection[UUID], wish: Wish, within: Scope) -> list[Ground]:
    """What each of these people can have certified; the same number of statements for any number.

    Who has no hours, or has left, is missing. Inside the action that issues: the hours are held.
    """
    hours = certifiable(volunteer_ids, since=wish.since, until=wish.until, within=within, held=True)
    people = on_paper.on_paper(set(hours))
    everything = [one for each in hours.values() for one in each]
    activities = described({one.activity_id for one in everything})
    units = places.places({one.place_id for one in everything})
    names = {place.id: place.name for place in units.values()}
    sections = sections_of(set(hours), wish)
    return [
        Ground(people[who], each, activities, names, sections.get(who, ()))
        for who, each in hours.items()
        if who in people
    ]


def write(ground: Ground, wish: Wish, unit: Unit, issue: Issue, *, now: datetime) -> Certificate:
    """The row, what it counted, and its entry in the trail; inside the action that issues."""
    person = ground.person
    number, code = rules.new_number(local_date(now)), rules.new_code()
    whole = on_paper.whole_id_number(person.id) if wish.with_id_number else None
    facts = snapshot.drawn(ground, wish, unit, number=number, code=code, id_number=whole, now=now)
    row = Certificate(
        id=new_id(),
        number=number,
        code_index=code_index(number, code),
        volunteer_id=person.id,
        masked_name=person.masked_name,
        place_id=unit.place.id,
        unit_name=unit.place.name,
        since=wish.since,
        until=wish.until,
        minutes=ground.minutes,
        back_filled_minutes=ground.back_filled_minutes,
        revoked_minutes=0,
        revoked_honours=0,
        with_rows=wish.with_rows,
        with_id_number=wish.with_id_number,
        snapshot=snapshot.written(facts),
        sha256=digest(facts),
        issued_at=now,
        issued_by_id=issue.issued_by_id,
        group_id=issue.group_id,
        replaces_id=issue.replaces_id,
        state=State.VALID.value,
        state_at=now,
    )
    session.add(row)
    session.flush()
    _write_what_it_rests_on(row, ground)
    proving.note(row, "issue", by=issue.by, now=now)
    return row


def _write_what_it_rests_on(row: Certificate, ground: Ground) -> None:
    session.add_all(
        CertifiedHours(certificate_id=row.id, record_id=one.record_id, minutes=one.minutes)
        for one in ground.hours
    )
    session.add_all(
        CertifiedHonour(certificate_id=row.id, nomination_id=one) for one in ground.honours
    )


def told(row: Certificate, reason: str | None = None) -> CertificateFacts:
    """What its person may be told about a certificate."""
    shown = rules.shown_number(row.number)
    return CertificateFacts(row.id, row.volunteer_id, shown, row.unit_name, reason)


def _refuse_wish(wish: Wish, now: datetime) -> None:
    refusal = rules.why_not_this_wish(wish, today=local_date(now))
    if refusal is not None:
        raise refusal


def _same_today(ground: Ground, wish: Wish, now: datetime) -> UUID | None:
    """One she made today with the same words: a second click gets it again."""
    rows = session.scalars(
        select(Certificate).where(
            Certificate.volunteer_id == ground.person.id,
            Certificate.issued_at >= start_of_day(local_date(now)),
            Certificate.issued_by_id.is_(None),
            Certificate.state == State.VALID.value,
            Certificate.until == wish.until,
            Certificate.with_rows == wish.with_rows,
            Certificate.with_id_number == wish.with_id_number,
        )
    )
    for row in rows:
        if (
            row.since == wish.since
            and _counted(row.id) == _counting(ground.hours)
            and _printed(row.id) == ground.honours
        ):
            return row.id
    return None


def _counted(certificate_id: UUID) -> set[tuple[UUID, int]]:
    query = select(CertifiedHours.record_id, CertifiedHours.minutes)
    rows = session.execute(query.where(CertifiedHours.certificate_id == certificate_id))
    return {(row.record_id, row.minutes) for row in rows}


def _printed(certificate_id: UUID) -> set[UUID]:
    query = select(CertifiedHonour.nomination_id)
    return set(session.scalars(query.where(CertifiedHonour.certificate_id == certificate_id)))


def _counting(hours: Sequence[CertifiableHours]) -> set[tuple[UUID, int]]:
    return {(one.record_id, one.minutes) for one in hours}


def _refuse_too_many(volunteer_id: UUID, now: datetime) -> None:
    query = select(func.count(Certificate.id)).where(
        Certificate.volunteer_id == volunteer_id,
        Certificate.issued_by_id.is_(None),
        Certificate.issued_at >= start_of_day(local_date(now)),
    )
    if (session.scalar(query) or 0) >= rules.MOST_OWN_A_DAY:
        raise TooManyToday(most=rules.MOST_OWN_A_DAY)
