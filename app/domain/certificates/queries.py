"""Reading certificates: a person's own, those of a subtree, and groups with their progress."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from app.domain.access import queries as access
from app.domain.certificates.errors import PaperGone
from app.domain.certificates.models import (
    Certificate,
)
from app.domain.certificates.rules import (
    State,
    how_it_stands,
    read_number,
    shown_code,
    shown_number,
    what_changed,
)
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.people.search import ids_meant_by
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class CertificateView:
    """One certificate without what it says. `replaced_by` is the one that took its place."""

    id: UUID
    number: str
    person: PersonCard
    place_id: UUID
    unit_name: str
    since: date | None
    until: date
    minutes: int
    back_filled_minutes: int
    revoked_minutes: int
    revoked_honours: int
    with_rows: bool
    with_id_number: bool
    sha256: str
    issued_at: datetime
    issued_by: str | None
    state: State
    state_at: datetime
    reason: str | None
    printable: bool
    replaced_by: UUID | None

    @property
    def standing(self) -> str:
        return how_it_stands(self.state, self.revoked_minutes, self.revoked_honours)

    @property
    def what_changed(self) -> str:
        """What of it no longer holds."""
        return what_changed(self.revoked_minutes, self.revoked_honours)

    @property
    def alive(self) -> bool:
        """Whether it still says something that anybody may rely on, in part at least."""
        return self.state in (State.VALID, State.OUTDATED)


def own(volunteer_id: UUID) -> list[CertificateView]:
    """All of hers, the latest first."""
    query = select(Certificate).where(Certificate.volunteer_id == volunteer_id)
    order = (Certificate.issued_at.desc(), Certificate.id.desc())
    return _views(session.scalars(query.order_by(*order)).all())


def own_certificate(volunteer_id: UUID, certificate_id: UUID) -> CertificateView:
    """One of hers; anybody else's is not found."""
    row = session.get(Certificate, certificate_id)
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound
    return _views([row])[0]


def certificate(certificate_id: UUID, within: Scope) -> CertificateView:
    """One issued in a subtree; outside the scope it is not found."""
    row = session.get(Certificate, certificate_id)
    if row is None or not within.covers(places.place(row.place_id).path):
        raise NotFound
    return _views([row])[0]


def issued_within(
    within: Scope, text: str = "", page: int = 1, *, size: int = PAGE_SIZE
) -> Page[CertificateView]:
    """What was issued in a subtree, the latest first; by number or by whom it is about."""
    query = select(Certificate)
    if within.path:
        query = query.where(Certificate.place_id.in_(places.ids_within(within)))
    if text.strip():
        about = Certificate.volunteer_id.in_(ids_meant_by(text.strip()))
        query = query.where(or_(about, Certificate.number == read_number(text)))
    order = (Certificate.issued_at.desc(), Certificate.id.desc())
    found = page_of(query.order_by(*order), number=page, size=size)
    return Page(_views(found.items), found.number, found.size, found.total)


def content(certificate_id: UUID) -> dict[str, Any]:
    """What a certificate says, for its paper; the caller has asked whose it is."""
    text = session.scalar(select(Certificate.snapshot).where(Certificate.id == certificate_id))
    if text is None:
        raise PaperGone
    facts: dict[str, Any] = json.loads(text)
    shown = {"number": shown_number(facts["number"]), "code": shown_code(facts["code"])}
    return {**facts, "shown": shown}


def _views(rows: Sequence[Certificate]) -> list[CertificateView]:
    cards = people.cards({row.volunteer_id for row in rows})
    names = access.names({row.issued_by_id for row in rows if row.issued_by_id})
    later = _replacements([row.id for row in rows])
    return [
        CertificateView(
            id=row.id,
            number=shown_number(row.number),
            person=cards[row.volunteer_id],
            place_id=row.place_id,
            unit_name=row.unit_name,
            since=row.since,
            until=row.until,
            minutes=row.minutes,
            back_filled_minutes=row.back_filled_minutes,
            revoked_minutes=row.revoked_minutes,
            revoked_honours=row.revoked_honours,
            with_rows=row.with_rows,
            with_id_number=row.with_id_number,
            sha256=row.sha256,
            issued_at=row.issued_at,
            issued_by=names.get(row.issued_by_id) if row.issued_by_id else None,
            state=State(row.state),
            state_at=row.state_at,
            reason=row.reason,
            printable=row.snapshot is not None,
            replaced_by=later.get(row.id),
        )
        for row in rows
    ]


def _replacements(ids: Collection[UUID]) -> dict[UUID, UUID]:
    query = select(Certificate.replaces_id, Certificate.id).where(Certificate.replaces_id.in_(ids))
    return {row.replaces_id: row.id for row in session.execute(query) if row.replaces_id}
