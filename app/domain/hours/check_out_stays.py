"""Stays without a check-out as the rules see them, and the requests about them as staff do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.activities.engagements import outlines
from app.domain.attendance.queries import attendance
from app.domain.audit import queries as audit
from app.domain.hours.check_out_rules import ForgottenStay
from app.domain.hours.models import CheckOutRequest, HourDecision, HourRecord
from app.domain.hours.rules import CHECK_OUT_MISSED
from app.domain.hours.views import RecordRow, rows_of
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of


@dataclass(frozen=True)
class RequestView:
    """What a volunteer said of when she left. `state`: asked | confirmed | refused | overtaken."""

    left_at: datetime
    note: str
    asked_at: datetime
    state: str
    decided_by: str | None


@dataclass(frozen=True)
class WaitingRequest:
    """A request beside its record."""

    row: RecordRow
    request: RequestView


def forgotten(record: HourRecord) -> ForgottenStay:
    """A record's stay; its end is unknown until somebody has put a time in."""
    came = attendance(record.attendance_id)
    plan = outlines([record.session_id])[record.session_id]
    return ForgottenStay(
        in_at=came.in_at,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        closed_at=closed_at(record),
        unknown_end=came.missed and record.mended_by_id is None,
    )


def closed_at(record: HourRecord) -> datetime:
    """When she was told that her check-out is missing; a check-out undone may have come before."""
    query = select(HourDecision.id, HourDecision.at).where(HourDecision.record_id == record.id)
    at = dict(session.execute(query).all())
    words = audit.words_of(at)
    told = (at[one] for one in words if words[one].reason == CHECK_OUT_MISSED)
    return max(told, default=record.created_at)


def forgotten_stay(record_id: UUID) -> ForgottenStay:
    """The same by the record's id."""
    return forgotten(session.get_one(HourRecord, record_id))


def request_about(record_id: UUID) -> RequestView | None:
    """What the volunteer said of this record, if she did."""
    found = session.scalar(select(CheckOutRequest).where(CheckOutRequest.record_id == record_id))
    if found is None:
        return None
    names = access.names({found.decided_by_id}) if found.decided_by_id else {}
    return _view(found, names)


def waiting(within: Scope, page: int = 1, *, size: int = PAGE_SIZE) -> Page[WaitingRequest]:
    """Requests of a subtree that wait, the oldest first."""
    query = _waiting(select(CheckOutRequest), within).order_by(
        CheckOutRequest.asked_at, CheckOutRequest.id
    )
    found = page_of(query, number=page, size=size)
    ids = [one.record_id for one in found.items]
    records = session.scalars(select(HourRecord).where(HourRecord.id.in_(ids))).all()
    rows = {row.id: row for row in rows_of(records)}
    items = [WaitingRequest(rows[one.record_id], _view(one, {})) for one in found.items]
    return Page(items, found.number, found.size, found.total)


def waiting_requests_count(staff: Staff) -> int:
    """How many she could decide: her own are a colleague's."""
    query = _waiting(select(func.count(CheckOutRequest.id)), staff.scope)
    if staff.volunteer_id is not None:
        query = query.where(HourRecord.volunteer_id != staff.volunteer_id)
    return session.scalar(query) or 0


def _waiting(query: Select[Any], within: Scope) -> Select[Any]:
    return query.join(HourRecord, HourRecord.id == CheckOutRequest.record_id).where(
        CheckOutRequest.state == "asked",
        HourRecord.state == "returned",
        HourRecord.place_path.startswith(within.path, autoescape=True),
    )


def _view(found: CheckOutRequest, names: dict[UUID, str]) -> RequestView:
    return RequestView(
        left_at=found.left_at,
        note=found.note,
        asked_at=found.asked_at,
        state=found.state,
        decided_by=names.get(found.decided_by_id) if found.decided_by_id else None,
    )
