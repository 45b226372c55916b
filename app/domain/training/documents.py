"""Handouts as PDF: put beside a course, taken away again, read by who takes it.

A picture is drawn again when it comes in; a PDF cannot be. It is looked at instead: it begins and
ends as one, asks for no password and carries no script or file in the open, and every door sends
it as a download of its own kind, never as a page.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from app.domain.access.queries import Staff
from app.domain.audit import trail
from app.domain.training import errors
from app.domain.training.holding import held_course
from app.domain.training.models import CourseDocument, CourseDocumentContent
from app.domain.training.rules import (
    DOCUMENT_NAME_MOST,
    DOCUMENTS_MOST,
    why_not_this_document,
)
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class DocumentView:
    """A handout without its bytes."""

    id: UUID
    name: str
    size_bytes: int


def add_document(
    staff: Staff, course_id: UUID, name: str, content: bytes, *, now: datetime
) -> UUID:
    """Put a PDF beside the course; its id. The same file again is the first."""
    refusal = why_not_this_document(content)
    if refusal:
        raise refusal
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction():
        held_course(staff, course_id)
        of_course = CourseDocument.course_id == course_id
        there = session.scalar(
            select(CourseDocument.id).where(of_course, CourseDocument.sha256 == sha256)
        )
        if there is not None:
            return there
        count = select(func.count(CourseDocument.id)).where(of_course)
        if (session.scalar(count) or 0) >= DOCUMENTS_MOST:
            raise errors.TooManyDocuments(most=DOCUMENTS_MOST)
        row = CourseDocument(
            id=new_id(),
            course_id=course_id,
            name=clean_name(name),
            size_bytes=len(content),
            sha256=sha256,
            added_by_id=staff.id,
            added_at=now,
        )
        session.add(row)
        session.flush()
        session.add(CourseDocumentContent(document_id=row.id, content=content))
        session.flush()
        _record(staff, "add_document", course_id, now=now, name=row.name)
        return row.id


def drop_document(staff: Staff, course_id: UUID, document_id: UUID, *, now: datetime) -> None:
    """Take it away for good. Again: nothing."""
    with transaction():
        held_course(staff, course_id)
        row = session.get(CourseDocument, document_id)
        if row is None or row.course_id != course_id:
            return
        name = row.name
        session.execute(
            delete(CourseDocumentContent).where(CourseDocumentContent.document_id == document_id)
        )
        session.execute(delete(CourseDocument).where(CourseDocument.id == document_id))
        _record(staff, "drop_document", course_id, now=now, name=name)


def documents(course_id: UUID) -> Sequence[DocumentView]:
    """The handouts of a course, in the order they came; one statement."""
    rows = session.scalars(
        select(CourseDocument)
        .where(CourseDocument.course_id == course_id)
        .order_by(CourseDocument.added_at, CourseDocument.id)
    )
    return [DocumentView(row.id, row.name, row.size_bytes) for row in rows]


def document(course_id: UUID, document_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of one of them; another course's is not found."""
    found = session.execute(
        select(CourseDocument.name, CourseDocumentContent.content)
        .join(CourseDocumentContent, CourseDocumentContent.document_id == CourseDocument.id)
        .where(CourseDocument.id == document_id, CourseDocument.course_id == course_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found.name, found.content


def clean_name(sent: str) -> str:
    """What people read: the file's own name without folders and ending, bounded; never empty."""
    name = sent.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable()).strip()
    if name.lower().endswith(".pdf"):
        name = name[: -len(".pdf")]
    return name.strip()[:DOCUMENT_NAME_MOST] or "讲义"


def _record(staff: Staff, word: str, course_id: UUID, *, now: datetime, name: str) -> None:
    course, _ = held_course(staff, course_id)
    place_id = course.place_id
    trail.record(
        staff.actor, f"course.{word}", "activity", course_id, now=now, place_id=place_id, name=name
    )
