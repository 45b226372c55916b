"""What people are told of their qualifications: granted, running out soon, revoked."""

from datetime import date, timedelta

from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.qualifications.events import QualificationNews

WORTH_SENDING = timedelta(days=7)


def qualification_news(event: QualificationNews) -> None:
    """Something about her qualification."""
    kind = f"qualification_{event.what}"
    title, body = words(kind, name=event.name, until=_until(event.until), reason=event.reason or "")
    notice = Notice(
        kind=kind,
        volunteer_id=event.volunteer_id,
        title=title,
        body=body,
        values=(event.name, title, moment(event.now)),
        url=pages.qualification(event.qualification_id),
        expires_at=event.now + WORTH_SENDING,
    )
    tell([notice], now=event.now)


def _until(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "长期有效"
