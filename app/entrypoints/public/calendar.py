"""The calendar behind a volunteer's own address, read by her phone without signing in."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.adapters.calendar_text import MIMETYPE, calendar_text
from app.domain.activities import calendar_feed
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.kernel import clock


@door.get("/calendar/<token>.ics")
@open_to_all
@limiter.limit("600/hour")
def calendar(token: str) -> ResponseReturnValue:
    """Her sign-ups; an address that was given up is not found."""
    entries = calendar_feed.lines(token, now=clock.now())
    text = calendar_text(entries, public_url=settings().public_url)
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="haoren.ics"',
        "X-Robots-Tag": "noindex",
    }
    return Response(text, mimetype=MIMETYPE, headers=headers)
