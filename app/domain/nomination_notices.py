"""What people are told of nominations: consent asked, something missing, the outcome."""

from datetime import timedelta

from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.nominations.clues.events import ClueNews
from app.domain.nominations.events import CaseNews, StaffCalled

WORTH_SENDING = timedelta(days=3)


def case_news(event: CaseNews) -> None:
    """Something about a case, to those it concerns."""
    title, body = words(
        event.kind, campaign=event.campaign, nominee=event.nominee, reason=event.reason
    )
    letters = [
        Notice(
            kind=event.kind,
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(event.campaign, title, moment(event.now)),
            url=_page(event),
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def staff_called(event: StaffCalled) -> None:
    """Something for members of staff to do, in their own inboxes; the console counts it too."""
    title, body = words(event.kind, what=event.what)
    letters = [
        Notice(
            kind=event.kind,
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(event.what, title, moment(event.now)),
            url=pages.STAFF_CASES,
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def clue_news(event: ClueNews) -> None:
    """What became of a clue, to its giver."""
    title, body = words(event.kind, text=event.text, about=event.about, words=event.words)
    letter = Notice(
        kind=event.kind,
        volunteer_id=event.volunteer_id,
        title=title,
        body=body,
        values=(event.about or "我知道一位好人", title, moment(event.now)),
        url=pages.CLUES,
        expires_at=event.now + WORTH_SENDING,
    )
    tell([letter], now=event.now)


def _page(event: CaseNews) -> str:
    if event.kind == "nomination_consent":
        return pages.nomination_consent(event.nomination_id)
    if event.kind == "nomination_returned":
        return pages.nomination(event.nomination_id)
    return pages.MY_NOMINATIONS
