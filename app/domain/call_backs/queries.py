"""Reading call-backs: the queue of those who call, one of them, and what came of all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.call_backs import calling, rules
from app.domain.call_backs.models import CallBack
from app.domain.hours import queries as hours
from app.domain.hours.evidence_figures import Month, month_of
from app.domain.hours.views import RecordRow
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.masking import masked_name
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class CallBackRow:
    """One call-back in a list; names are masked until somebody has taken it."""

    id: UUID
    record: RecordRow
    state: str
    due_on: date
    tries: int
    taken_by: str
    closed_by: str
    closed_at: datetime | None
    said: str

    @property
    def standing(self) -> str:
        """The state in words."""
        if self.state == "open" and self.taken_by:
            return "回访中"
        return rules.STANDINGS[self.state]

    @property
    def name(self) -> str:
        """The volunteer's name, as those may read it who do not call her."""
        return masked_name(self.record.name)

    def overdue(self, now: datetime) -> bool:
        """Whether somebody should have called before today."""
        return self.state == "open" and self.due_on < local_date(now)


@dataclass(frozen=True)
class CallBackPage:
    """One call-back for who looks at it; `phone` is empty unless it is hers now."""

    row: CallBackRow
    phone: str
    hers: bool
    why_not: Refusal | None
    tried_at: datetime | None


def queue(
    staff: Staff, state: str = "open", page: int = 1, *, size: int = PAGE_SIZE
) -> Page[CallBackRow]:
    """What her subtree is to call, what is due first; of the closed ones the latest first."""
    query = _hers(select(CallBack), staff)
    if state == "open":
        query = query.where(CallBack.state == "open").order_by(CallBack.due_on, CallBack.id)
    else:
        query = query.where(CallBack.state != "open").order_by(
            CallBack.closed_at.desc(), CallBack.id
        )
    found = page_of(query, number=page, size=size)
    return Page(_rows(found.items), found.number, found.size, found.total)


def waiting_count(staff: Staff) -> int:
    """How many she could call."""
    query = _hers(select(func.count(CallBack.id)), staff).where(CallBack.state == "open")
    return session.scalar(query) or 0


def call_back(staff: Staff, call_back_id: UUID, *, now: datetime) -> CallBackPage:
    """One; outside what her subtree calls it is not found."""
    row = session.get(CallBack, call_back_id, populate_existing=True)
    if row is None or not staff.scope.covers(row.checker_path):
        raise NotFound
    facts = calling.facts_of(row)
    hers = rules.has_it(facts, staff.id, now=now)
    (seen,) = _rows([row])
    return CallBackPage(
        row=seen,
        phone=seen.record.person.phone if hers else "",
        hers=hers,
        why_not=rules.why_not_take(facts, calling.checker(staff), now=now),
        tried_at=row.tried_at,
    )


def outcomes(
    place_ids: Select[UUID], months: Sequence[Month]
) -> dict[tuple[UUID, Month], dict[str, int]]:
    """How call-backs of these places' records ended, by place and month of the answer."""
    each = (
        select(
            CallBack.place_id,
            month_of(CallBack.closed_at, months).label("number"),
            CallBack.state,
        )
        .where(
            CallBack.place_id.in_(place_ids),
            CallBack.closed_at >= months[0].begins,
            CallBack.closed_at < months[-1].ends,
        )
        .subquery()
    )
    keys = (each.c.place_id, each.c.number, each.c.state)
    found: dict[tuple[UUID, Month], dict[str, int]] = defaultdict(dict)
    for place_id, index, state, count in session.execute(
        select(*keys, func.count()).group_by(*keys)
    ):
        found[place_id, months[index]][state] = int(count)
    return found


def _hers(query: Select[Any], staff: Staff) -> Select[Any]:
    query = query.where(CallBack.checker_path.startswith(staff.scope.path, autoescape=True))
    if staff.volunteer_id is not None:
        query = query.where(CallBack.volunteer_id != staff.volunteer_id)
    if staff.place.level != "centre":
        query = query.where(CallBack.place_path != staff.place.path)
    return query


def _rows(rows: Sequence[CallBack]) -> list[CallBackRow]:
    """With everything they show: a few statements for any number."""
    records = hours.records([row.record_id for row in rows], EVERYWHERE) if rows else {}
    names = access.names(
        {one for row in rows for one in (row.taken_by_id, row.closed_by_id) if one}
    )
    return [
        CallBackRow(
            id=row.id,
            record=records[row.record_id],
            state=row.state,
            due_on=row.due_on,
            tries=row.tries,
            taken_by=names.get(row.taken_by_id, "") if row.taken_by_id else "",
            closed_by=names.get(row.closed_by_id, "") if row.closed_by_id else "",
            closed_at=row.closed_at,
            said=row.said or "",
        )
        for row in rows
    ]
