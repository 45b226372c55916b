"""The public notice of hours: what was approved lately, for everybody to read.

Nothing is written for it: what is in notice follows from when it was approved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.hours import notice_rules
from app.domain.hours.models import HourRecord
from app.domain.people.optional_consents import public_names
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound

LINES_A_PAGE = 100
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class SessionInNotice:
    """A session of which hours are in notice. `until` is the last day of the latest of them."""

    plan: SessionOutline
    people: int
    minutes: int
    in_question: int
    until: date


@dataclass(frozen=True)
class NoticeLine:
    """One person's hours as strangers may read them: her name is masked unless she agreed.

    `back_filled`: typed in, not scanned.
    """

    record_id: UUID
    name: str
    minutes: int
    back_filled: bool
    corrected: bool
    in_question: bool
    until: date


def sessions_in_notice(
    page: int = 1, *, days: int, now: datetime, size: int = PAGE_SIZE
) -> Page[SessionInNotice]:
    """Everything in notice now, what was approved last comes first; four statements."""
    grouped = _shown(
        select(
            HourRecord.session_id,
            func.count(HourRecord.id).label("people"),
            func.sum(HourRecord.minutes).label("minutes"),
            func.sum(case((HourRecord.state == "frozen", 1), else_=0)).label("in_question"),
            func.max(HourRecord.decided_at).label("latest"),
        ),
        days=days,
        now=now,
    ).group_by(HourRecord.session_id)
    total = session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // size)))
    found = session.execute(
        grouped.order_by(func.max(HourRecord.decided_at).desc(), HourRecord.session_id)
        .limit(size)
        .offset((number - 1) * size)
    ).all()
    return Page(_views(found, days), number, size, total)


def session_in_notice(session_id: UUID, *, days: int, now: datetime) -> SessionInNotice:
    """One session; when nothing of it is in notice it is not found."""
    row = session.execute(
        _shown(
            select(
                func.count(HourRecord.id).label("people"),
                func.coalesce(func.sum(HourRecord.minutes), 0).label("minutes"),
                func.coalesce(func.sum(case((HourRecord.state == "frozen", 1), else_=0)), 0).label(
                    "in_question"
                ),
                func.max(HourRecord.decided_at).label("latest"),
            ),
            days=days,
            now=now,
        ).where(*_of(session_id))
    ).one()
    if not row.people:
        raise NotFound
    plan = outlines([session_id])[session_id]
    until = notice_rules.last_day(row.latest, days)
    return SessionInNotice(plan, int(row.people), int(row.minutes), int(row.in_question), until)


def lines(
    session_id: UUID, page: int = 1, *, days: int, now: datetime, size: int = LINES_A_PAGE
) -> Page[NoticeLine]:
    """Who was credited what, names masked, in the order people came."""
    query = _shown(select(HourRecord), days=days, now=now).where(*_of(session_id))
    order = (HourRecord.counted_from, HourRecord.id)
    found = page_of(query.order_by(*order), number=page, size=size)
    return Page(_lines(found.items, days), found.number, found.size, found.total)


def line(session_id: UUID, record_id: UUID, *, days: int, now: datetime) -> NoticeLine:
    """One of them; what is not in notice is not found."""
    query = _shown(select(HourRecord), days=days, now=now).where(HourRecord.id == record_id)
    row = session.scalar(query.where(HourRecord.session_id == session_id))
    if row is None:
        raise NotFound
    return _lines([row], days)[0]


def _shown(query: AnySelect, *, days: int, now: datetime) -> AnySelect:
    return query.where(
        HourRecord.state.in_(notice_rules.SHOWN),
        HourRecord.decided_at >= notice_rules.approved_since(now, days),
    )


def _of(session_id: UUID) -> tuple[Any, ...]:
    """By the activity too: that is what records are indexed by."""
    plan = outlines([session_id]).get(session_id)
    if plan is None:
        raise NotFound
    return HourRecord.activity_id == plan.activity_id, HourRecord.session_id == session_id


def _views(found: Sequence[Any], days: int) -> list[SessionInNotice]:
    plans = outlines([row.session_id for row in found])
    return [
        SessionInNotice(
            plan=plans[row.session_id],
            people=int(row.people),
            minutes=int(row.minutes),
            in_question=int(row.in_question),
            until=notice_rules.last_day(row.latest, days),
        )
        for row in found
    ]


def _lines(found: Sequence[HourRecord], days: int) -> list[NoticeLine]:
    names = public_names({row.volunteer_id for row in found})
    return [
        NoticeLine(
            record_id=row.id,
            name=names[row.volunteer_id],
            minutes=row.minutes,
            back_filled=row.back_fill_id is not None,
            corrected=row.supersedes_id is not None,
            in_question=row.state == "frozen",
            until=notice_rules.last_day(row.decided_at or row.created_at, days),
        )
        for row in found
    ]
