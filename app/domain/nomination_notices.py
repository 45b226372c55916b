"""What people are told of nominations: consent asked, something missing, the outcome."""

from datetime import timedelta

from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.nominations.clues.events import ClueNews
from app.domain.nominations.events import CaseNews, NoticeBegun, StaffCalled
from app.domain.people import optional_consents
from app.domain.people.purposes import GOOD_NEWS
from app.kernel.calendar import last_day

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


def notice_begun(event: NoticeBegun) -> None:
    """A notice has begun: to everybody who asked for news of good persons."""
    day = last_day(event.until)
    title, body = words(
        "notice_begun",
        campaign=event.campaign,
        count=event.count,
        until=f"{day.month}月{day.day}日",
    )
    letters = [
        Notice(
            kind="notice_begun",
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(event.campaign, title, moment(event.now)),
            url=pages.campaign(event.campaign_id),
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in optional_consents.everyone_who_agreed(GOOD_NEWS)
    ]
    tell(letters, now=event.now)


def _page(event: CaseNews) -> str:
    if event.kind == "nomination_consent":
        return pages.nomination_consent(event.nomination_id)
    if event.kind == "nomination_returned":
        return pages.nomination(event.nomination_id)
    return pages.MY_NOMINATIONS
