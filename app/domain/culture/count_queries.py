"""Reading head counts and what doors did."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from app.domain.access import queries as access
from app.domain.culture.models import CultureScan, HeadCount
from app.domain.culture.queries import event
from app.domain.culture.views import CountView, ScanView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound


def counts_of(event_id: UUID) -> list[CountView]:
    """Its head counts, replaced ones too, the latest first."""
    rows = session.scalars(
        select(HeadCount).where(HeadCount.event_id == event_id).order_by(HeadCount.id.desc())
    ).all()
    replaced = {row.replaces_id for row in rows}
    names = access.names({row.by_id for row in rows})
    return [
        CountView(
            id=row.id,
            event_id=row.event_id,
            kind=row.kind,
            number=row.number,
            source=row.source,
            link=row.link,
            picture_id=row.picture_id,
            counted_at=row.counted_at,
            by=names.get(row.by_id, ""),
            at=row.at,
            reason=row.reason,
            replaced=row.id in replaced,
        )
        for row in rows
    ]


def count(count_id: UUID, *, within: Scope) -> CountView:
    """One head count of her subtree."""
    row = session.get(HeadCount, count_id)
    if row is None:
        raise NotFound
    event(row.event_id, within=within)
    return next(one for one in counts_of(row.event_id) if one.id == count_id)


def scans_of(event_id: UUID, *, limit: int = 10) -> list[ScanView]:
    """What its doors did, the latest first."""
    return _scans(session.scalars(_of(event_id).limit(limit)).all())


def to_look_at(event_id: UUID, *, page: int = 1) -> Page[ScanView]:
    """Scans by which a door without network let in more than count, the latest first."""
    found = page_of(_of(event_id).where(_MORE_THAN_COUNT), number=page)
    return Page(_scans(found.items), found.number, found.size, found.total)


def _of(event_id: UUID) -> Select[CultureScan]:
    return (
        select(CultureScan)
        .where(CultureScan.event_id == event_id)
        .order_by(CultureScan.at.desc(), CultureScan.id.desc())
    )


_MORE_THAN_COUNT = and_(
    CultureScan.received_at.is_not(None),
    or_(CultureScan.refusal.is_not(None), CultureScan.let_in > CultureScan.people),
)


def _scans(rows: Sequence[CultureScan]) -> list[ScanView]:
    names = access.names({row.staff_id for row in rows})
    return [
        ScanView(
            row.id,
            row.at,
            row.way,
            row.people,
            row.refusal,
            row.sentence,
            names.get(row.staff_id, ""),
            row.received_at,
            row.let_in,
            row.device,
        )
        for row in rows
    ]
