"""What people are told when something has happened, and by which way.

Each function is named after what happened and is called by `reactions`, inside the transaction of
the action. The words stand in templates/messages/<kind>.txt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.activities.events import (
    ActivityCancelled,
    ActivityChanged,
    MovedUp,
    PassedOver,
    SessionNear,
    SessionPlace,
    SignedUpEvent,
    WaitingListed,
)
from app.domain.attendance.events import SceneCodeWanted
from app.domain.hours.events import (
    HourFacts,
    HoursApproved,
    HoursRejected,
    HoursReturned,
    HoursRevoked,
    HoursUnconfirmed,
)
from app.domain.messaging import outbox, pages
from app.domain.messaging.outbox import Letter
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import hours_in_words, moment, short_moment, timespan, words
from app.domain.people.events import Invited, PhoneCodeIssued

WORTH_SENDING = timedelta(days=3)

HoursEvent = HoursApproved | HoursUnconfirmed | HoursReturned | HoursRejected | HoursRevoked
HasContact = SessionPlace | SessionNear | ActivityChanged | ActivityCancelled


def signed_up(event: SignedUpEvent) -> None:
    """Somebody has a place."""
    tell([_about_place("signed_up", event.place, "报名成功")], now=event.now)


def waiting_listed(event: WaitingListed) -> None:
    """Somebody waits for a place."""
    notice = _about_place(
        "waiting_listed", event.place, "候补中", place_in_queue=event.place_in_queue
    )
    tell([notice], now=event.now)


def moved_up(event: MovedUp) -> None:
    """Somebody who waited has a place now."""
    if event.confirm_by is None:
        tell([_about_place("moved_up", event.place, "候补成功")], now=event.now)
        return
    until = short_moment(event.confirm_by)
    notice = _about_place("place_to_confirm", event.place, "待您确认", until=until)
    url = pages.sign_up(event.place.sign_up_id)
    tell([replace(notice, url=url, expires_at=event.confirm_by)], now=event.now)


def passed_over(event: PassedOver) -> None:
    """Somebody did not confirm in time."""
    tell([_about_place("passed_over", event.place, "已让给下位")], now=event.now)


def session_near(event: SessionNear) -> None:
    """A session starts within a day."""
    title, body = words(
        "reminder",
        title=event.title,
        when=timespan(event.starts_at, event.ends_at),
        venue=event.venue,
        contact=_contact(event),
    )
    for_all = _ToAll(
        "reminder",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, "请提前10分钟到场扫码签到"),
        expires_at=event.starts_at,
        once_per=(event.session_id.hex, f"{event.starts_at:%Y%m%d%H%M}"),
    )
    tell(for_all.notices(event.volunteer_ids, url=pages.MY_ACTIVITIES), now=event.now)


def activity_changed(event: ActivityChanged) -> None:
    """What people signed up for is no longer the same."""
    title, body = words(
        "activity_changed",
        title=event.title,
        what="\n".join(event.what),
        contact=_contact(event),
    )
    for_all = _ToAll(
        "activity_changed",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, "；".join(event.what)),
        expires_at=event.now + WORTH_SENDING,
    )
    url = pages.activity(event.activity_id)
    tell(for_all.notices(event.volunteer_ids, url=url), now=event.now)


def activity_cancelled(event: ActivityCancelled) -> None:
    """What people signed up for will not happen."""
    title, body = words(
        "activity_cancelled",
        title=event.title,
        starts=short_moment(event.starts_at),
        reason=event.reason,
        contact=_contact(event),
    )
    for_all = _ToAll(
        "activity_cancelled",
        title,
        body,
        (event.title, moment(event.starts_at), event.venue, event.reason),
        expires_at=event.now + WORTH_SENDING,
        once_per=(event.activity_id.hex,),
    )
    url = pages.activity(event.activity_id)
    tell(for_all.notices(event.volunteer_ids, url=url), now=event.now)


def hours_approved(event: HoursApproved) -> None:
    """Hours count now."""
    tell(_about_hours("hours_approved", event, "已认定"), now=event.now)


def hours_unconfirmed(event: HoursUnconfirmed) -> None:
    """Nobody checked out: each says when she left, while it is remembered."""
    tell(_about_hours("hours_unconfirmed", event, "待确认"), now=event.now)


def hours_returned(event: HoursReturned) -> None:
    """Hours go back to be mended."""
    tell(_about_hours("hours_returned", event, "退回核实"), now=event.now)


def hours_rejected(event: HoursRejected) -> None:
    """Hours do not count."""
    tell(_about_hours("hours_rejected", event, "未通过"), now=event.now)


def hours_revoked(event: HoursRevoked) -> None:
    """Hours that counted count no longer."""
    tell(_about_hours("hours_revoked", event, "已撤销"), now=event.now)


def phone_code_issued(event: PhoneCodeIssued) -> None:
    """A code that proves a phone; never in an inbox."""
    minutes = str(round((event.expires_at - event.now).total_seconds() / 60))
    title, body = words("phone_code", code=event.code, minutes=minutes)
    letter = Letter(
        channel="sms",
        kind="phone_code",
        recipient=event.phone,
        title=title,
        body=body,
        payload={"values": [event.code, minutes]},
        expires_at=event.expires_at,
    )
    outbox.enqueue([letter], now=event.now)


def invited(event: Invited) -> None:
    """People who have no account are asked whether they want one; the link leads to the answer."""
    letters = []
    for person in event.people:
        url = pages.invitation(person.invitation_id)
        title, body = words("invitation", name=person.name, place=event.place_name)
        letters.append(
            Letter(
                channel="sms",
                kind="invitation",
                recipient=person.phone,
                title=title,
                body=body,
                url=url,
                payload={
                    "values": [person.name, event.place_name, url.rpartition("/")[2]],
                    "with_link": True,
                },
                dedupe_key=f"invitation:{person.invitation_id.hex}",
                expires_at=event.expires_at,
            )
        )
    outbox.enqueue(letters, now=event.now)


def scene_code_wanted(event: SceneCodeWanted) -> None:
    """WeChat has to make a scene QR; the worker asks it."""
    letter = Letter(
        channel="wechat_qr",
        kind="scene_code",
        recipient=event.scene,
        title="生成签到码",
        body=event.title,
        payload={"expires_at": event.expires_at.isoformat()},
        expires_at=event.expires_at,
    )
    outbox.enqueue([letter], now=event.now)


@dataclass(frozen=True)
class _ToAll:
    """The same words for many people; with `once_per`, said again they reach nobody twice."""

    kind: str
    title: str
    body: str
    values: tuple[str, ...]
    expires_at: datetime
    once_per: tuple[str, ...] = ()

    def notices(self, volunteer_ids: Sequence[UUID], *, url: str) -> list[Notice]:
        return [
            Notice(
                kind=self.kind,
                volunteer_id=volunteer_id,
                title=self.title,
                body=self.body,
                values=self.values,
                url=url,
                expires_at=self.expires_at,
                dedupe_key=":".join((self.kind, *self.once_per, volunteer_id.hex))
                if self.once_per
                else None,
            )
            for volunteer_id in volunteer_ids
        ]


def _about_place(kind: str, place: SessionPlace, result: str, **facts: object) -> Notice:
    title, body = words(
        kind,
        title=place.title,
        position=place.position,
        when=timespan(place.starts_at, place.ends_at),
        venue=place.venue,
        contact=_contact(place),
        **facts,
    )
    return Notice(
        kind=kind,
        volunteer_id=place.volunteer_id,
        title=title,
        body=body,
        values=(place.title, moment(place.starts_at), place.venue, result),
        url=pages.MY_ACTIVITIES,
        expires_at=place.ends_at,
        dedupe_key=f"{kind}:{place.sign_up_id.hex}",
    )


def _about_hours(kind: str, event: HoursEvent, result: str) -> list[Notice]:
    return [_about_record(kind, facts, result, event.now) for facts in event.records]


def _about_record(kind: str, facts: HourFacts, result: str, now: datetime) -> Notice:
    hours, reason = hours_in_words(facts.minutes), facts.reason or ""
    title, body = words(
        kind,
        title=facts.title,
        hours=hours,
        reason=reason,
        day=f"{facts.service_date:%Y年%m月%d日}",
    )
    return Notice(
        kind=kind,
        volunteer_id=facts.volunteer_id,
        title=title,
        body=body,
        values=(facts.title, hours, result, reason),
        url=pages.hour_record(facts.record_id),
        expires_at=now + WORTH_SENDING,
    )


def _contact(about: HasContact) -> str:
    return f"{about.contact_name} {about.contact_phone}".strip()
