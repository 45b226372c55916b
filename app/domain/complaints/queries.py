"""Reading complaints as staff do: the queue of what she may handle, one complaint, what waits."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from app.domain.access import queries as access
from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of, volunteers_of
from app.domain.complaints import errors, rules
from app.domain.complaints.holding import facts_of, may_see_name, named, who
from app.domain.complaints.models import (
    Complaint,
    ComplaintConcern,
    ComplaintPicture,
    ComplaintStep,
)
from app.domain.complaints.rules import ENDED, NEXT, Decision, State
from app.domain.complaints.views import ComplaintRow, ComplaintView, StepView, without_ids
from app.domain.people import denials
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound, Refusal

# The parts of the queue; `mine`: those she has taken.
TABS: dict[str, tuple[State, ...]] = {
    "new": (State.RECEIVED, State.REOPENED),
    "mine": (State.TAKEN, State.ASKED),
    "others": (State.TAKEN, State.ASKED),
    "answered": (State.ANSWERED,),
    "ended": ENDED,
}
BY = {"complainant": "本人", "system": "系统"}


def queue(staff: Staff, tab: str, *, text: str = "", page: int = 1) -> Page[ComplaintRow]:
    """One part of what she may handle, what is due first on top; seven statements however many."""
    query = queue_query(staff, tab)
    if text.strip():
        number = Complaint.number == text.strip().upper()
        titled = Complaint.subject_title.icontains(text.strip(), autoescape=True)
        query = query.where(or_(number, titled))
    found = page_of(query.execution_options(populate_existing=True), number=page)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def counts(staff: Staff) -> dict[str, int]:
    """How many stand in each part of her queue."""
    found = {}
    for tab in TABS:
        counted = queue_query(staff, tab).order_by(None).with_only_columns(func.count(Complaint.id))
        found[tab] = session.scalar(counted) or 0
    return found


def count_waiting(staff: Staff) -> int:
    """How many wait for her: taken by nobody yet, or by herself."""
    waiting = or_(
        Complaint.state.in_([one.value for one in TABS["new"]]),
        and_(Complaint.state == State.TAKEN.value, Complaint.handler_id == staff.id),
    )
    query = hers(select(func.count(Complaint.id)), staff)
    return session.scalar(query.where(waiting)) or 0


def queue_query(staff: Staff, tab: str) -> Select[Complaint]:
    """The rows of one part, in order."""
    query = hers(select(Complaint), staff)
    query = query.where(Complaint.state.in_([one.value for one in TABS[tab]]))
    if tab == "mine":
        query = query.where(Complaint.handler_id == staff.id)
    if tab == "others":
        query = query.where(Complaint.handler_id != staff.id)
    order: tuple[Any, ...] = (Complaint.due_at.nulls_last(), Complaint.id)
    if tab == "ended":
        order = (Complaint.ended_at.desc(), Complaint.id)
    return query.order_by(*order)


def hers(query: Select[Any], staff: Staff) -> Select[Any]:
    """A select of what she may handle: at her level or below, or her own case; not about her."""
    volunteers = volunteers_of(staff)
    concern: ColumnElement[bool] = ComplaintConcern.staff_id.in_(accounts_of(staff))
    if volunteers:
        concern |= ComplaintConcern.volunteer_id.in_(volunteers)
        others = Complaint.complainant_id.not_in(volunteers)
        query = query.where(or_(Complaint.complainant_id.is_(None), others))
    about_her = exists().where(ComplaintConcern.complaint_id == Complaint.id, concern)
    below = Complaint.handled_path.startswith(staff.place.path, autoescape=True)
    return query.where(or_(below, Complaint.handler_id == staff.id), ~about_her)


def complaint(staff: Staff, complaint_id: UUID) -> ComplaintView:
    """One with its history. Words are for who may handle it; outside her subtree: not found."""
    row = session.get(Complaint, complaint_id, populate_existing=True)
    if row is None or not staff.scope.covers(row.place_path):
        raise NotFound
    return view_of(row, closed=_why_closed(staff, row), named=may_see_name(staff, row))


def _why_closed(staff: Staff, row: Complaint) -> Refusal | None:
    if not staff.may(Permission.COMPLAINTS_HANDLE):
        return NotAllowed(permission=Permission.COMPLAINTS_HANDLE.title)
    if named(row, [staff]):  # she serves here since a moment ago
        return errors.ConcernedYourself()
    return rules.why_not_see(facts_of(row), who(staff, row))


def may_see_picture(staff: Staff, complaint_id: UUID, attachment_id: UUID) -> bool:
    """Whether a photo came with it, and she may read it."""
    found = complaint(staff, complaint_id)
    return found.closed_to_her is None and attachment_id in found.pictures


def view_of(row: Complaint, *, closed: Refusal | None = None, named: bool = True) -> ComplaintView:
    """A row with all behind it; without any words where it is closed to the reader.

    `named`: she may learn who said it; else the page is shown without ids that lead to her.
    """
    line, page = rows_of([row])[0], row.page if named else without_ids(row.page)
    photos = select(ComplaintPicture.attachment_id).where(ComplaintPicture.complaint_id == row.id)
    return ComplaintView(
        row=line,
        page=page if closed is None else "",
        by_visitor=row.by_visitor,
        hides_name=row.hides_name,
        handled_by=places.place_at(row.handled_path).name,
        text=row.text if closed is None else "",
        pictures=tuple(session.scalars(photos)) if closed is None else (),
        steps=tuple(_steps(row.id, with_words=closed is None)),
        may_withdraw=_may_withdraw(row),
        may_reopen=row.reopened_at is None and row.state == State.ANSWERED,
        closed_to_her=closed,
    )


def _may_withdraw(row: Complaint) -> bool:
    return (State(row.state), Decision.WITHDRAW) in NEXT and not denials.is_open(row.id)


def rows_of(rows: Sequence[Complaint]) -> list[ComplaintRow]:
    """Lines for several complaints; two statements however many."""
    where = places.places([row.place_id for row in rows])
    names = access.names({row.handler_id for row in rows})
    return [
        ComplaintRow(
            id=row.id,
            number=row.number,
            wish=row.wish,
            subject=row.subject,
            subject_title=row.subject_title,
            place=where[row.place_id],
            state=State(row.state),
            handler_id=row.handler_id,
            handler=names.get(row.handler_id, "") if row.handler_id else "",
            made_at=row.made_at,
            waits_since=row.waits_since,
            due_at=row.due_at,
            was_overdue=row.overdue,
            reopened=row.reopened_at is not None,
            outcome=row.outcome,
            stars=row.stars,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _steps(complaint_id: UUID, *, with_words: bool) -> list[StepView]:
    query = select(ComplaintStep).where(ComplaintStep.complaint_id == complaint_id)
    rows = session.scalars(query.order_by(ComplaintStep.at, ComplaintStep.id)).all()
    names = access.names({row.staff_id for row in rows})
    return [
        StepView(
            at=row.at,
            by=names.get(row.staff_id, "") if row.staff_id else BY.get(row.by_kind, ""),
            decision=Decision(row.decision),
            state=State(row.state),
            words=row.words if with_words else "",
        )
        for row in rows
    ]
