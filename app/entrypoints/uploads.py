"""Pictures in forms: how large a body may be, and what was sent, kept until the form is accepted.

A view that takes pictures wears `takes_pictures`; every other view takes LARGEST_BODY_BYTES.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, current_app, request

from app.domain.attachments import keeping, queries
from app.domain.attachments.queries import AttachmentView
from app.domain.audit.actors import Actor
from app.kernel import clock
from app.kernel.refusal import Refusal

LARGEST_UPLOAD_BYTES = 40 * 1024 * 1024  # also in deploy/nginx/haoren.conf
FILES, KEPT = "pictures", "kept_pictures"  # as shared/pictures.html names them

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def takes_pictures(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """The view may be sent pictures by a form."""
    view.largest_body = LARGEST_UPLOAD_BYTES  # type: ignore[attr-defined]
    return view


def install_upload_sizes(app: Flask) -> None:
    """Say how large a body may be before anything reads it; called before the CSRF check is."""

    @app.before_request
    def _allow() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        largest = getattr(view, "largest_body", None)
        if largest is not None:
            request.max_content_length = largest


def pictures_sent(by: Actor) -> tuple[list[AttachmentView], Refusal | None]:
    """Hers that the form names as kept before, and those it brings; and why one was not taken.

    They are kept at once, each for itself: a form that comes back with an error still has them.
    """
    ids = request.form.getlist(KEPT, type=UUID)
    refusal = None
    for file in request.files.getlist(FILES):
        if not file.filename:
            continue
        try:
            ids.append(keeping.keep(by, file.read(), now=clock.now()))
        except Refusal as why:
            refusal = why
    return queries.loose_of(by, ids), refusal
