"""The public notice of a year's stars: masked names, until when, and how to object."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.recognition import star_queries
from app.domain.recognition.star_rules import WORDS
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from app.kernel import clock


@door.get("/stars")
@open_to_all
def star_notice() -> ResponseReturnValue:
    """The list in notice now, if there is one."""
    batch = star_queries.in_notice(now=clock.now())
    number = request.args.get("page", 1, type=int)
    return render_template(
        "public/stars.html",
        batch=batch,
        found=star_queries.notice_lines(batch.id, number) if batch else None,
        words=WORDS,
        contact_phone=settings().contact_phone,
    )
