"""Reading records of hours: the approver's queue, the resident's list, and sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.domain.access.queries import Staff
from app.domain.activities.engagements import titled_like
from app.domain.attendance.queries import is_picked_only_by
from app.domain.audit import queries as audit
from app.domain.hours.models import STANDS, HourDecision, HourRecord
from app.domain.hours.views import DecisionRow, RecordRow, rows_of
from app.domain.people.search import ids_meant_by
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class QueueFilter:
    """How an approver narrows her queue. `place_id` means that place and those below it."""

    place_id: UUID | None = None
    activity_id: UUID | None = None
    text: str = ""
    overdue: bool = False
    second_look: bool = False
    flagged: bool = False


@dataclass(frozen=True)
class Totals:
    """A volunteer's minutes: credited for good, and still waiting."""

    approved_minutes: int
    pending_minutes: int


@dataclass(frozen=True)
class Counts:
    """What waits in a subtree; overdue and second look are among the pending.

    `flagged`: with open risk flags, pending or approved.
    """

    pending: int
    overdue: int
    second_look: int
    returned: int
    flagged: int


def queue(
    within: Scope,
    state: str = "pending",
    filters: QueueFilter | None = None,
    page: int = 1,
    *,
    now: datetime,
    size: int = PAGE_SIZE,
) -> Page[RecordRow]:
    """Records of a subtree in one state; what is due first comes first."""
    query = (
        _narrowed(_within(select(HourRecord), within), filters or QueueFilter(), now=now)
        .where(HourRecord.state == state)
        .order_by(HourRecord.due_on, HourRecord.session_id, HourRecord.id)
    )
    return _page(query, page, size)


def matching(
    within: Scope, state: str, filters: QueueFilter, *, now: datetime, most: int
) -> list[UUID]:
    """Ids of what a queue shows on all its pages, in its order; at most so many."""
    query = _narrowed(_within(select(HourRecord.id), within), filters, now=now)
    return list(
        session.scalars(
            query.where(HourRecord.state == state)
            .order_by(HourRecord.due_on, HourRecord.session_id, HourRecord.id)
            .limit(most)
        )
    )


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    if not within.path:
        return query
    return query.where(HourRecord.place_path.startswith(within.path, autoescape=True))


def _narrowed(query: Select[Any], filters: QueueFilter, *, now: datetime) -> Select[Any]:
    if filters.place_id is not None:
        query = _within(query, Scope(places.place(filters.place_id).path))
    if filters.activity_id is not None:
        query = query.where(HourRecord.activity_id == filters.activity_id)
    if filters.overdue:
        query = query.where(HourRecord.due_on < local_date(now))
    if filters.second_look:
        query = query.where(HourRecord.needs_second_look.is_(True))
    if filters.flagged:
        query = query.where(HourRecord.open_flags > 0)
    if filters.text.strip():
        query = query.where(_about(filters.text.strip()))
    return query


def _about(text: str) -> ColumnElement[bool]:
    return or_(
        HourRecord.volunteer_id.in_(ids_meant_by(text)),
        HourRecord.activity_id.in_(titled_like(text)),
    )


def _page(query: Select[Any], number: int, size: int) -> Page[RecordRow]:
    found = page_of(query, number=number, size=size)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def record(record_id: UUID, within: Scope) -> RecordRow:
    """One record; outside the scope it is not found."""
    found = session.get(HourRecord, record_id)
    if found is None or not within.covers(found.place_path):
        raise NotFound
    return rows_of([found])[0]


def records(record_ids: Sequence[UUID], within: Scope) -> dict[UUID, RecordRow]:
    """Several records at once, for the answer to a batch; what lies outside is missing."""
    query = _within(select(HourRecord).where(HourRecord.id.in_(record_ids)), within)
    return {row.id: row for row in rows_of(session.scalars(query).all())}


def decisions(record_id: UUID) -> list[DecisionRow]:
    """Every decision on a record, in order."""
    rows = session.scalars(
        select(HourDecision)
        .where(HourDecision.record_id == record_id)
        .order_by(HourDecision.at, HourDecision.id)
    ).all()
    words = audit.words_of([row.id for row in rows])
    return [
        DecisionRow(row.at, row.decision, told.actor_name, told.reason, row.minutes)
        for row, told in ((row, words.get(row.id, audit.ERASED)) for row in rows)
    ]


def my_records(volunteer_id: UUID, page: int = 1, *, size: int = PAGE_SIZE) -> Page[RecordRow]:
    """A volunteer's own records, the latest service first; what was replaced is in its story."""
    query = (
        select(HourRecord)
        .where(HourRecord.volunteer_id == volunteer_id, STANDS)
        .order_by(HourRecord.counted_from.desc(), HourRecord.id.desc())
    )
    return _page(query, page, size)


def totals(volunteer_id: UUID) -> Totals:
    """Her approved minutes, and those of pending and returned records."""
    approved = case((HourRecord.state == "approved", HourRecord.minutes), else_=0)
    waiting = case((HourRecord.state.in_(("pending", "returned")), HourRecord.minutes), else_=0)
    row = session.execute(
        select(func.coalesce(func.sum(approved), 0), func.coalesce(func.sum(waiting), 0)).where(
            HourRecord.volunteer_id == volunteer_id
        )
    ).one()
    return Totals(int(row[0]), int(row[1]))


def approved_minutes(within: Scope) -> int:
    """All minutes approved so far in a subtree."""
    query = select(func.coalesce(func.sum(HourRecord.minutes), 0))
    return int(session.scalar(_within(query.where(HourRecord.state == "approved"), within)) or 0)


def counts(within: Scope, *, now: datetime) -> Counts:
    """What waits in a subtree, in one statement."""
    pending = HourRecord.state == "pending"
    wanted = (
        pending,
        pending & (HourRecord.due_on < local_date(now)),
        pending & HourRecord.needs_second_look.is_(True),
        HourRecord.state == "returned",
        HourRecord.open_flags > 0,
    )
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in wanted]
    concerned = HourRecord.state.in_(("pending", "returned")) | (
        (HourRecord.state == "approved") & (HourRecord.open_flags > 0)
    )
    row = session.execute(_within(select(*sums).where(concerned), within)).one()
    return Counts(*(int(one) for one in row))


def waiting_count(staff: Staff) -> int:
    """How many pending records she could decide: not her own, not what somebody above must see."""
    query = _within(select(func.count(HourRecord.id)), staff.scope).where(
        HourRecord.state == "pending",
        or_(HourRecord.mended_by_id.is_(None), HourRecord.mended_by_id != staff.id),
        ~is_picked_only_by(HourRecord.attendance_id, [staff.id]),
    )
    if staff.volunteer_id is not None:
        query = query.where(HourRecord.volunteer_id != staff.volunteer_id)
    if staff.place.level != "centre":
        query = query.where(
            or_(
                HourRecord.needs_second_look.is_(False),
                HourRecord.place_path != staff.place.path,
            )
        )
    return session.scalar(query) or 0
