"""Handouts of a course as PDF: put there, read, taken away."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.training import documents, queries
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@door.post("/courses/<uuid:course_id>/documents")
@takes_pictures
@limiter.limit("30 per minute")
@needs(Permission.TRAINING_MANAGE)
def add_course_document(course_id: UUID) -> ResponseReturnValue:
    """One more; what cannot be taken is said on the page of materials."""
    staff, sent = current_staff(), request.files.get("document")
    queries.course(course_id, within=staff.scope)
    back = redirect(url_for("console.course_materials", course_id=course_id), 303)
    if sent is None or not sent.filename:
        flash("请先选择一个 PDF 文件", "danger")
        return back
    try:
        documents.add_document(staff, course_id, sent.filename, sent.read(), now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash("已添加这份资料", "success")
    return back


@door.get("/courses/<uuid:course_id>/documents/<uuid:document_id>")
@needs(Permission.TRAINING_READ)
def course_document(course_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One of them, to take away."""
    queries.course(course_id, within=current_staff().scope)
    return paper(*documents.document(course_id, document_id))


@door.post("/courses/<uuid:course_id>/documents/<uuid:document_id>/drop")
@limiter.limit("60 per minute")
@needs(Permission.TRAINING_MANAGE)
def drop_course_document(course_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Nobody reads it any more."""
    staff = current_staff()
    return decided(
        lambda: documents.drop_document(staff, course_id, document_id, now=clock.now()),
        "已撤下这份资料",
        back=url_for("console.course_materials", course_id=course_id),
    )
