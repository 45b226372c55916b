"""Reading back-fills: the queue of those above, one with everything on it, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.activities.engagements import SessionOutline, outlines
from app.domain.attachments import queries as attachments
from app.domain.attachments.queries import AttachmentView, Picture
from app.domain.attendance import sheets
from app.domain.attendance.sheets import SheetView
from app.domain.hours import back_fill_rows, record_log
from app.domain.hours import back_fill_rules as back_fills
from app.domain.hours.models import (
    BackFill,
    BackFillConfirmation,
    BackFillLine,
    BackFillPicture,
    HourRecord,
)
from app.domain.people import queries as people
from app.domain.people.queries import PersonCard
from app.domain.places.scope import Scope
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.paging import PAGE_SIZE, Page, page_of
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class BackFillRow:
    """One back-fill in a list. `confirmed_by`: who has looked so far."""

    id: UUID
    plan: SessionOutline
    people: int
    minutes: int
    reason: str
    state: str
    entered_by: str
    entered_at: datetime
    due_on: date
    confirmed_by: tuple[str, ...]
    confirmations_needed: int
    refused_by: str | None
    refusal: str | None

    @property
    def standing(self) -> str:
        """The state in words."""
        if self.state == "waiting" and self.confirmed_by:
            return "待第二人核对"
        return back_fills.STANDINGS[self.state]

    def overdue(self, now: datetime) -> bool:
        """Whether somebody should have looked before today."""
        return self.state == "waiting" and self.due_on < local_date(now)


@dataclass(frozen=True)
class LineView:
    """One person of a back-fill; `record_id` once it is confirmed."""

    person: PersonCard
    in_at: datetime
    out_at: datetime
    minutes: int
    left_out: str | None
    record_id: UUID | None


@dataclass(frozen=True)
class BackFillStory:
    """A back-fill with everything on it."""

    row: BackFillRow
    lines: Sequence[LineView]
    pictures: Sequence[AttachmentView]
    sheet: SheetView | None


@dataclass(frozen=True)
class MyBackFill:
    """Hours entered for a person that somebody has to confirm yet."""

    plan: SessionOutline
    minutes: int
    in_at: datetime
    out_at: datetime
    entered_at: datetime


def queue(
    within: Scope, state: str = "waiting", page: int = 1, *, size: int = PAGE_SIZE
) -> Page[BackFillRow]:
    """Back-fills of a subtree in one state: those that wait by their day, others latest first."""
    query = _within(select(BackFill), within).where(BackFill.state == state)
    order = (
        (BackFill.due_on, BackFill.id)
        if state == "waiting"
        else (BackFill.closed_at.desc(), BackFill.id.desc())
    )
    found = page_of(query.order_by(*order), number=page, size=size)
    return Page(_rows(found.items), found.number, found.size, found.total)


def counts_by_state(within: Scope) -> dict[str, int]:
    """How many of a subtree are in each state; states without any are missing."""
    query = (
        select(BackFill.state, func.count(BackFill.id))
        .where(BackFill.place_path.startswith(within.path, autoescape=True))
        .group_by(BackFill.state)
    )
    return {state: int(count) for state, count in session.execute(query)}


def waiting_count(staff: Staff) -> int:
    """How many wait that she could confirm, as far as her place and what she did herself tell."""
    query = _within(select(func.count(BackFill.id)), staff.scope).where(
        BackFill.state == "waiting",
        BackFill.entered_by_id != staff.id,
        BackFill.id.not_in(
            select(BackFillConfirmation.back_fill_id).where(
                BackFillConfirmation.staff_id == staff.id
            )
        ),
    )
    if staff.place.level != "centre":
        query = query.where(BackFill.entered_from != staff.place.path)
    return session.scalar(query) or 0


def of_session(session_id: UUID) -> list[BackFillRow]:
    """What was typed in for a session, the latest first."""
    query = select(BackFill).where(BackFill.session_id == session_id)
    return _rows(session.scalars(query.order_by(BackFill.entered_at.desc())).all())


def back_fill(back_fill_id: UUID, within: Scope) -> BackFillStory:
    """One back-fill; outside the scope it is not found."""
    row = _one(back_fill_id, within)
    lines = back_fill_rows.lines_of([row.id])
    cards = people.cards({line.volunteer_id for line in lines})
    records = dict(
        session.execute(
            select(HourRecord.volunteer_id, HourRecord.id).where(HourRecord.back_fill_id == row.id)
        ).all()
    )
    (seen,) = _rows([row])
    return BackFillStory(
        row=seen,
        lines=[
            LineView(
                person=cards[line.volunteer_id],
                in_at=line.in_at,
                out_at=line.out_at,
                minutes=line.minutes,
                left_out=line.left_out,
                record_id=records.get(line.volunteer_id),
            )
            for line in lines
        ],
        pictures=attachments.attachments(list(session.scalars(_picture_ids(row.id)))),
        sheet=sheets.sheet(row.sheet_id) if row.sheet_id else None,
    )


def why_not_decide(staff: Staff, back_fill_id: UUID) -> Refusal | None:
    """Why she could not confirm or refuse this one now; for pages, that say so before she tries."""
    row = _one(back_fill_id, staff.scope)
    facts = back_fill_rows.facts(row, back_fill_rows.lines_of([row.id]))
    return back_fills.why_not_decide(facts, record_log.decider(staff), back_fill_rows.person(staff))


def may_withdraw(staff: Staff, back_fill_id: UUID) -> bool:
    """Whether she entered it and it waits."""
    row = _one(back_fill_id, staff.scope)
    return row.state == "waiting" and row.entered_by_id == staff.id


def picture(back_fill_id: UUID, attachment_id: UUID, within: Scope) -> Picture:
    """A picture of a back-fill of the scope; one of another back-fill is not found."""
    row = _one(back_fill_id, within)
    if attachment_id not in set(session.scalars(_picture_ids(row.id))):
        raise NotFound
    return attachments.picture(attachment_id)


def waiting_for(volunteer_id: UUID) -> list[MyBackFill]:
    """What was entered for a person and waits, the latest first."""
    rows = session.execute(
        select(BackFillLine, BackFill)
        .join(BackFill, BackFill.id == BackFillLine.back_fill_id)
        .where(BackFillLine.volunteer_id == volunteer_id, BackFill.state == "waiting")
        .order_by(BackFill.entered_at.desc())
    ).all()
    plans = outlines({row.session_id for _, row in rows})
    return [
        MyBackFill(plans[row.session_id], line.minutes, line.in_at, line.out_at, row.entered_at)
        for line, row in rows
    ]


def behind_record(back_fill_id: UUID) -> BackFillRow:
    """The back-fill a record of hours rests on."""
    return _rows([session.get_one(BackFill, back_fill_id)])[0]


def _one(back_fill_id: UUID, within: Scope) -> BackFill:
    row = session.get(BackFill, back_fill_id)
    if row is None or not within.covers(row.place_path):
        raise NotFound
    return row


def _within(query: Select[Any], within: Scope) -> Select[Any]:
    if not within.path:
        return query
    return query.where(BackFill.place_path.startswith(within.path, autoescape=True))


def _picture_ids(back_fill_id: UUID) -> Select[UUID]:
    return select(BackFillPicture.attachment_id).where(BackFillPicture.back_fill_id == back_fill_id)


def _rows(rows: Sequence[BackFill]) -> list[BackFillRow]:
    """With everything they show: three statements for any number."""
    plans = outlines({row.session_id for row in rows})
    looked = back_fill_rows.confirmations_of([row.id for row in rows])
    names = access.names(
        {row.entered_by_id for row in rows}
        | {row.refused_by_id for row in rows}
        | {one.staff_id for one in looked}
    )
    return [
        BackFillRow(
            id=row.id,
            plan=plans[row.session_id],
            people=row.people,
            minutes=row.minutes,
            reason=row.reason,
            state=row.state,
            entered_by=names[row.entered_by_id],
            entered_at=row.entered_at,
            due_on=row.due_on,
            confirmed_by=tuple(names[one.staff_id] for one in looked if one.back_fill_id == row.id),
            confirmations_needed=row.confirmations_needed,
            refused_by=names.get(row.refused_by_id) if row.refused_by_id else None,
            refusal=row.refusal,
        )
        for row in rows
    ]
