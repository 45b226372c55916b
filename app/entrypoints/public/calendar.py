"""Calendars that phones read without signing in: a volunteer's own, and a place's for everybody."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.adapters.calendar_text import MIMETYPE, calendar_text
from app.domain.activities import calendar_feed, place_calendar
from app.domain.places import queries as places
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.kernel import clock

FRESH_SECONDS = 900


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


@door.get("/places/<uuid:place_id>/calendar.ics")
@open_to_all
@limiter.limit("600/hour")
def place_calendar_feed(place_id: UUID) -> ResponseReturnValue:
    """What a place and those below it have on; unchanged, nothing is sent again."""
    place = places.place(place_id)
    text = calendar_text(
        place_calendar.lines_of(place_id, now=clock.now()),
        public_url=settings().public_url,
        name=f"{place.short_name}志愿活动",
        for_all=True,
    )
    answer = Response(text, mimetype=MIMETYPE)
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer.headers["Content-Disposition"] = 'inline; filename="haoren-place.ics"'
    answer.add_etag()
    return answer.make_conditional(request)
