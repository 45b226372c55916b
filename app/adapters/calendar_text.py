"""Calendars as other programs read them: iCalendar, RFC 5545."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from app.domain.activities.calendar_feed import CalendarLine

MIMETYPE = "text/calendar"
NAME = "我的活动"
LONGEST_LINE_BYTES = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_text(entries: Sequence[CalendarLine], *, public_url: str, name: str = NAME) -> str:
    """A whole calendar; what was cancelled stays in it as cancelled, so that phones strike it."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Haoren//Volunteer activities//ZH"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        *(_said("NAME", name), _said("X-WR-CALNAME", name), "X-WR-TIMEZONE:Asia/Shanghai"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"),
        *(line for entry in entries for line in _event(entry, public_url)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(entry: CalendarLine, public_url: str) -> Iterator[str]:
    facts = entry.facts
    waits = "（候补）" if facts.standing == "TENTATIVE" else ""
    address = public_url + entry.page
    host = public_url.partition("://")[2].partition(":")[0]
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@{host}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{_moment(facts.starts_at)}"
    yield f"DTEND:{_moment(facts.ends_at)}"
    yield _said("SUMMARY", facts.title + waits)
    yield _said("LOCATION", facts.venue)
    yield _said("DESCRIPTION", "\n".join((*entry.told, address)))
    yield f"URL:{address}"
    yield f"STATUS:{facts.standing}"
    if facts.standing == "CANCELLED":
        yield "TRANSP:TRANSPARENT"  # the time is hers again
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _said(name: str, text: str) -> str:
    return f"{name}:{text.translate(_ESCAPES)}"


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes, never within a character; each but the first after a space."""
    part = ""
    for character in line:
        if len((part + character).encode()) > LONGEST_LINE_BYTES:
            yield part
            part = " "
        part += character
    yield part
