"""Reading the trail, the latest first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.audit.models import NOBODY_NAMED, AuditEntry, AuditWords
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of


@dataclass(frozen=True)
class EntryView:
    """One decision: who did what to which thing, when."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    action: str
    object_kind: str
    object_id: UUID | None
    place_id: UUID | None
    person_id: UUID | None
    facts: Mapping[str, Any]
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Who decided, by name, and why."""

    actor_name: str
    reason: str | None


ERASED = Words(NOBODY_NAMED, None)


def _view(row: AuditEntry) -> EntryView:
    return EntryView(
        row.id,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.actor_name,
        row.action,
        row.object_kind,
        row.object_id,
        row.place_id,
        row.person_id,
        row.facts,
        row.detail,
    )


def entries(
    *,
    place_ids: Select[UUID] | None,
    actor_id: UUID | None = None,
    action: str = "",
    without: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[EntryView]:
    """The decisions at some places (`places.queries.ids_within(scope)`); None is everywhere.

    `action` is a whole action or the room before the dot; `until` is exclusive; `without` leaves
    actions out.
    """
    query = select(AuditEntry)
    if place_ids is not None:
        query = query.where(AuditEntry.place_id.in_(place_ids))
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if action:
        matches = AuditEntry.action.startswith(f"{action.rstrip('.')}.", autoescape=True)
        query = query.where((AuditEntry.action == action) | matches)
    if without:
        query = query.where(AuditEntry.action.not_in(without))
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    if until is not None:
        query = query.where(AuditEntry.at < until)
    order = (AuditEntry.at.desc(), AuditEntry.id.desc())
    found = page_of(query.order_by(*order), number=page, size=size)
    return Page([_view(row) for row in found.items], found.number, found.size, found.total)


def words_of(entry_ids: Collection[UUID]) -> dict[UUID, Words]:
    """Names and reasons of several entries; what was erased is missing."""
    query = select(AuditWords).where(AuditWords.entry_id.in_(entry_ids))
    return {
        row.entry_id: Words(row.actor_name, row.detail.get("reason"))
        for row in session.scalars(query)
    }


def story_of(object_kind: str, object_id: UUID) -> list[EntryView]:
    """Everything decided about one thing, the first decision first."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == object_kind, AuditEntry.object_id == object_id
    )
    return [_view(row) for row in session.scalars(query.order_by(AuditEntry.at, AuditEntry.id))]


def last_at(
    object_kind: str, object_id: InstrumentedAttribute[UUID], actions: Collection[str]
) -> ScalarSelect[datetime]:
    """When one of these was last done to a row of another query (NULL: never), as its column."""
    return (
        select(func.max(AuditEntry.at))
        .where(
            AuditEntry.object_kind == object_kind,
            AuditEntry.object_id == object_id,
            AuditEntry.action.in_(actions),
        )
        .scalar_subquery()
    )


def stories_of(object_kind: str, object_ids: Collection[UUID]) -> dict[UUID, list[EntryView]]:
    """Everything decided about several things of a kind, the first decision first."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == object_kind, AuditEntry.object_id.in_(object_ids)
    )
    told: dict[UUID, list[EntryView]] = {}
    for row in session.scalars(query.order_by(AuditEntry.at, AuditEntry.id)):
        if row.object_id is not None:
            told.setdefault(row.object_id, []).append(_view(row))
    return told


def entries_by_id(ids: Collection[UUID]) -> dict[UUID, EntryView]:
    """Several entries at once; what is not there is missing."""
    rows = session.scalars(select(AuditEntry).where(AuditEntry.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


def decided_in_batches(object_kind: str, *, size: int) -> Iterator[list[tuple[UUID, UUID]]]:
    """(entry, thing) of every decision with facts about things of a kind, so many at a time."""
    query = (
        select(AuditEntry.id, AuditEntry.object_id, AuditEntry.facts)
        .where(AuditEntry.object_kind == object_kind, AuditEntry.object_id.is_not(None))
        .order_by(AuditEntry.id)
        .limit(size)
    )
    rows = session.execute(query).all()
    while rows:
        yield [(row.id, row.object_id) for row in rows if "decision" in row.facts]
        rows = session.execute(query.where(AuditEntry.id > rows[-1].id)).all()


def was_done(
    actor_ids: Collection[UUID],
    actions: Collection[str],
    object_ids: Collection[UUID],
    *,
    since: datetime,
) -> bool:
    """Whether one of these people did one of these to one of these things, since a moment."""
    query = select(AuditEntry.id).where(
        AuditEntry.actor_id.in_(actor_ids),
        AuditEntry.action.in_(actions),
        AuditEntry.object_id.in_(object_ids),
        AuditEntry.at >= since,
    )
    return session.scalar(query.limit(1)) is not None


def ids_in_batches(actions: Collection[str], *, size: int) -> Iterator[list[UUID]]:
    """Every entry by one of these actions, so many at a time."""
    query = (
        select(AuditEntry.id)
        .where(AuditEntry.action.in_(actions))
        .order_by(AuditEntry.id)
        .limit(size)
    )
    ids = list(session.scalars(query))
    while ids:
        yield ids
        ids = list(session.scalars(query.where(AuditEntry.id > ids[-1])))
