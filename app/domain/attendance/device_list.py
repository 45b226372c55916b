"""The list of scanners: what each is for, who made it, whether it is still in use."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.domain.access import queries as access
from app.domain.activities.engagements import SessionOutline, outlines, sessions_within
from app.domain.attendance.device_rules import ends_at
from app.domain.attendance.devices import facts_of, place_of
from app.domain.attendance.models import Scan, ScanDevice
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class DeviceRow:
    """A token as its list shows it; `plan` or `place` is what it is for."""

    id: UUID
    name: str
    plan: SessionOutline | None
    place: PlaceView | None
    made_by: str
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None
    scans: int
    takes_walk_ins: bool

    def standing(self, now: datetime) -> str:
        """in_use | ended | revoked."""
        if self.revoked_at is not None:
            return "revoked"
        return "in_use" if now <= self.ends_at else "ended"


def device(device_id: UUID, *, within: Scope) -> DeviceRow:
    """One token of a subtree."""
    row = session.get(ScanDevice, device_id)
    if row is None or not within.covers(place_of(row).path):
        raise NotFound
    return _rows([row])[0]


def names(ids: Collection[str]) -> dict[str, str]:
    """What scanners are called, by the ids their scans are kept under; other machines left out."""
    wanted = {UUID(one) for one in ids}
    query = select(ScanDevice.id, ScanDevice.name).where(ScanDevice.id.in_(wanted))
    return {str(row.id): row.name for row in session.execute(query)}


def devices(within: Scope, *, session_id: UUID | None = None, page: int = 1) -> Page[DeviceRow]:
    """The tokens of a subtree, or of one session in it, the latest first."""
    query = select(ScanDevice).where(_of(within)).order_by(ScanDevice.created_at.desc())
    if session_id is not None:
        query = query.where(ScanDevice.session_id == session_id)
    found = page_of(query, number=page)
    return Page(_rows(found.items), found.number, found.size, found.total)


def _of(within: Scope) -> ColumnElement[bool]:
    return or_(
        ScanDevice.place_id.in_(places.ids_within(within)),
        ScanDevice.session_id.in_(sessions_within(within)),
    )


def _rows(rows: Sequence[ScanDevice]) -> list[DeviceRow]:
    plans = outlines({row.session_id for row in rows if row.session_id})
    sites = places.places({row.place_id for row in rows if row.place_id})
    names = access.names({row.created_by_id for row in rows})
    scans = _scans_of({row.id for row in rows})
    return [
        DeviceRow(
            id=row.id,
            name=row.name,
            plan=plans.get(row.session_id) if row.session_id else None,
            place=sites.get(row.place_id) if row.place_id else None,
            made_by=names.get(row.created_by_id, ""),
            created_at=row.created_at,
            ends_at=_ends_at(row, plans),
            revoked_at=row.revoked_at,
            seen_at=row.seen_at,
            scans=scans.get(str(row.id), 0),
            takes_walk_ins=row.takes_walk_ins,
        )
        for row in rows
    ]


def _scans_of(ids: Collection[UUID]) -> dict[str, int]:
    query = (
        select(Scan.device, func.count())
        .where(Scan.device.in_([str(one) for one in ids]), Scan.refusal.is_(None))
        .group_by(Scan.device)
    )
    return {str(row[0]): row[1] for row in session.execute(query)}


def _ends_at(row: ScanDevice, plans: dict[UUID, SessionOutline]) -> datetime:
    if row.session_id is None:
        return row.ends_at or row.created_at
    return ends_at(facts_of(row), plans[row.session_id].ends_at)
