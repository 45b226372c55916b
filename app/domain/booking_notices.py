"""What people are told of their bookings of facilities: yes, no, called off, too late, tomorrow.

Who has an account hears by it; who had staff book is told by SMS what would bring her in vain.
Staff hear in the same two ways that an activity of theirs has no facility any more.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from app.domain.facilities.events import BookingNews
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, timespan, words

WORTH_SENDING = timedelta(days=3)
# The step in a few characters, as a template's field takes it, and the whole sentence.
NEWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "approved": ("已约好", "已经约好了，请按时来。来不了请提前取消，好让给别人。"),
        "declined": ("这次没约上", "这次没能约上：{reason}"),
        "called_off": ("场地用不了了", "场地临时用不了，这次预约取消了：{reason}"),
        "lapsed": ("没来得及确认", "工作人员没来得及确认，这次没约上。请换个时间，或打电话问问。"),
        "near": ("快到时间了", "快到时间了。来不了请现在取消，好让给别人。"),
    }
)
FOR_AN_ACTIVITY = "场地临时用不了，给活动“{activity}”留的时间取消了，请另找地方：{reason}"
BY_SMS = frozenset({"called_off", "near"})


def booking_news(event: BookingNews) -> None:
    """A step of her booking, or that it is near."""
    if event.volunteer_id is None:
        _by_sms(event)
        return
    short, sentence = _said(event)
    where, when = f"{event.place}{event.facility}", timespan(event.starts_at, event.ends_at)
    near = event.kind == "near"
    kind = "booking_reminder" if near else "booking_progress"
    title, body = words(kind, facility=event.facility, place=event.place, when=when, what=sentence)
    notice = Notice(
        kind=kind,
        volunteer_id=event.volunteer_id,
        title=title,
        body=body,
        values=(
            (event.facility, moment(event.starts_at), event.place, "来不了请取消，好让给别人")
            if near
            else (where, short, moment(event.now))
        ),
        url=_page_of(event),
        expires_at=event.starts_at if near else event.now + WORTH_SENDING,
    )
    tell([notice], now=event.now)


def _page_of(event: BookingNews) -> str:
    if event.activity_id is not None:
        return pages.staff_activity(event.activity_id)
    return pages.booking(event.booking_id)


def _said(event: BookingNews) -> tuple[str, str]:
    short, sentence = NEWS[event.kind]
    if event.activity_id is not None:
        sentence = FOR_AN_ACTIVITY
    return short, sentence.format(reason=event.reason, activity=event.activity)


def _by_sms(event: BookingNews) -> None:
    if event.kind not in BY_SMS or not event.phone:
        return
    short, sentence = _said(event)
    when = timespan(event.starts_at, event.ends_at)
    title, body = words(
        "booking_by_phone", facility=event.facility, place=event.place, when=when, what=sentence
    )
    letter = Letter(
        channel="sms",
        kind="booking_by_phone",
        recipient=event.phone,
        title=title,
        body=body,
        payload={"values": [f"{event.place}{event.facility}", when, short]},
        expires_at=event.starts_at if event.kind == "near" else event.now + WORTH_SENDING,
    )
    outbox.enqueue([letter], now=event.now)
