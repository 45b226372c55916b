"""What people are told of complaints: that there is something to read, never what it says."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from app.domain.complaints.events import ComplainantNews, HandlersCalled
from app.domain.complaints.linking import link_code
from app.domain.complaints.rules import RATE_WITHIN, REPLY_WITHIN
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.people import denials
from app.kernel.calendar import last_day

WORTH_SENDING = timedelta(days=3)
# The step in a few characters, as a template's field takes it, and the whole sentence.
FOR_COMPLAINANT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "taken": ("已受理", "已受理，{due}前答复您。"),
        "taken_late": ("已受理", "已受理，已经超过期限，会尽快答复您。"),
        "asked": ("需要补充", f"还有情况要问您，请 {REPLY_WITHIN.days} 天内补充。"),
        "answered": ("已答复", "已答复，请看一看满意不满意。"),
        "passed_up": ("上一级办理", "转由上一级办理，期限不变。"),
        "closed": ("已办结", f"答复后 {RATE_WITHIN.days} 天没有别的意见，已办结。"),
    }
)
FOR_HANDLERS: Mapping[str, str] = MappingProxyType(
    {"half": "办理时间过了一半，还没有答复", "overdue": "已超过期限，升到上一级，请尽快答复"}
)
BY_LINK = frozenset({"asked", "answered"})


def complainant_news(event: ComplainantNews) -> None:
    """A step of hers."""
    due = f"{day.month}月{day.day}日" if (day := _last_day(event)) else ""
    short, sentence = (text.format(due=due) for text in FOR_COMPLAINANT[event.kind])
    if event.complainant_id is None:
        _by_link(event, short, sentence)
        return
    title, body = words("complaint_progress", number=event.number, what=sentence)
    notice = Notice(
        kind="complaint_progress",
        volunteer_id=event.complainant_id,
        title=title,
        body=body,
        values=(f"意见 {event.number}", short, moment(event.now)),
        url=pages.complaint(event.complaint_id),
        expires_at=event.now + WORTH_SENDING,
    )
    tell([notice], now=event.now)


def handlers_called(event: HandlersCalled) -> None:
    """Members of staff must act; the console counts for those without a volunteer's account."""
    what = FOR_HANDLERS[event.kind]
    title, body = words("complaint_due", number=event.number, what=what)
    letters = [
        Notice(
            kind="complaint_due",
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(f"意见 {event.number}", what, moment(event.now)),
            url=pages.STAFF_COMPLAINTS,
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def _last_day(event: ComplainantNews) -> date | None:
    return last_day(event.due_at) if event.due_at else None


def _by_link(event: ComplainantNews, short: str, sentence: str) -> None:
    """Who has no account: by SMS, or by the WeChat id that she parted from one that is not hers."""
    if event.kind not in BY_LINK:
        return
    url = pages.complaint_link(link_code(event.complaint_id))
    open_id = "" if event.phone else denials.open_id_of(event.complaint_id)
    title, body = words("complaint_link", number=event.number, what=sentence)
    facts: dict[str, Any] = {"title": title, "body": body, "url": url}
    facts["expires_at"] = event.now + WORTH_SENDING
    if event.phone:
        payload = outbox.with_link([event.number, short], url)
        letter = Letter(
            channel="sms", kind="complaint_link", recipient=event.phone, payload=payload, **facts
        )
    elif open_id:
        values = [f"意见 {event.number}", short, moment(event.now)]
        letter = Letter(
            channel="wechat_template",
            kind="complaint_progress",
            recipient=open_id,
            payload={"values": values},
            **facts,
        )
    else:
        return
    outbox.enqueue([letter], now=event.now)
