"""Who issues: a place, who signs for it, and its seal as a picture."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.attachments import queries as attachments
from app.domain.attachments.queries import Picture
from app.domain.audit import trail
from app.domain.certificates.models import CertificateUnit
from app.domain.certificates.rules import why_not_this_text
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Unit:
    """A place as its certificates name it. Names may be empty: then one signs by hand."""

    place: PlaceView
    responsible_name: str = ""
    handler_name: str = ""
    seal_id: UUID | None = None
    seal_sha256: str | None = None

    def as_facts(self) -> dict[str, Any]:
        """What a snapshot says of it."""
        return {
            "name": self.place.name,
            "contact": self.place.contact_phone,
            "responsible": self.responsible_name,
            "handler": self.handler_name,
            "seal": str(self.seal_id) if self.seal_id else None,
            "seal_sha256": self.seal_sha256,
        }


def unit_at(place: PlaceView, *, handled_by: str = "") -> Unit:
    """How a place issues now; `handled_by` is the member of staff who does it herself."""
    row = session.get(CertificateUnit, place.id)
    if row is None:
        return Unit(place, handler_name=handled_by)
    kept = attachments.attachments([row.seal_id]) if row.seal_id else []
    return Unit(
        place,
        responsible_name=row.responsible_name,
        handler_name=handled_by or row.handler_name,
        seal_id=row.seal_id,
        seal_sha256=kept[0].sha256 if kept else None,
    )


def change(
    staff: Staff,
    place_id: UUID,
    *,
    responsible_name: str,
    handler_name: str,
    pictures: Collection[UUID] = (),
    without_seal: bool = False,
    now: datetime,
) -> None:
    """Say who signs; a new picture replaces the seal. Papers issued before keep theirs."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.CERTIFICATES_MANAGE, place.path)
    for field, name in (("responsible_name", responsible_name), ("handler_name", handler_name)):
        refusal = why_not_this_text(name[:50], field=field, what="姓名")
        if refusal is not None:
            raise refusal
    with transaction():
        row = _held(place)
        row.responsible_name = responsible_name.strip()[:50]
        row.handler_name = handler_name.strip()[:50]
        row.changed_at, row.changed_by_id = now, staff.id
        if without_seal:
            row.seal_id = None
        if pictures:
            row.seal_id = keeping.attach(staff.actor, list(pictures)[-1:], now=now)[0]
        _note(staff, row, now)


def _held(place: PlaceView) -> CertificateUnit:
    row = session.get(CertificateUnit, place.id, with_for_update=True)
    if row is None:
        row = CertificateUnit(place_id=place.id)
        session.add(row)
    return row


def _note(staff: Staff, row: CertificateUnit, now: datetime) -> None:
    kept = attachments.attachments([row.seal_id]) if row.seal_id else []
    trail.record(
        staff.actor,
        "certificate.set_unit",
        "place",
        row.place_id,
        now=now,
        place_id=row.place_id,
        name=row.responsible_name,
        seal=kept[0].sha256 if kept else None,
    )


def units_within(scope: Scope) -> list[Unit]:
    """Every open place of a subtree as it issues now, each after the one above it."""
    tree = places.tree(scope)
    query = select(CertificateUnit).where(CertificateUnit.place_id.in_([one.id for one in tree]))
    rows = {row.place_id: row for row in session.scalars(query)}
    return [
        Unit(one, row.responsible_name, row.handler_name, row.seal_id) if row else Unit(one)
        for one in tree
        for row in [rows.get(one.id)]
    ]


def seal_picture(staff: Staff, place_id: UUID) -> Picture:
    """The seal of a place of hers, to look at; not found where there is none."""
    row = session.get(CertificateUnit, places.place(place_id, within=staff.scope).id)
    if row is None or row.seal_id is None:
        raise NotFound
    return attachments.picture(row.seal_id)
