"""Calendars that phones read without signing in: a volunteer's own, and a place's for everybody."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.adapters.calendar_text import MIMETYPE, calendar_text
from app.domain.activities import calendar_feed, place_calendar
from app.domain.activities.calendar_feed import CalendarLine
from app.domain.culture import calendar_lines
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
    """Her sign-ups and tickets; an address that was given up is not found."""
    volunteer_id, now = calendar_feed.whose(token), clock.now()
    entries = _in_time(
        calendar_feed.lines_of(volunteer_id, now=now),
        calendar_lines.tickets_of(volunteer_id, now=now),
    )
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
    """What a place and those below it have on; unchanged, nothing is sent again.

    Of a point, what the place above it has on; of a merged place, its successor, the merged one's
    among it.
    """
    place, now = places.who_runs(places.site(place_id)), clock.now()
    text = calendar_text(
        _in_time(
            place_calendar.lines_of(place.id, now=now), calendar_lines.events_at(place.id, now=now)
        ),
        public_url=settings().public_url,
        name=f"{place.short_name}活动",
    )
    answer = Response(text, mimetype=MIMETYPE)
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer.headers["Content-Disposition"] = 'inline; filename="haoren-place.ics"'
    answer.add_etag()
    return answer.make_conditional(request)


def _in_time(*kinds: Sequence[CalendarLine]) -> list[CalendarLine]:
    """Activities and events in one order."""
    return sorted((one for kind in kinds for one in kind), key=lambda one: one.facts.starts_at)
