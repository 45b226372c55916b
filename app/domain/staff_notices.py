"""What staff are told about their own accounts: in the inbox and by WeChat of her own volunteer
account where she has one, else by SMS to the phone her appointment names. And what waits for them.
"""

from datetime import datetime, timedelta

from app.domain.access.events import NewBrowser, SecondFactorReset, StaffContact
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import moment, words
from app.domain.recognised_units.events import ReviewsNear

WORTH_SENDING = timedelta(days=3)


def second_factor_reset(event: SecondFactorReset) -> None:
    """Somebody took her second factor away; if she did not ask for it, she must know."""
    _tell(
        event.member,
        "second_factor_reset",
        ("两步验证已重置", moment(event.now), event.by_name, event.reason),
        url=pages.STAFF_ACCOUNT,
        now=event.now,
        name=event.member.name,
        by=event.by_name,
        reason=event.reason,
        when=moment(event.now),
    )


def new_browser(event: NewBrowser) -> None:
    """She signed in from a browser never seen before; if it was not she, one tap closes all."""
    _tell(
        event.member,
        "new_browser",
        ("工作台新设备登录", moment(event.now), event.device, event.address),
        url=pages.not_me(event.denial),
        now=event.now,
        with_link=True,
        name=event.member.name,
        when=moment(event.now),
        device=event.device,
        address=event.address,
    )


def reviews_near(event: ReviewsNear) -> None:
    """Recognised units must be looked at again soon; the console counts them, too."""
    what = f"{event.count} 个文明单位需要复查"
    due = f"{event.first_due_on.month}月{event.first_due_on.day}日"
    title, body = words("unit_reviews_near", what=what, due=due)
    letters = [
        Notice(
            kind="unit_reviews_near",
            volunteer_id=volunteer_id,
            title=title,
            body=body,
            values=(what, title, moment(event.now)),
            url=pages.STAFF_UNITS,
            expires_at=event.now + WORTH_SENDING,
        )
        for volunteer_id in event.volunteer_ids
    ]
    tell(letters, now=event.now)


def _tell(
    member: StaffContact,
    kind: str,
    values: tuple[str, ...],
    *,
    url: str,
    now: datetime,
    with_link: bool = False,
    **facts: object,
) -> None:
    title, body = words(kind, **facts)
    expires_at = now + WORTH_SENDING
    if member.volunteer_id is not None:
        notice = Notice(
            kind=kind,
            volunteer_id=member.volunteer_id,
            title=title,
            body=body,
            values=values,
            url=url,
            expires_at=expires_at,
        )
        tell([notice], now=now)
        return
    letter = Letter(
        channel="sms",
        kind=kind,
        recipient=member.phone,
        title=title,
        body=body,
        url=url,
        payload=outbox.with_link(values, url) if with_link else {"values": list(values)},
        expires_at=expires_at,
    )
    outbox.enqueue([letter], now=now)
