"""What people are told who signed up for several dates of a series; words in templates/messages."""

from datetime import timedelta

from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.series.events import Concerned, SeriesNews

WORTH_SENDING = timedelta(days=3)
LINES_SHOWN = 5


def series_news(event: SeriesNews) -> None:
    """Several of her dates were changed or called off: one message about all of them."""
    tell([_told(event, person) for person in event.people], now=event.now)


def _told(event: SeriesNews, person: Concerned) -> Notice:
    cancelled = bool(event.reason)
    lines = list(person.lines[:LINES_SHOWN])
    if len(person.lines) > LINES_SHOWN:
        lines.append(f"…… 共 {len(person.lines)} 次")
    title, body = words(
        "series_cancelled" if cancelled else "series_changed",
        title=event.title,
        count=len(person.lines),
        lines="\n".join(lines),
        reason=event.reason,
        contact=f"{person.contact_name} {person.contact_phone}".strip(),
    )
    short = event.reason if cancelled else f"共 {len(person.lines)} 次有变更：{person.lines[0]}"
    return Notice(
        kind="activity_cancelled" if cancelled else "activity_changed",
        volunteer_id=person.volunteer_id,
        title=title,
        body=body,
        values=(event.title, moment(person.starts_at), person.venue, short),
        url=pages.MY_ACTIVITIES,
        expires_at=event.now + WORTH_SENDING,
    )
