"""A complainant's own, by her account or by the link of a visitor."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.complaints.linking import complaint_behind
from app.domain.complaints.models import Complaint
from app.domain.complaints.queries import BY, rows_of, view_of
from app.domain.complaints.rules import Decision
from app.domain.complaints.views import ComplaintRow, ComplaintView
from app.kernel.database import session
from app.kernel.paging import Page, page_of
from app.kernel.refusal import NotFound

STAFF = "工作人员"
WITHOUT_NAMES = tuple(BY.values())


def complaints_of(volunteer_id: UUID, *, page: int = 1) -> Page[ComplaintRow]:
    """What she has said, the latest first; four statements."""
    query = select(Complaint).where(Complaint.complainant_id == volunteer_id)
    query = query.order_by(Complaint.made_at.desc(), Complaint.id)
    found = page_of(query.execution_options(populate_existing=True), number=page)
    return Page(rows_of(found.items), found.number, found.size, found.total)


def complaint_of(volunteer_id: UUID, complaint_id: UUID) -> ComplaintView:
    """One of hers; anybody else's is not found."""
    row = session.get(Complaint, complaint_id, populate_existing=True)
    if row is None or row.complainant_id != volunteer_id:
        raise NotFound
    return _for_her(view_of(row))


def complaint_by_link(code: str, *, now: datetime) -> ComplaintView:
    """A visitor's own."""
    return _for_her(view_of(session.get_one(Complaint, complaint_behind(code, now=now))))


def _for_her(found: ComplaintView) -> ComplaintView:
    """Who of the staff did what, and what they told each other, is not for her to read."""
    steps = tuple(
        replace(
            one,
            by=one.by if one.by in WITHOUT_NAMES else STAFF,
            words="" if one.decision is Decision.PASS_UP else one.words,
        )
        for one in found.steps
    )
    return replace(found, steps=steps)
